// SPDX-License-Identifier: GPL-3.0-or-later
// The console and the log of a container, and what is executed beside its first process.
#include "helper/daemon/container_object.h"
#include "helper/daemon/streams.h"
#include "helper/daemon/wire.h"

namespace vitrine::daemon {

namespace {

constexpr qsizetype maximumIdLength = 64; ///< longer ones name nothing

} // namespace

void ContainerObject::setSessions(const nlohmann::json& sessions)
{
    set("Sessions", QVariant::fromValue(sessionsFrom(sessions)));
}

QDBusUnixFileDescriptor ContainerObject::OpenConsole(const QVariantMap& options)
{
    serve("console", options, schemas::nothing(),
        [this](const Call& call, const Caller& caller, const nlohmann::json&) {
            m_parts.streams.open(call, caller, "console", { { "container", m_id } });
        });
    return {};
}

QDBusUnixFileDescriptor ContainerObject::OpenLogs(const QVariantMap& options)
{
    serve("logs", options, schemas::logs(),
        [this](const Call& call, const Caller& caller, const nlohmann::json& arguments) {
            nlohmann::json request = arguments;
            request["container"] = m_id;
            m_parts.streams.open(call, caller, "logs", request);
        });
    return {};
}

QDBusUnixFileDescriptor ContainerObject::Exec(const QVariantMap& options)
{
    serve("exec", options, schemas::exec(),
        [this](const Call& call, const Caller& caller, const nlohmann::json& arguments) {
            nlohmann::json request = arguments;
            request["container"] = m_id;
            m_parts.streams.open(call, caller, "exec", request);
        });
    return {};
}

QDBusUnixFileDescriptor ContainerObject::AttachSession(
    const QString& session, const QVariantMap& options)
{
    serve("attach", options, schemas::nothing(),
        [this, session](const Call& call, const Caller& caller, const nlohmann::json&) {
            m_parts.streams.open(call, caller, "attach",
                { { "container", m_id },
                    { "session", session.left(maximumIdLength).toStdString() } });
        });
    return {};
}

void ContainerObject::SignalSession(
    const QString& session, const QString& signal, const QVariantMap& options)
{
    serve("signal", options, schemas::nothing(),
        [=, this](const Call& call, const Caller&, const nlohmann::json&) {
            m_parts.launcher.call("signal",
                { { "container", m_id }, { "session", session.left(maximumIdLength).toStdString() },
                    { "signal", signal.left(maximumIdLength).toStdString() } },
                [call](const LauncherLink::Outcome& outcome) {
                    if (outcome.reply)
                        call.reply();
                    else
                        call.fail(outcome.reply.error());
                });
        });
}

} // namespace vitrine::daemon
