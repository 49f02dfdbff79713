// SPDX-License-Identifier: GPL-3.0-or-later
// The answer of Manager1.FollowPacket as values.
#pragma once

#include <QList>
#include <QString>
#include <QVariantMap>

#include <optional>

namespace vitrine::api {

struct HopInfo {
    QString container; ///< id; empty: this computer
    QString where, kind, interface, text, command, reason;
};

struct PacketTest {
    QString outcome; ///< "answered", "refused", "unreachable" or "silent"
    QString text;
    quint64 microseconds = 0;
};

struct PacketPath {
    QString address; ///< that it is sent to
    QList<HopInfo> hops;
    bool delivered = false;
    bool certain = true; ///< no rules of others were met
    std::optional<PacketTest> test;
};

[[nodiscard]] PacketPath packetPathFrom(const QVariantMap& path);

} // namespace vitrine::api
