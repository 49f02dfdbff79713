// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/console/shell_tab.h"
#include "helper/api/values.h"

namespace vitrine {

class ConsolePane;
class HelperClient;

/// Lets PANE have its shells from CLIENT: new ones, and those that run already.
void connectShells(HelperClient& client, ConsolePane* pane);
/// The sessions of WORKLOAD that a terminal can take up, the oldest first.
[[nodiscard]] QList<ShellOffer> shellOffers(const api::WorkloadInfo& workload);

} // namespace vitrine
