// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/capture/pcapng.h"

#include <cstring>

namespace vitrine::capture {

namespace {

enum Block : std::uint32_t {
    InterfaceDescription = 1,
    InterfaceStatistics = 5,
    EnhancedPacket = 6,
    SectionHeader = 0x0A0D0D0A,
};

enum Option : std::uint16_t {
    End = 0,
    InterfaceName = 2,
    PacketFlags = 2,
    Application = 4,
    Received = 4,
    Dropped = 5,
    TimeResolution = 9,
};

template <typename Number> void add(std::string& out, Number value)
{
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    out.append(bytes, sizeof bytes);
}

/// To a multiple of 32 bits.
void pad(std::string& out)
{
    out.append((4 - out.size() % 4) % 4, '\0');
}

void addOption(std::string& out, Option code, std::string_view value)
{
    add(out, std::uint16_t(code));
    add(out, std::uint16_t(value.size()));
    out += value;
    pad(out);
}

template <typename Number> void addNumber(std::string& out, Option code, Number value)
{
    std::string bytes;
    add(bytes, value);
    addOption(out, code, bytes);
}

/// BODY, a multiple of 32 bits, between type and length and once more length.
void addBlock(std::string& out, Block type, std::string_view body)
{
    constexpr std::size_t frame = 12;
    const auto length = std::uint32_t(body.size() + frame);
    add(out, std::uint32_t(type));
    add(out, length);
    out += body;
    add(out, length);
}

void addTime(std::string& out, std::uint64_t time)
{
    add(out, std::uint32_t(time >> 32));
    add(out, std::uint32_t(time));
}

} // namespace

void addHeader(std::string& out, std::string_view name, std::uint16_t linkType)
{
    constexpr std::uint32_t byteOrder = 0x1A2B3C4D;
    constexpr char nanoseconds = 9; // 10^-9
    std::string body;
    add(body, byteOrder);
    add(body, std::uint16_t(1)); // version 1.0
    add(body, std::uint16_t(0));
    add(body, ~std::uint64_t(0)); // of unknown length
    addOption(body, Application, "Vitrine");
    addOption(body, End, {});
    addBlock(out, SectionHeader, body);
    body.clear();
    add(body, linkType);
    add(body, std::uint16_t(0));
    add(body, snapLength);
    addOption(body, InterfaceName, name);
    addOption(body, TimeResolution, std::string_view(&nanoseconds, 1));
    addOption(body, End, {});
    addBlock(out, InterfaceDescription, body);
}

void addPacket(std::string& out, const PacketHead& head, std::span<const char> data)
{
    std::string body;
    body.reserve(data.size() + 64);
    add(body, std::uint32_t(0)); // the only interface
    addTime(body, head.time);
    add(body, std::uint32_t(data.size()));
    add(body, head.length);
    body.append(data.data(), data.size());
    pad(body);
    addNumber(body, PacketFlags, std::uint32_t(head.direction));
    addOption(body, End, {});
    addBlock(out, EnhancedPacket, body);
}

void addStatistics(std::string& out, std::uint64_t time, const Statistics& statistics)
{
    std::string body;
    add(body, std::uint32_t(0));
    addTime(body, time);
    addNumber(body, Received, statistics.received);
    addNumber(body, Dropped, statistics.dropped);
    addOption(body, End, {});
    addBlock(out, InterfaceStatistics, body);
}

} // namespace vitrine::capture
