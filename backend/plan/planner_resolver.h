// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the planner for names inside: resolv.conf, hosts, hostname.
#pragma once

#include "backend/plan/planner_network.h"
#include "backend/plan/steps.h"
#include "backend/spec/container_spec.h"

#include <string>
#include <vector>

namespace vitrine::plan {

/// What the host's resolv.conf(5) says.
struct HostResolver {
    std::vector<std::string> nameservers; ///< those that containers can reach: none of loopback
    std::vector<std::string> search;
    std::string text; ///< all of it, for a container in the host's network
};

/// resolv.conf(5) as TEXT has it.
[[nodiscard]] HostResolver parseResolver(const std::string& text);

/// Show it names of its networks, or the host's in the host's network; nothing without a network.
void addNames(Plan& plan, const ContainerSpec& spec,
    const std::vector<PlacedConnection>& connections, const HostResolver& host);

/// Let every group of the container use ICMP echo sockets: ping(8) without privileges. LAST: the
/// highest group id that it has.
void addPing(Plan& plan, std::uint32_t last);

} // namespace vitrine::plan
