// SPDX-License-Identifier: GPL-3.0-or-later
// What each kind of link tells of itself: IFLA_INFO_DATA and IFLA_INFO_SLAVE_DATA
// (linux/if_link.h).
#pragma once

#include "backend/observe/rows.h"

#include <string_view>

namespace vitrine::observe {

/// Reads the attributes in DATA, which belong to ROW's kind, into its details; of a vxlan also the
/// index of the link below it. Kinds that are not known, and values that are not, leave nothing.
void readLinkData(std::string_view data, LinkRow& row);

/// The same for what its master, of the kind MASTER, tells of it: the state of a port.
void readPortData(std::string_view master, std::string_view data, LinkRow& row);

} // namespace vitrine::observe
