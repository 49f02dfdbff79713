// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/network_plug.h"

#include "gui/models/network_list_model.h"
#include "gui/models/network_texts.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace vitrine {

namespace {

struct NetworkPlug {
    Q_DECLARE_TR_FUNCTIONS(NetworkPlug)
};

QJsonObject specOf(const api::WorkloadInfo& workload)
{
    return QJsonDocument::fromJson(workload.spec.toUtf8()).object();
}

QVariantList entriesOf(const api::WorkloadInfo& workload)
{
    return specOf(workload).value(QLatin1String("networks")).toArray().toVariantList();
}

qsizetype indexIn(const QVariantList& entries, const QString& name)
{
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const QVariant& entry) {
        return entry.toMap().value(QStringLiteral("network")).toString() == name;
    });
    return found == entries.end() ? -1 : found - entries.begin();
}

/// ENTRY with the addresses that WORKLOAD has there.
QVariantMap withAddresses(QVariantMap entry, const api::WorkloadInfo& workload)
{
    const QString name = entry.value(QStringLiteral("network")).toString();
    for (const auto& connection : workload.connections) {
        if (connection.name != name)
            continue;
        for (const auto& [key, text] : { std::pair("address", connection.address),
                 std::pair("address6", connection.address6), std::pair("mac", connection.mac) })
            if (!text.isEmpty())
                entry.insert(QLatin1String(key), text);
    }
    return entry;
}

} // namespace

QVariantList networksWith(const api::WorkloadInfo& workload, const QString& name)
{
    QVariantList entries = entriesOf(workload);
    if (indexIn(entries, name) < 0)
        entries.append(QVariantMap { { QStringLiteral("network"), name } });
    return entries;
}

QVariantList networksWithout(const api::WorkloadInfo& workload, const QString& name)
{
    QVariantList entries = entriesOf(workload);
    if (const auto at = indexIn(entries, name); at >= 0)
        entries.removeAt(at);
    return entries;
}

QVariantList networksMoved(
    const api::WorkloadInfo& workload, const QString& from, const QString& to)
{
    QVariantList entries = entriesOf(workload);
    const auto at = indexIn(entries, from);
    if (at < 0)
        return networksWith(workload, to);
    QVariantMap entry = entries[at].toMap();
    for (const char* key : { "address", "address6", "mac" })
        entry.remove(QLatin1String(key));
    entry.insert(QStringLiteral("network"), to);
    entries[at] = entry;
    return entries;
}

QVariantList networksBefore(const api::WorkloadInfo& workload, const api::WorkloadInfo& before,
    const QString& added, const QString& removed)
{
    QVariantList entries = entriesOf(workload);
    if (const auto at = indexIn(entries, added); at >= 0)
        entries.removeAt(at);
    const QVariantList earlier = entriesOf(before);
    const auto was = indexIn(earlier, removed);
    if (was >= 0 && indexIn(entries, removed) < 0)
        entries.insert(std::min(was, entries.size()), withAddresses(earlier[was].toMap(), before));
    return entries;
}

QString whyNotConnected(const api::WorkloadInfo& workload, const api::NetworkInfo& network,
    const NetworkListModel& networks)
{
    if (networksIn(specOf(workload)).contains(network.name))
        return NetworkPlug::tr("“%1” is in “%2” already.").arg(workload.name, network.name);
    const auto* meant = networks.meant(network.name, workload.owner);
    if (!meant || meant->path != network.path)
        return NetworkPlug::tr(
            "To the owner of “%1” another network is called “%2”, or they have none.")
            .arg(workload.name, network.name);
    return {};
}

QString whyNotDisconnected(const api::WorkloadInfo& workload, const QString& name)
{
    const QJsonObject spec = specOf(workload);
    if (networksIn(spec) == QStringList { name }
        && !spec.value(QLatin1String("ports")).toArray().isEmpty())
        return NetworkPlug::tr("Published ports of “%1” lead through “%2”, the only network that "
                               "it is in: remove them first, by Edit.")
            .arg(workload.name, name);
    return {};
}

} // namespace vitrine
