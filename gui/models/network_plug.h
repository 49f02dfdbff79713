// SPDX-License-Identifier: GPL-3.0-or-later
// A container comes into a network and leaves it: what its specification says then, and why it may
// not be so.
#pragma once

#include "helper/api/values.h"

#include <QVariantList>

namespace vitrine {

class NetworkListModel;

/// "networks" of WORKLOAD's specification with the network NAME as the last one.
[[nodiscard]] QVariantList networksWith(const api::WorkloadInfo& workload, const QString& name);
/// The same without the network NAME.
[[nodiscard]] QVariantList networksWithout(const api::WorkloadInfo& workload, const QString& name);
/// The same with TO where FROM is: its interface lets through what it did, its addresses are
/// others.
[[nodiscard]] QVariantList networksMoved(
    const api::WorkloadInfo& workload, const QString& from, const QString& to);
/// Takes back what was done to BEFORE: the networks of WORKLOAD, as it is now, without ADDED
/// (empty: none), and with REMOVED where it was and with the addresses that it had there.
[[nodiscard]] QVariantList networksBefore(const api::WorkloadInfo& workload,
    const api::WorkloadInfo& before, const QString& added, const QString& removed);

/// Why WORKLOAD cannot come into NETWORK, one of NETWORKS, a sentence; empty: it can.
[[nodiscard]] QString whyNotConnected(const api::WorkloadInfo& workload,
    const api::NetworkInfo& network, const NetworkListModel& networks);
/// Why WORKLOAD cannot leave the network NAME, a sentence; empty: it can.
[[nodiscard]] QString whyNotDisconnected(const api::WorkloadInfo& workload, const QString& name);

} // namespace vitrine
