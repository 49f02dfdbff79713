// SPDX-License-Identifier: GPL-3.0-or-later
// Networks and published ports in words.
#pragma once

#include "helper/api/values.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace vitrine {

/// Whether containers in a network of KIND are in one outside, through an interface of this
/// computer.
[[nodiscard]] bool isPhysicalKind(const QString& kind);
/// A kind of network, such as "nat", for people, and what it means in a line.
[[nodiscard]] QString textOfNetworkKind(const QString& kind);
[[nodiscard]] QString explanationOfNetworkKind(const QString& kind);
/// Why containers do not find each other by name in NETWORK; empty: nothing speaks against it.
[[nodiscard]] QString namesProblemOf(const api::NetworkInfo& network);
/// The firewall rules of others that stop its packets, and what to do about each.
[[nodiscard]] QStringList hindrancesOf(const api::NetworkInfo& network);

/// The names of the networks that a container of SPEC is in, in the order of its interfaces.
[[nodiscard]] QStringList networksIn(const QJsonObject& spec);
/// What CONNECTION's interface lets through: "unplugged, at most 10 Mbit/s in"; empty: everything.
[[nodiscard]] QString linkText(const api::ConnectionInfo& connection);
/// An entry of a specification's "ports": "8080 → 80/tcp", "127.0.0.1:8000-8009 → 9000-9009/udp".
[[nodiscard]] QString textOfPort(const QJsonObject& port);
/// The ports of SPEC, one a line; empty when there are none.
[[nodiscard]] QString portsText(const QJsonObject& spec);
/// The networks of WORKLOAD with its addresses, one a line.
[[nodiscard]] QString networksText(const api::WorkloadInfo& workload);
/// The specification that makes NETWORK once more, as it is; of one outside without its range.
[[nodiscard]] QVariantMap specOf(const api::NetworkInfo& network);

} // namespace vitrine
