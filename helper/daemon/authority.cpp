// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/authority.h"

#include <QDBusArgument>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QVariantMap>

namespace vitrine::daemon {

/// polkit's (sa{sv})
struct Subject {
    QString kind;
    QVariantMap details;
};

/// polkit's (bba{ss})
struct Verdict {
    bool authorised = false;
    bool challenge = false;
    Details details;
};

QDBusArgument& operator<<(QDBusArgument& argument, const Subject& subject)
{
    argument.beginStructure();
    argument << subject.kind << subject.details;
    argument.endStructure();
    return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, Subject& subject)
{
    argument.beginStructure();
    argument >> subject.kind >> subject.details;
    argument.endStructure();
    return argument;
}

QDBusArgument& operator<<(QDBusArgument& argument, const Verdict& verdict)
{
    argument.beginStructure();
    argument << verdict.authorised << verdict.challenge << verdict.details;
    argument.endStructure();
    return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, Verdict& verdict)
{
    argument.beginStructure();
    argument >> verdict.authorised >> verdict.challenge >> verdict.details;
    argument.endStructure();
    return argument;
}

} // namespace vitrine::daemon

Q_DECLARE_METATYPE(vitrine::daemon::Subject)
Q_DECLARE_METATYPE(vitrine::daemon::Verdict)

namespace vitrine::daemon {

namespace {

const QString polkitService = QStringLiteral("org.freedesktop.PolicyKit1");
const QString polkitPath = QStringLiteral("/org/freedesktop/PolicyKit1/Authority");
const QString polkitInterface = QStringLiteral("org.freedesktop.PolicyKit1.Authority");

constexpr uint allowUserInteraction = 1; // of CheckAuthorizationFlags
constexpr int noTimeout = 0x7fffffff; // DBUS_TIMEOUT_INFINITE: a person may be typing a password

Result<void> resultOf(const QDBusPendingReply<Verdict>& reply, Action action)
{
    const std::string identifier = identifierOf(action);
    if (reply.isError())
        return Error::of(ErrorKind::NotAuthorized, identifier,
            "polkit did not answer (" + reply.error().message().toStdString() + ")");
    const Verdict verdict = reply.value();
    if (verdict.authorised)
        return {};
    if (verdict.details.contains(QStringLiteral("polkit.dismissed")))
        return Error::of(ErrorKind::NotAuthorized, identifier, "The authentication was dismissed");
    if (verdict.challenge)
        return Error::of(ErrorKind::NotAuthorized, identifier,
            "This needs authentication and no authentication agent is running");
    return Error::of(ErrorKind::NotAuthorized, identifier, "You are not allowed to do this");
}

} // namespace

const char* identifierOf(Action action)
{
    switch (action) {
    case Action::InspectAll:
        return "org.vitrine.inspect-all";
    case Action::CreateOwn:
        return "org.vitrine.create-own";
    case Action::ControlOwn:
        return "org.vitrine.control-own";
    case Action::ManageOthers:
        return "org.vitrine.manage-others";
    case Action::HostPath:
        return "org.vitrine.host-path";
    case Action::DevicePassthrough:
        return "org.vitrine.device-passthrough";
    case Action::HostNetwork:
        return "org.vitrine.host-network";
    case Action::NetworkManage:
        return "org.vitrine.network-manage";
    case Action::HostSysctl:
        return "org.vitrine.host-sysctl";
    case Action::Privileged:
        break;
    }
    return "org.vitrine.privileged";
}

Authority::Authority(const std::optional<QDBusConnection>& bus)
    : m_bus(bus)
{
    qDBusRegisterMetaType<Details>();
    qDBusRegisterMetaType<Subject>();
    qDBusRegisterMetaType<Verdict>();
    if (m_bus)
        m_bus->connect(polkitService, polkitPath, polkitInterface, QStringLiteral("Changed"), this,
            SIGNAL(rulesChanged()));
}

void Authority::check(const QString& busName, Action action, const Details& details,
    Interaction interaction, QObject* context, std::function<void(Result<void>)> next)
{
    if (!m_bus) {
        next({});
        return;
    }
    auto message = QDBusMessage::createMethodCall(
        polkitService, polkitPath, polkitInterface, QStringLiteral("CheckAuthorization"));
    const Subject subject { QStringLiteral("system-bus-name"), { { "name", busName } } };
    const uint flags = interaction == Interaction::Allowed ? allowUserInteraction : 0;
    message.setArguments({ QVariant::fromValue(subject), QString::fromLatin1(identifierOf(action)),
        QVariant::fromValue(details), flags, QString() });
    auto* watcher = new QDBusPendingCallWatcher(m_bus->asyncCall(message, noTimeout), context);
    connect(watcher, &QDBusPendingCallWatcher::finished, context,
        [action, next = std::move(next)](QDBusPendingCallWatcher* self) {
            self->deleteLater();
            next(resultOf(*self, action));
        });
}

} // namespace vitrine::daemon
