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
    bool certain = true; ///< false: a rule of others, which may end it
    bool operator==(const HopInfo&) const = default;
};

struct PacketTest {
    QString outcome; ///< "answered", "refused", "unreachable" or "silent"
    QString text;
    quint64 microseconds = 0;
    bool operator==(const PacketTest&) const = default;
};

struct PacketPath {
    QString address; ///< that it is sent to
    QList<HopInfo> hops;
    bool delivered = false;
    bool certain = true; ///< no rules of others were met
    std::optional<PacketTest> test;
    bool operator==(const PacketPath&) const = default;
};

[[nodiscard]] PacketPath packetPathFrom(const QVariantMap& path);

} // namespace vitrine::api
