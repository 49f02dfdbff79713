// SPDX-License-Identifier: GPL-3.0-or-later
// What the sets and maps of our table hold: networks, passages between them and published ports.
#pragma once

#include "backend/plan/network_steps.h"

#include <string>
#include <variant>
#include <vector>

namespace vitrine::plan::net {

struct Accept { };

/// A part of a key, or of what it leads to: an interface's name, an address, all addresses of a
/// subnet, a protocol, a port, a verdict.
using ElementPart = std::variant<std::string, IpAddress, Subnet, Protocol, std::uint16_t, Accept>;

struct FirewallElement {
    std::string set; ///< or map
    std::vector<ElementPart> key;
    std::vector<ElementPart> value; ///< of a map
};

[[nodiscard]] std::vector<FirewallElement> elementsOf(const GuardNetwork& step);
[[nodiscard]] std::vector<FirewallElement> elementsOf(const PublishPorts& step);
[[nodiscard]] std::vector<FirewallElement> elementsOf(const AllowBetween& step);

/// `ports4 { tcp . 80 }`
[[nodiscard]] std::string textOf(const FirewallElement& element);

/// What adds ELEMENTS in nft(8)'s words, a command each:
/// `add element inet vitrine bridges { "vt-lan" }`.
[[nodiscard]] std::vector<std::string> commandsAdding(const std::vector<FirewallElement>& elements);
/// The same, taking away.
[[nodiscard]] std::vector<std::string> commandsRemoving(
    const std::vector<FirewallElement>& elements);

} // namespace vitrine::plan::net
