// SPDX-License-Identifier: GPL-3.0-or-later
// Choosing subnets and addresses that nobody has. Pure, but for the random bits of RFC 4193.
#pragma once

#include "backend/base/result.h"
#include "backend/spec/connections.h"
#include "backend/spec/ip_address.h"
#include "backend/spec/network_spec.h"

#include <set>
#include <vector>

namespace vitrine::network {

/// A subnet of 256 addresses that overlaps none of TAKEN: from 10.77.0.0/16, then 10.78.0.0/16 …
/// Quota when there is none.
[[nodiscard]] Result<Subnet> freeSubnet(const std::vector<Subnet>& taken);
/// A subnet with 64 bits of its own in a random network of RFC 4193 (fd00::/8).
[[nodiscard]] Result<Subnet> freeSubnet6(const std::vector<Subnet>& taken);

/// Fails with Exists, naming FIELD and what it overlaps, when SUBNET overlaps one of TAKEN.
[[nodiscard]] Result<void> checkFree(
    const std::string& field, const Subnet& subnet, const std::vector<Subnet>& taken);

/// The lowest address of SUBNET for a container that is not in TAKEN: not its first, not the
/// gateway's and, in version 4, not its last. Quota names FIELD when there is none.
[[nodiscard]] Result<IpAddress> freeAddress(
    const std::string& field, const Subnet& subnet, const std::set<IpAddress>& taken);

/// The lowest address of RANGE, a part of the physical NETWORK's subnet, that is not in TAKEN nor
/// the way out; Quota names FIELD when there is none.
[[nodiscard]] Result<IpAddress> freeAddressOutside(
    const std::string& field, const NetworkSpec& network, const std::set<IpAddress>& taken);
/// Fails, naming FIELD, when a container in SUBNET of the physical NETWORK cannot have ADDRESS.
[[nodiscard]] Result<void> checkAddressOutside(const std::string& field, const NetworkSpec& network,
    const IpAddress& address, const std::set<IpAddress>& taken);

/// Fails, naming FIELD, when a container in SUBNET cannot have ADDRESS.
[[nodiscard]] Result<void> checkAddress(const std::string& field, const Subnet& subnet,
    const IpAddress& address, const std::set<IpAddress>& taken);

/// A random one of those that everybody may give: 02:…
[[nodiscard]] Result<MacAddress> randomMac();
/// COUNT random hexadecimal digits.
[[nodiscard]] Result<std::string> randomDigits(std::size_t count);

} // namespace vitrine::network
