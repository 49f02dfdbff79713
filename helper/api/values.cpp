// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/api/values.h"

#include "helper/api/dictionaries.h"

#include <QDBusArgument>
#include <QDBusObjectPath>

#include <array>

namespace vitrine::api {

namespace {

constexpr std::array workloadStates { "stopped", "starting", "running", "paused", "stopping",
    "failed", "damaged", "restarting" };
constexpr std::array jobStates { "running", "done", "failed", "cancelled" };

template <typename State, std::size_t size>
void read(const QVariant& value, const std::array<const char*, size>& names, State& out)
{
    const QString name = value.toString();
    for (std::size_t i = 0; i < size; ++i)
        if (name == QLatin1String(names[i]))
            out = State(i);
}

/// Whether VALUE came as D-Bus' ao.
bool isPathList(const QVariant& value)
{
    return value.metaType() == QMetaType::fromType<QList<QDBusObjectPath>>()
        || (value.metaType() == QMetaType::fromType<QDBusArgument>()
            && value.value<QDBusArgument>().currentSignature() == QLatin1String("ao"));
}

void read(const QVariant& value, QString& out)
{
    out = value.metaType() == QMetaType::fromType<QDBusObjectPath>()
        ? value.value<QDBusObjectPath>().path()
        : value.toString();
}
void read(const QVariant& value, bool& out)
{
    out = value.toBool();
}
void read(const QVariant& value, int& out)
{
    out = value.toInt();
}
void read(const QVariant& value, quint32& out)
{
    out = value.toUInt();
}
void read(const QVariant& value, qint64& out)
{
    out = value.toLongLong();
}
void read(const QVariant& value, quint64& out)
{
    out = value.toULongLong();
}
void read(const QVariant& value, double& out)
{
    out = value.toDouble();
}
void read(const QVariant& value, QStringList& out)
{
    if (isPathList(value)) {
        out.clear();
        for (const auto& path : qdbus_cast<QList<QDBusObjectPath>>(value))
            out.append(path.path());
        return;
    }
    out = plain(value).toStringList();
}
void read(const QVariant& value, QList<StepInfo>& out)
{
    out = stepsFrom(value);
}
void read(const QVariant& value, QList<SessionInfo>& out)
{
    out = sessionsFrom(value);
}
void read(const QVariant& value, ErrorInfo& out)
{
    out = {};
    update(out, plain(value).toMap());
}
void read(const QVariant& value, LimitEvents& out)
{
    out = {};
    update(out, plain(value).toMap());
}
void read(const QVariant& value, HealthInfo& out)
{
    out = {};
    update(out, plain(value).toMap());
}
void read(const QVariant& value, QList<LayerInfo>& out);
void read(const QVariant& value, QList<ConnectionInfo>& out);

/// Reads entry NAME of MAP, when it is there, into `out`.
template <typename Field> void take(const QVariantMap& map, const char* name, Field& out)
{
    if (const auto it = map.find(QLatin1String(name)); it != map.end())
        read(*it, out);
}

void update(StepInfo& step, const QVariantMap& map)
{
    step.index = -1;
    take(map, "index", step.index);
    take(map, "text", step.text);
    take(map, "command", step.command);
    take(map, "where", step.where);
    take(map, "kind", step.kind);
    take(map, "object", step.object);
    take(map, "note", step.note);
    take(map, "state", step.state);
    if (step.state != QLatin1String("pending")) {
        take(map, "start", step.start);
        take(map, "duration", step.duration);
    }
}

void update(SessionInfo& session, const QVariantMap& map)
{
    take(map, "id", session.id);
    take(map, "command", session.command);
    take(map, "user", session.user);
    take(map, "terminal", session.terminal);
    take(map, "pid", session.pid);
    take(map, "since", session.since);
}

void update(LayerInfo& layer, const QVariantMap& map)
{
    take(map, "path", layer.path);
    take(map, "title", layer.title);
    take(map, "size", layer.size);
}

void update(ConnectionInfo& connection, const QVariantMap& map)
{
    take(map, "network", connection.network);
    take(map, "name", connection.name);
    take(map, "interface", connection.interface);
    take(map, "address", connection.address);
    take(map, "address6", connection.address6);
    take(map, "mac", connection.mac);
    take(map, "port", connection.port);
    take(map, "inbound", connection.inbound);
    take(map, "outbound", connection.outbound);
    take(map, "up", connection.up);
}

void update(FeatureInfo& feature, const QVariantMap& map)
{
    take(map, "name", feature.name);
    take(map, "title", feature.title);
    take(map, "available", feature.available);
    take(map, "reason", feature.reason);
    take(map, "advice", feature.advice);
}

/// Reads aa{sv}.
template <typename Entry> QList<Entry> listFrom(const QVariant& dictionaries)
{
    QList<Entry> entries;
    const QVariantList list = plain(dictionaries).toList();
    entries.reserve(list.size());
    for (const QVariant& dictionary : list)
        update(entries.emplace_back(), dictionary.toMap());
    return entries;
}

void read(const QVariant& value, QList<LayerInfo>& out)
{
    out = listFrom<LayerInfo>(value);
}

void read(const QVariant& value, QList<ConnectionInfo>& out)
{
    out = listFrom<ConnectionInfo>(value);
}

} // namespace

QString ErrorInfo::shortName() const
{
    return name.mid(name.lastIndexOf(QLatin1Char('.')) + 1);
}

QString ErrorInfo::detail() const
{
    QString line = call;
    if (!object.isEmpty())
        line += (line.isEmpty() ? QString() : QStringLiteral(" ")) + object;
    if (number != 0) {
        line += (line.isEmpty() ? QString() : QStringLiteral(": ")) + numberText;
        line += QStringLiteral(" (errno %1)").arg(number);
    }
    return line;
}

void update(ErrorInfo& error, const QVariantMap& map)
{
    take(map, "name", error.name);
    take(map, "text", error.text);
    take(map, "call", error.call);
    take(map, "object", error.object);
    take(map, "errno", error.number);
    take(map, "errnoText", error.numberText);
    take(map, "step", error.step);
}

void update(LimitEvents& events, const QVariantMap& map)
{
    take(map, "oom", events.oom);
    take(map, "oomKills", events.oomKills);
    take(map, "memoryMax", events.memoryMax);
    take(map, "memoryHigh", events.memoryHigh);
    take(map, "pidsMax", events.pidsMax);
}

void update(HealthInfo& health, const QVariantMap& map)
{
    take(map, "status", health.status);
    take(map, "failures", health.failures);
    take(map, "exitStatus", health.exitStatus);
    take(map, "output", health.output);
    take(map, "since", health.since);
}

void update(WorkloadInfo& workload, const QVariantMap& properties)
{
    take(properties, "Id", workload.id);
    take(properties, "Name", workload.name);
    take(properties, "Kind", workload.kind);
    if (const auto it = properties.find(QStringLiteral("State")); it != properties.end())
        read(*it, workloadStates, workload.state);
    take(properties, "Leader", workload.leader);
    take(properties, "Owner", workload.owner);
    take(properties, "OwnerName", workload.ownerName);
    take(properties, "Created", workload.created);
    take(properties, "Started", workload.started);
    take(properties, "Finished", workload.finished);
    take(properties, "Restarts", workload.restarts);
    take(properties, "NextTry", workload.nextTry);
    take(properties, "ExitStatus", workload.exitStatus);
    take(properties, "ExitReason", workload.exitReason);
    take(properties, "LastError", workload.lastError);
    take(properties, "TrashedUntil", workload.trashedUntil);
    take(properties, "Image", workload.image);
    take(properties, "Command", workload.command);
    take(properties, "Hostname", workload.hostname);
    take(properties, "Cgroup", workload.cgroup);
    take(properties, "LimitEvents", workload.limitEvents);
    take(properties, "Health", workload.health);
    take(properties, "Spec", workload.spec);
    take(properties, "Pending", workload.pending);
    take(properties, "Sessions", workload.sessions);
    take(properties, "Connections", workload.connections);
    take(properties, "Steps", workload.steps);
}

void update(ImageInfo& image, const QVariantMap& properties)
{
    take(properties, "Name", image.name);
    take(properties, "Description", image.description);
    take(properties, "Available", image.available);
    take(properties, "Reason", image.reason);
    take(properties, "Command", image.command);
    take(properties, "Layers", image.layers);
}

void update(JobInfo& job, const QVariantMap& properties)
{
    take(properties, "Operation", job.operation);
    take(properties, "Workload", job.workload);
    take(properties, "WorkloadName", job.workloadName);
    if (const auto it = properties.find(QStringLiteral("State")); it != properties.end())
        read(*it, jobStates, job.state);
    take(properties, "Progress", job.progress);
    take(properties, "ProgressValid", job.progressValid);
    take(properties, "Steps", job.steps);
    take(properties, "Error", job.error);
    take(properties, "StartedByUid", job.startedByUid);
    take(properties, "StartedAt", job.startedAt);
    take(properties, "FinishedAt", job.finishedAt);
}

void update(NetworkInfo& network, const QVariantMap& properties)
{
    take(properties, "Name", network.name);
    take(properties, "Kind", network.kind);
    take(properties, "Owner", network.owner);
    take(properties, "Created", network.created);
    take(properties, "Subnet", network.subnet);
    take(properties, "Subnet6", network.subnet6);
    take(properties, "Gateway", network.gateway);
    take(properties, "Gateway6", network.gateway6);
    take(properties, "Interface", network.interface);
    take(properties, "Mtu", network.mtu);
    take(properties, "Domain", network.domain);
    take(properties, "Names", network.names);
    take(properties, "NamesReason", network.namesReason);
    take(properties, "Hindrances", network.hindrances);
    take(properties, "State", network.state);
    take(properties, "Reaches", network.reaches);
    take(properties, "Steps", network.steps);
}

QList<StepInfo> stepsFrom(const QVariant& dictionaries)
{
    auto steps = listFrom<StepInfo>(dictionaries);
    for (qsizetype i = 0; i < steps.size(); ++i)
        if (steps[i].index < 0)
            steps[i].index = int(i);
    return steps;
}

QList<SessionInfo> sessionsFrom(const QVariant& dictionaries)
{
    return listFrom<SessionInfo>(dictionaries);
}

QList<FeatureInfo> featuresFrom(const QVariant& dictionaries)
{
    return listFrom<FeatureInfo>(dictionaries);
}

QString nameOf(WorkloadState state)
{
    return QLatin1String(workloadStates.at(std::size_t(state)));
}

QString nameOf(JobState state)
{
    return QLatin1String(jobStates.at(std::size_t(state)));
}

} // namespace vitrine::api
