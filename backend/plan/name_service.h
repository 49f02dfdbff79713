// SPDX-License-Identifier: GPL-3.0-or-later
// How dnsmasq(8) is asked to serve a network. Text only; nothing is run.
#pragma once

#include "backend/plan/network_steps.h"

#include <string>
#include <vector>

namespace vitrine::plan::net {

/// Why a network has no names, for people.
inline constexpr auto noNameServer = "no names: dnsmasq is not installed, install dnsmasq-base";

/// "lan.internal": containers of the network are "NAME.lan.internal", and NAME for each other.
/// ".internal" is never delegated by the root servers (ICANN, 2024).
[[nodiscard]] std::string domainOf(const NetworkSpec& network);

/// The directory that dnsmasq finds the network's files in: "hosts" and "dhcp", with a file for
/// each container, and "leases". It names the network, so that its dnsmasq can be told from others.
[[nodiscard]] std::string servedDirectory(const ServeNames& step);

/// The arguments of dnsmasq, without its name.
[[nodiscard]] std::vector<std::string> argumentsOf(const ServeNames& step);

} // namespace vitrine::plan::net
