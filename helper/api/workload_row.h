// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusArgument>
#include <QDBusObjectPath>
#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>

namespace vitrine::api {

/// What Manager1.ListWorkloads tells of a workload, in the order of the wire: (ossssssasuuttt).
/// The members are the properties of Workload1 and Container1 with these names.
struct WorkloadRow {
    QDBusObjectPath path;
    QString id, name, kind, state;
    QString health; ///< status of its checks, empty: it is not checked
    QString image;
    QStringList command;
    quint32 leader = 0, owner = 0;
    quint64 created = 0, started = 0, trashedUntil = 0; ///< CLOCK_REALTIME, µs; 0: never
};

using WorkloadRows = QList<WorkloadRow>;

QDBusArgument& operator<<(QDBusArgument& argument, const WorkloadRow& row);
const QDBusArgument& operator>>(const QDBusArgument& argument, WorkloadRow& row);

} // namespace vitrine::api

Q_DECLARE_METATYPE(vitrine::api::WorkloadRow)
Q_DECLARE_METATYPE(vitrine::api::WorkloadRows)
