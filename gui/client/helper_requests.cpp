// SPDX-License-Identifier: GPL-3.0-or-later
// What can be asked of the helper, as helper/api/*.xml has it.
#include "gui/client/bus_names.h"
#include "gui/client/guarded_call.h"
#include "gui/client/helper_client.h"
#include "gui/client/volume_sources.h"
#include "helper/api/dictionaries.h"

namespace vitrine {

namespace {

/// MAP as the bus wants it: "environment" is a{ss}, not a{sv}; lists of dictionaries
/// are aa{sv}.
QVariantMap wireForm(QVariantMap map)
{
    if (const auto it = map.find(QStringLiteral("environment")); it != map.end()) {
        QMap<QString, QString> environment;
        const QVariantMap entries = it->toMap();
        for (auto entry = entries.begin(); entry != entries.end(); ++entry)
            environment.insert(entry.key(), entry.value().toString());
        *it = QVariant::fromValue(environment);
    }
    for (const char* name : { "volumes", "tmpfs", "networks", "ports" }) {
        const auto it = map.find(QLatin1String(name));
        if (it == map.end())
            continue;
        api::Dictionaries list;
        for (const QVariant& entry : it->toList())
            list.append(entry.toMap());
        *it = QVariant::fromValue(list);
    }
    return map;
}

/// Passes on an answer that is an object path as a string.
Answer<QDBusObjectPath> pathTo(Answer<QString> answer)
{
    return [answer = std::move(answer)](const Reply<QDBusObjectPath>& reply) {
        answer({ reply.error, reply.value.path() });
    };
}

} // namespace

void HelperClient::listWorkloads(QObject* context, Answer<api::WorkloadRows> answer)
{
    const auto message = methodCall(
        names::root, names::manager, QStringLiteral("ListWorkloads"), { QVariantMap() });
    guardedCall<api::WorkloadRows>(m_connection, message, context, std::move(answer));
}

void HelperClient::plan(
    const QVariantMap& spec, QObject* context, Answer<QList<api::StepInfo>> answer)
{
    requestPlan("Plan", spec, context, std::move(answer));
}

void HelperClient::planNetwork(
    const QVariantMap& spec, QObject* context, Answer<QList<api::StepInfo>> answer)
{
    requestPlan("PlanNetwork", spec, context, std::move(answer));
}

void HelperClient::requestPlan(const char* method, const QVariantMap& spec, QObject* context,
    Answer<QList<api::StepInfo>> answer)
{
    const auto message = methodCall(
        names::root, names::manager, QLatin1String(method), { wireForm(spec), QVariantMap() });
    guardedCall<api::Dictionaries>(
        m_connection, message, context, [answer](const Reply<api::Dictionaries>& reply) {
            Reply<QList<api::StepInfo>> steps { reply.error, {} };
            if (reply)
                steps.value = api::stepsFrom(QVariant::fromValue(reply.value));
            answer(steps);
        });
}

/// The system's helper takes no paths of this computer, but what was opened with the user's rights.
std::optional<api::ErrorInfo> HelperClient::openSources(QVariantMap& spec) const
{
    if (m_mode != QLatin1String("system"))
        return {};
    return openVolumeSources(spec);
}

void HelperClient::create(
    const QVariantMap& spec, const QVariantMap& options, QObject* context, Answer<QString> answer)
{
    QVariantMap given = spec;
    if (const auto error = openSources(given)) {
        answer({ *error, {} });
        return;
    }
    const auto message = methodCall(
        names::root, names::manager, QStringLiteral("Create"), { wireForm(given), options });
    guardedCall<QDBusObjectPath>(m_connection, message, context, pathTo(std::move(answer)));
}

void HelperClient::createNetwork(
    const QVariantMap& spec, const QVariantMap& options, QObject* context, Answer<QString> answer)
{
    const auto message = methodCall(
        names::root, names::manager, QStringLiteral("CreateNetwork"), { spec, options });
    guardedCall<QDBusObjectPath>(m_connection, message, context, pathTo(std::move(answer)));
}

void HelperClient::deleteNetwork(const QString& network, QObject* context, Answer<QString> answer)
{
    const auto message
        = methodCall(network, names::network, QStringLiteral("Delete"), { QVariantMap() });
    guardedCall<QDBusObjectPath>(m_connection, message, context, pathTo(std::move(answer)));
}

void HelperClient::setReach(const QString& network, const QString& other, bool allowed,
    QObject* context, Answer<QString> answer)
{
    const auto message = methodCall(network, names::network,
        allowed ? QStringLiteral("Allow") : QStringLiteral("Deny"),
        { QVariant::fromValue(QDBusObjectPath(other)), QVariantMap() });
    guardedCall<QDBusObjectPath>(m_connection, message, context, pathTo(std::move(answer)));
}

void HelperClient::followPacket(const QVariantMap& packet, const QVariantMap& options,
    QObject* context, Answer<api::PacketPath> answer)
{
    const auto message = methodCall(
        names::root, names::manager, QStringLiteral("FollowPacket"), { packet, options });
    guardedCall<QVariantMap>(m_connection, message, context,
        [answer = std::move(answer)](const Reply<QVariantMap>& reply) {
            answer({ reply.error, api::packetPathFrom(reply.value) });
        });
}

void HelperClient::capture(
    const QVariantMap& link, QObject* context, Answer<QDBusUnixFileDescriptor> answer)
{
    guardedCall<QDBusUnixFileDescriptor>(m_connection,
        methodCall(names::root, names::manager, QStringLiteral("Capture"), { link, QVariantMap() }),
        context, std::move(answer));
}

void HelperClient::operate(const QString& workload, const QString& method,
    const QVariantMap& options, QObject* context, Answer<QString> answer)
{
    const auto message = methodCall(workload, names::workload, method, { options });
    guardedCall<QDBusObjectPath>(m_connection, message, context, pathTo(std::move(answer)));
}

void HelperClient::setLimits(const QString& workload, const QVariantMap& limits,
    const QVariantMap& options, QObject* context, Answer<QString> answer)
{
    const auto message
        = methodCall(workload, names::container, QStringLiteral("SetLimits"), { limits, options });
    guardedCall<QDBusObjectPath>(m_connection, message, context, pathTo(std::move(answer)));
}

void HelperClient::rename(
    const QString& workload, const QString& name, QObject* context, Answer<QString> answer)
{
    const auto message
        = methodCall(workload, names::workload, QStringLiteral("Rename"), { name, QVariantMap() });
    guardedCall<QDBusObjectPath>(m_connection, message, context, pathTo(std::move(answer)));
}

void HelperClient::clone(
    const QString& workload, const QString& name, QObject* context, Answer<QString> answer)
{
    const auto message
        = methodCall(workload, names::workload, QStringLiteral("Clone"), { name, QVariantMap() });
    guardedCall<QDBusObjectPath>(m_connection, message, context, pathTo(std::move(answer)));
}

void HelperClient::change(const QString& workload, const QVariantMap& changes,
    const QStringList& reset, QObject* context, Answer<QString> answer)
{
    QVariantMap given = changes;
    if (const auto error = openSources(given)) {
        answer({ *error, {} });
        return;
    }
    QVariantMap options;
    if (!reset.isEmpty())
        options.insert(QStringLiteral("reset"), reset);
    const auto message = methodCall(
        workload, names::container, QStringLiteral("Update"), { wireForm(given), options });
    guardedCall<QDBusObjectPath>(m_connection, message, context, pathTo(std::move(answer)));
}

void HelperClient::restore(const QString& workload, QObject* context, Answer<Nothing> answer)
{
    guardedCall<Nothing>(m_connection,
        methodCall(workload, names::workload, QStringLiteral("Restore"), { QVariantMap() }),
        context, std::move(answer));
}

void HelperClient::cancelJob(const QString& job, QObject* context, Answer<Nothing> answer)
{
    guardedCall<Nothing>(m_connection,
        methodCall(job, names::job, QStringLiteral("Cancel"), { QVariantMap() }), context,
        std::move(answer));
}

void HelperClient::openConsole(
    const QString& workload, QObject* context, Answer<QDBusUnixFileDescriptor> answer)
{
    guardedCall<QDBusUnixFileDescriptor>(m_connection,
        methodCall(workload, names::workload, QStringLiteral("OpenConsole"), { QVariantMap() }),
        context, std::move(answer));
}

void HelperClient::openLogs(const QString& workload, const QVariantMap& options, QObject* context,
    Answer<QDBusUnixFileDescriptor> answer)
{
    guardedCall<QDBusUnixFileDescriptor>(m_connection,
        methodCall(workload, names::workload, QStringLiteral("OpenLogs"), { options }), context,
        std::move(answer));
}

void HelperClient::exec(const QString& workload, const QVariantMap& options, QObject* context,
    Answer<QDBusUnixFileDescriptor> answer)
{
    guardedCall<QDBusUnixFileDescriptor>(m_connection,
        methodCall(workload, names::container, QStringLiteral("Exec"), { wireForm(options) }),
        context, std::move(answer));
}

void HelperClient::attachSession(const QString& workload, const QString& session, QObject* context,
    Answer<QDBusUnixFileDescriptor> answer)
{
    guardedCall<QDBusUnixFileDescriptor>(m_connection,
        methodCall(workload, names::container, QStringLiteral("AttachSession"),
            { session, QVariantMap() }),
        context, std::move(answer));
}

void HelperClient::signalSession(const QString& workload, const QString& session,
    const QString& signal, QObject* context, Answer<Nothing> answer)
{
    guardedCall<Nothing>(m_connection,
        methodCall(workload, names::container, QStringLiteral("SignalSession"),
            { session, signal, QVariantMap() }),
        context, std::move(answer));
}

void HelperClient::openObserve(
    const QVariantMap& options, QObject* context, Answer<QDBusUnixFileDescriptor> answer)
{
    guardedCall<QDBusUnixFileDescriptor>(m_connection,
        methodCall(names::root, names::manager, QStringLiteral("OpenObserve"), { options }),
        context, std::move(answer));
}

void HelperClient::openStats(
    const QVariantMap& options, QObject* context, Answer<QDBusUnixFileDescriptor> answer)
{
    guardedCall<QDBusUnixFileDescriptor>(m_connection,
        methodCall(names::root, names::manager, QStringLiteral("OpenStats"), { options }), context,
        std::move(answer));
}

} // namespace vitrine
