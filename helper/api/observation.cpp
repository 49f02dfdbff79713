// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/api/observation.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace vitrine::api {

namespace {

// One overload a field type, so that each row below is a plain list of its members.
void read(const QJsonValue& value, QString& out)
{
    out = value.toString();
}
void read(const QJsonValue& value, bool& out)
{
    out = value.toBool();
}
void read(const QJsonValue& value, double& out)
{
    out = value.toDouble(out);
}
void read(const QJsonValue& value, qint64& out)
{
    out = value.toInteger(out);
}
void read(const QJsonValue& value, quint32& out)
{
    out = quint32(value.toInteger(out));
}
void read(const QJsonValue& value, quint64& out)
{
    out = quint64(value.toInteger(qint64(out)));
}
void read(const QJsonValue& value, QStringList& out)
{
    out.clear();
    for (const auto& entry : value.toArray())
        out.append(entry.toString());
}
void read(const QJsonValue& value, QMap<QString, QString>& out)
{
    out.clear();
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        out.insert(it.key(), it.value().toString());
}
void read(const QJsonValue& value, QMap<QString, quint64>& out)
{
    out.clear();
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        out.insert(it.key(), quint64(it.value().toInteger()));
}

/// Reads FIELD of OBJECT into a member of the same name.
#define READ(field)                                                                                \
    if (const auto value = object.value(QLatin1String(#field)); !value.isUndefined())              \
    read(value, row.field)

void fill(const QJsonObject& object, ProcessRow& row)
{
    READ(pid);
    READ(parent);
    READ(startTime);
    READ(uid);
    READ(name);
    READ(command);
    READ(state);
    READ(threads);
    READ(innerPid);
    READ(cgroup);
    READ(namespaces);
    READ(cpuUsec);
    READ(residentBytes);
    READ(workload);
}

void fill(const QJsonObject& object, NamespaceRow& row)
{
    READ(type);
    READ(inode);
    READ(parent);
    READ(owner);
    READ(ownerUid);
    READ(processes);
    READ(leader);
    READ(leaderName);
    READ(pins);
    READ(initial);
    READ(workload);
}

void fill(const QJsonObject& object, LinkRow& row)
{
    READ(netns);
    READ(index);
    READ(name);
    READ(kind);
    READ(mac);
    READ(mtu);
    READ(up);
    READ(operState);
    READ(carrier);
    READ(master);
    READ(parentNetns);
    READ(parentIndex);
    READ(peerNetns);
    READ(peerIndex);
    READ(addresses);
    READ(rxBytes);
    READ(txBytes);
    READ(rxPackets);
    READ(txPackets);
    READ(rxErrors);
    READ(txErrors);
    READ(rxDropped);
    READ(txDropped);
    READ(details);
    READ(workload);
}

void fill(const QJsonObject& object, OverlayRow& row)
{
    READ(workload);
    READ(lower);
    READ(upper);
    READ(work);
    READ(options);
    READ(upperBytes);
}

void fill(const QJsonObject& object, ChangeRow& row)
{
    READ(workload);
    READ(path);
    READ(change);
    READ(type);
    READ(size);
    READ(modified);
}

void fill(const QJsonObject& object, CgroupRow& row)
{
    READ(path);
    READ(processes);
    READ(populated);
    READ(frozen);
    READ(controllers);
    READ(cpuUsec);
    READ(cpuUserUsec);
    READ(cpuSystemUsec);
    READ(throttledUsec);
    READ(periods);
    READ(throttledPeriods);
    READ(memoryBytes);
    READ(memorySource);
    READ(memoryMax);
    READ(pidsMax);
    READ(cpuMax);
    READ(cpuPressure);
    READ(memoryPressure);
    READ(ioPressure);
    READ(oomKills);
    READ(workload);
}

Stat statFrom(const QJsonObject& object)
{
    Stat row;
    READ(cpuUsec);
    READ(memoryBytes);
    READ(memorySource);
    READ(memoryMax);
    READ(cpuMax);
    READ(processes);
    READ(readBytes);
    READ(writtenBytes);
    READ(rxBytes);
    READ(txBytes);
    READ(throttledUsec);
    READ(periods);
    READ(throttledPeriods);
    READ(pidsMax);
    READ(oomKills);
    return row;
}

#undef READ

template <typename Row> TableDelta<Row> tableFrom(const QJsonObject& tables, QLatin1String name)
{
    TableDelta<Row> delta;
    const QJsonObject table = tables.value(name).toObject();
    const QJsonArray set = table.value(QLatin1String("set")).toArray();
    delta.set.reserve(set.size());
    for (const auto& entry : set) {
        const QJsonObject object = entry.toObject();
        Row row;
        row.key = object.value(QLatin1String("key")).toString();
        fill(object, row);
        delta.set.append(std::move(row));
    }
    read(table.value(QLatin1String("gone")), delta.gone);
    return delta;
}

} // namespace

bool parseObservation(const QByteArray& line, ObservationDelta& out)
{
    const QJsonDocument document = QJsonDocument::fromJson(line);
    if (!document.isObject() || !document.object().value(QLatin1String("tables")).isObject())
        return false;
    const QJsonObject object = document.object();
    const QJsonObject tables = object.value(QLatin1String("tables")).toObject();
    out = {};
    out.sequence = quint64(object.value(QLatin1String("seq")).toInteger());
    out.full = object.value(QLatin1String("full")).toBool();
    out.tables = tables.keys();
    out.processes = tableFrom<ProcessRow>(tables, QLatin1String("processes"));
    out.namespaces = tableFrom<NamespaceRow>(tables, QLatin1String("namespaces"));
    out.links = tableFrom<LinkRow>(tables, QLatin1String("links"));
    out.mounts = tableFrom<OverlayRow>(tables, QLatin1String("mounts"));
    out.changes = tableFrom<ChangeRow>(tables, QLatin1String("changes"));
    out.cgroups = tableFrom<CgroupRow>(tables, QLatin1String("cgroups"));
    return true;
}

bool parseStats(const QByteArray& line, StatSample& out)
{
    const QJsonDocument document = QJsonDocument::fromJson(line);
    const QJsonObject object = document.object();
    if (!object.value(QLatin1String("workloads")).isObject())
        return false;
    out = {};
    out.time = object.value(QLatin1String("time")).toInteger();
    out.host = statFrom(object.value(QLatin1String("host")).toObject());
    const QJsonObject workloads = object.value(QLatin1String("workloads")).toObject();
    for (auto it = workloads.begin(); it != workloads.end(); ++it)
        out.workloads.insert(it.key(), statFrom(it.value().toObject()));
    return true;
}

} // namespace vitrine::api
