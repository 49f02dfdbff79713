// SPDX-License-Identifier: GPL-3.0-or-later
// Elements of our table, by nf_tables' own netlink messages (linux/netfilter/nf_tables.h): a start
// or an end of a container changes nothing else, and libnftables would read all tables for it.
// In the network namespace that the process is in when it first uses this.
#pragma once

#include "backend/base/result.h"
#include "backend/plan/firewall_elements.h"

#include <vector>

namespace vitrine::network {

/// Add ELEMENTS, all or none; those that are there stay. Kernel EEXIST when one is there with
/// another value, ENOENT when the table is not.
[[nodiscard]] Result<void> addElements(const std::vector<plan::net::FirewallElement>& elements);

/// Take ELEMENTS away; what is not there is no error.
[[nodiscard]] Result<void> removeElements(const std::vector<plan::net::FirewallElement>& elements);

/// Let go of the network namespace in which it was first used.
void leaveElements();

} // namespace vitrine::network
