// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/delegation.h"

#include <QDBusArgument>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QList>

namespace vitrine::daemon {

/// systemd's (sv)
struct UnitProperty {
    QString name;
    QDBusVariant value;
};

/// systemd's (sa(sv)), of which we send none.
struct AuxiliaryUnit {
    QString name;
    QList<UnitProperty> properties;
};

QDBusArgument& operator<<(QDBusArgument& argument, const UnitProperty& property)
{
    argument.beginStructure();
    argument << property.name << property.value;
    argument.endStructure();
    return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, UnitProperty& property)
{
    argument.beginStructure();
    argument >> property.name >> property.value;
    argument.endStructure();
    return argument;
}

QDBusArgument& operator<<(QDBusArgument& argument, const AuxiliaryUnit& unit)
{
    argument.beginStructure();
    argument << unit.name << unit.properties;
    argument.endStructure();
    return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, AuxiliaryUnit& unit)
{
    argument.beginStructure();
    argument >> unit.name >> unit.properties;
    argument.endStructure();
    return argument;
}

} // namespace vitrine::daemon

Q_DECLARE_METATYPE(vitrine::daemon::UnitProperty)
Q_DECLARE_METATYPE(QList<vitrine::daemon::UnitProperty>)
Q_DECLARE_METATYPE(vitrine::daemon::AuxiliaryUnit)
Q_DECLARE_METATYPE(QList<vitrine::daemon::AuxiliaryUnit>)

namespace vitrine::daemon {

namespace {

const QString service = QStringLiteral("org.freedesktop.systemd1");
const QString managerPath = QStringLiteral("/org/freedesktop/systemd1");
const QString managerInterface = QStringLiteral("org.freedesktop.systemd1.Manager");
const QString scopeName = QStringLiteral("vitrine.scope");
const QString leaf = QStringLiteral("/launcher"); // as kernel::launcherLeaf

constexpr int patienceMilliseconds = 5000;

QDBusMessage managerCall(const QString& method)
{
    auto message = QDBusMessage::createMethodCall(service, managerPath, managerInterface, method);
    message.setAutoStartService(false); // a bus without systemd answers at once
    return message;
}

} // namespace

Delegation::Delegation(const QDBusConnection& bus)
    : m_bus(bus)
{
    qDBusRegisterMetaType<UnitProperty>();
    qDBusRegisterMetaType<QList<UnitProperty>>();
    qDBusRegisterMetaType<AuxiliaryUnit>();
    qDBusRegisterMetaType<QList<AuxiliaryUnit>>();
    qDBusRegisterMetaType<QList<uint>>();
    m_patience.setSingleShot(true);
    m_patience.setInterval(patienceMilliseconds);
    connect(&m_patience, &QTimer::timeout, this,
        [this] { finish(QStringLiteral("systemd did not answer in time")); });
    m_bus.connect(service, managerPath, managerInterface, QStringLiteral("JobRemoved"), this,
        SLOT(jobRemoved(uint, QDBusObjectPath, QString, QString)));
}

void Delegation::request(pid_t launcher, std::function<void(const QString&)> done)
{
    m_launcher = launcher;
    m_done = std::move(done);
    m_job.clear();
    ++m_round;
    m_patience.start();
    attach();
}

/// Into the scope that an earlier launcher had, when there still is one.
void Delegation::attach()
{
    auto message = managerCall(QStringLiteral("AttachProcessesToUnit"));
    message.setArguments(
        { scopeName, leaf, QVariant::fromValue(QList<uint> { uint(m_launcher) }) });
    auto* watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
        [this, round = m_round](QDBusPendingCallWatcher* self) {
            self->deleteLater();
            if (round != m_round)
                return;
            const QDBusPendingReply<> reply = *self;
            if (!reply.isError())
                finish({});
            else if (reply.error().type() == QDBusError::ServiceUnknown
                || reply.error().name()
                    == QLatin1String("org.freedesktop.DBus.Error.NameHasNoOwner"))
                finish(QStringLiteral("no systemd serves this session"));
            else
                startScope(OomPolicy::Continue);
        });
}

void Delegation::startScope(OomPolicy policy)
{
    QList<UnitProperty> properties {
        { QStringLiteral("Description"), QDBusVariant(QStringLiteral("Containers of Vitrine")) },
        { QStringLiteral("Delegate"), QDBusVariant(true) },
        { QStringLiteral("CollectMode"), QDBusVariant(QStringLiteral("inactive-or-failed")) },
        { QStringLiteral("PIDs"),
            QDBusVariant(QVariant::fromValue(QList<uint> { uint(m_launcher) })) },
    };
    if (policy == OomPolicy::Continue) // one container's end must not be that of all
        properties.append(
            { QStringLiteral("OOMPolicy"), QDBusVariant(QStringLiteral("continue")) });
    auto message = managerCall(QStringLiteral("StartTransientUnit"));
    message.setArguments({ scopeName, QStringLiteral("fail"), QVariant::fromValue(properties),
        QVariant::fromValue(QList<AuxiliaryUnit>()) });
    auto* watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
        [this, policy, round = m_round](QDBusPendingCallWatcher* self) {
            self->deleteLater();
            if (round != m_round)
                return;
            const QDBusPendingReply<QDBusObjectPath> reply = *self;
            if (!reply.isError())
                m_job = reply.value().path();
            else if (policy == OomPolicy::Continue)
                startScope(OomPolicy::LeaveOut);
            else
                finish(reply.error().message());
        });
}

// systemd tells whoever asked for a job, after its reply.
void Delegation::jobRemoved(uint, const QDBusObjectPath& job, const QString&, const QString& result)
{
    if (m_job.isEmpty() || job.path() != m_job)
        return;
    finish(result == QLatin1String("done")
            ? QString()
            : QStringLiteral("the start of %1 ended as \"%2\"").arg(scopeName, result));
}

void Delegation::finish(const QString& problem)
{
    ++m_round;
    m_job.clear();
    m_patience.stop();
    if (const auto done = std::exchange(m_done, {}))
        done(problem);
}

} // namespace vitrine::daemon
