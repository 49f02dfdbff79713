// SPDX-License-Identifier: GPL-3.0-or-later
// The eight namespace types: one order, one badge and one hue each, used everywhere the same.
#pragma once

#include <QColor>
#include <QString>

#include <array>

namespace vitrine {

struct NamespaceType {
    const char* name; ///< as in /proc/PID/ns: "mnt"
    const char* badge; ///< two letters: "mn"
    QRgb hue; ///< from the Okabe–Ito set, which colour-blind people can tell apart
};

inline constexpr std::array<NamespaceType, 8> namespaceTypes { {
    { "mnt", "mn", 0xffe69f00 },
    { "uts", "ut", 0xff56b4e9 },
    { "ipc", "ip", 0xff009e73 },
    { "pid", "pi", 0xffd55e00 },
    { "net", "ne", 0xff0072b2 },
    { "user", "us", 0xffcc79a7 },
    { "cgroup", "cg", 0xff8c8c8c },
    { "time", "ti", 0xffc9b800 },
} };

/// The place of TYPE ("mnt") in namespaceTypes, -1 when there is no such type.
[[nodiscard]] int namespaceTypeIndex(const QString& type);
/// "Mount namespace".
[[nodiscard]] QString namespaceTitle(const QString& type);
/// What having one of one's own means, one line: "its own host name and domain name".
[[nodiscard]] QString namespaceExplanation(const QString& type);
/// A colour for a namespace's chip: the same inode has the same colour in every view.
[[nodiscard]] QColor chipColor(quint64 inode);
/// Black or white, whichever is easier to read on BACKGROUND.
[[nodiscard]] QColor inkOn(const QColor& background);

} // namespace vitrine
