// SPDX-License-Identifier: GPL-3.0-or-later
// Where a packet goes, as people write it.
#pragma once

#include <QString>

#include <variant>

namespace vitrine {

/// NAME[:PORT[/tcp|/udp]], "[fd00::1]:80".
struct PacketDestination {
    QString name; ///< an IP address, "host" or a container
    quint16 port = 0; ///< 0: none
    QString protocol; ///< "tcp", "udp", empty: it says nothing of it
};

/// Or what is wrong with TEXT, in a half sentence.
[[nodiscard]] std::variant<PacketDestination, QString> readPacketDestination(const QString& text);

/// Whether TEXT is an IPv4 or an IPv6 address.
[[nodiscard]] bool isIpAddress(const QString& text);

} // namespace vitrine
