// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks of pcapng (draft-ietf-opsawg-pcapng), in the byte order of this computer.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace vitrine::capture {

/// Of the IDB: LINKTYPE_ETHERNET, LINKTYPE_RAW.
inline constexpr std::uint16_t linkEthernet = 1, linkRaw = 101;
/// The most bytes of a packet that are kept.
inline constexpr std::uint32_t snapLength = 262144;

enum class Direction : std::uint32_t { Unknown = 0, Inbound = 1, Outbound = 2 };

struct PacketHead {
    std::uint64_t time = 0; ///< CLOCK_REALTIME, ns
    std::uint32_t length = 0; ///< on the link; what is kept may be shorter
    Direction direction = Direction::Unknown;
};

struct Statistics {
    std::uint64_t received = 0, dropped = 0;
};

/// Section Header Block and Interface Description Block of the link NAME.
void addHeader(std::string& out, std::string_view name, std::uint16_t linkType);
/// Enhanced Packet Block of DATA.
void addPacket(std::string& out, const PacketHead& head, std::span<const char> data);
/// Interface Statistics Block, the last one; TIME as that of a packet.
void addStatistics(std::string& out, std::uint64_t time, const Statistics& statistics);

} // namespace vitrine::capture
