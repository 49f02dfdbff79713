// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/api/workload_row.h"

namespace vitrine::api {

QDBusArgument& operator<<(QDBusArgument& argument, const WorkloadRow& row)
{
    argument.beginStructure();
    argument << row.path << row.id << row.name << row.kind << row.state << row.health << row.image
             << row.command << row.leader << row.owner << row.created << row.started
             << row.trashedUntil;
    argument.endStructure();
    return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, WorkloadRow& row)
{
    argument.beginStructure();
    argument >> row.path >> row.id >> row.name >> row.kind >> row.state >> row.health >> row.image
        >> row.command >> row.leader >> row.owner >> row.created >> row.started >> row.trashedUntil;
    argument.endStructure();
    return argument;
}

} // namespace vitrine::api
