// SPDX-License-Identifier: GPL-3.0-or-later
// Interfaces, addresses and routes of the network namespace that the process is in.
#pragma once

#include "backend/base/result.h"
#include "backend/spec/connections.h"
#include "backend/spec/ip_address.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::network {

/// ip link add NAME address MAC mtu MTU up type bridge. Kernel EEXIST when there is one.
[[nodiscard]] Result<void> addBridge(
    const std::string& name, const MacAddress& mac, std::uint64_t mtu);

struct VethPair {
    std::string name, master; ///< here; it is up
    std::string peer; ///< and there
    MacAddress mac {}; ///< of the peer
    std::uint64_t mtu = 0;
    bool up = true; ///< false: NAME stays down
};
/// Make PAIR with the peer in the network namespace NETNS, in one message.
[[nodiscard]] Result<void> addVeth(const VethPair& pair, int netns);

struct Macvlan {
    std::string parent; ///< here
    std::string name; ///< and there
    MacAddress mac {};
    std::uint64_t mtu = 0;
};
/// ip link add link PARENT name NAME netns NETNS type macvlan mode bridge: born there, and down.
[[nodiscard]] Result<void> addMacvlan(const Macvlan& macvlan, int netns);

/// bridge link set dev PORT hairpin on
[[nodiscard]] Result<void> allowHairpin(const std::string& port);

/// ip link set NAME up, or down
[[nodiscard]] Result<void> switchLink(const std::string& name, bool up);

/// ip link set PORT master BRIDGE; nothing changes where it is that already.
[[nodiscard]] Result<void> setMaster(const std::string& port, const std::string& bridge);

/// ip link del NAME; no error when there is none.
[[nodiscard]] Result<void> removeLink(const std::string& name);

/// ADDRESSES as "10.9.0.5/24"; without duplicate address detection: they are ours to give.
[[nodiscard]] Result<void> addAddresses(
    const std::string& interface, const std::vector<std::string>& addresses);
/// ip route add default via GATEWAY dev INTERFACE
[[nodiscard]] Result<void> addDefaultRoute(const IpAddress& gateway, const std::string& interface);
/// ip route del default via GATEWAY dev INTERFACE; no error when there is none.
[[nodiscard]] Result<void> removeDefaultRoute(
    const IpAddress& gateway, const std::string& interface);

} // namespace vitrine::network
