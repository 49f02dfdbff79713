// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QMetaType>
#include <QVariantMap>

namespace vitrine::api {

/// D-Bus type aa{sv}.
using Dictionaries = QList<QVariantMap>;

/// Makes Dictionaries and WorkloadRows known to QtDBus. Call once before the first message, in
/// main().
void registerTypes();

/// Turns what QtDBus left undemarshalled (QDBusArgument, QDBusVariant) inside VALUE into plain
/// QVariantMap, QVariantList, QStringList and values.
[[nodiscard]] QVariant plain(const QVariant& value);

} // namespace vitrine::api

Q_DECLARE_METATYPE(vitrine::api::Dictionaries)
