// SPDX-License-Identifier: GPL-3.0-or-later
// Internet addresses and subnets as values; RFC 4291, RFC 4632. Pure: no look-ups.
#pragma once

#include "backend/base/result.h"

#include <array>
#include <compare>
#include <cstdint>
#include <string>

namespace vitrine {

enum class IpVersion : std::uint8_t { V4 = 4, V6 = 6 };

struct IpAddress {
    IpVersion version = IpVersion::V4;
    std::array<std::uint8_t, 16> bytes {}; ///< in network order; version 4 uses the first four
    auto operator<=>(const IpAddress&) const = default;

    [[nodiscard]] std::size_t size() const { return version == IpVersion::V4 ? 4 : 16; }
    [[nodiscard]] unsigned bits() const { return unsigned(size()) * 8; }
};

struct Subnet {
    IpAddress address; ///< the first one
    unsigned prefix = 0; ///< bits
    auto operator<=>(const Subnet&) const = default;
};

/// "192.0.2.1", "2001:db8::1". InvalidSpec names FIELD.
[[nodiscard]] Result<IpAddress> parseAddress(const std::string& field, const std::string& text);
/// "192.0.2.0/24"; a bit beyond the prefix is an error, too.
[[nodiscard]] Result<Subnet> parseSubnet(const std::string& field, const std::string& text);

/// As inet_ntop(3) writes it.
[[nodiscard]] std::string toText(const IpAddress& address);
/// "192.0.2.0/24"
[[nodiscard]] std::string toText(const Subnet& subnet);
/// "192.0.2.1/24": an address with the prefix of the subnet that it is in.
[[nodiscard]] std::string toText(const IpAddress& address, const Subnet& subnet);

[[nodiscard]] bool contains(const Subnet& subnet, const IpAddress& address);
/// Whether they have an address in common.
[[nodiscard]] bool overlap(const Subnet& left, const Subnet& right);
/// The address that is NUMBER after the subnet's first. NUMBER must be below its size.
[[nodiscard]] IpAddress addressAt(const Subnet& subnet, std::uint64_t number);
/// How many addresses it has; UINT64_MAX when there are more.
[[nodiscard]] std::uint64_t sizeOf(const Subnet& subnet);

} // namespace vitrine
