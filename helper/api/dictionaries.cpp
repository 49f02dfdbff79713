// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/api/dictionaries.h"

#include "helper/api/workload_row.h"

#include <QDBusArgument>
#include <QDBusMetaType>
#include <QDBusVariant>

namespace vitrine::api {

void registerTypes()
{
    qDBusRegisterMetaType<Dictionaries>();
    qDBusRegisterMetaType<WorkloadRow>();
    qDBusRegisterMetaType<WorkloadRows>();
}

namespace {

QVariant plainArgument(const QDBusArgument& argument)
{
    switch (argument.currentType()) {
    case QDBusArgument::MapType: {
        QVariantMap map;
        argument.beginMap();
        while (!argument.atEnd()) {
            argument.beginMapEntry();
            const QString key = plain(argument.asVariant()).toString();
            map.insert(key, plain(argument.asVariant()));
            argument.endMapEntry();
        }
        argument.endMap();
        return map;
    }
    case QDBusArgument::ArrayType: {
        QVariantList list;
        argument.beginArray();
        while (!argument.atEnd())
            list.append(plain(argument.asVariant()));
        argument.endArray();
        return list;
    }
    case QDBusArgument::StructureType: {
        QVariantList list;
        argument.beginStructure();
        while (!argument.atEnd())
            list.append(plain(argument.asVariant()));
        argument.endStructure();
        return list;
    }
    default:
        return plain(argument.asVariant());
    }
}

} // namespace

QVariant plain(const QVariant& value)
{
    if (value.metaType() == QMetaType::fromType<QDBusArgument>())
        return plainArgument(value.value<QDBusArgument>());
    if (value.metaType() == QMetaType::fromType<QDBusVariant>())
        return plain(value.value<QDBusVariant>().variant());
    if (value.metaType() == QMetaType::fromType<Dictionaries>()) {
        QVariantList list;
        for (const auto& map : value.value<Dictionaries>())
            list.append(plain(map));
        return list;
    }
    if (value.metaType() == QMetaType::fromType<QVariantMap>()) {
        QVariantMap map = value.toMap();
        for (auto& entry : map)
            entry = plain(entry);
        return map;
    }
    if (value.metaType() == QMetaType::fromType<QVariantList>()) {
        QVariantList list = value.toList();
        for (auto& entry : list)
            entry = plain(entry);
        return list;
    }
    return value;
}

} // namespace vitrine::api
