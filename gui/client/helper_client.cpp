// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/client/helper_client.h"

#include "gui/client/bus_names.h"
#include "gui/client/guarded_call.h"
#include "helper/api/dictionaries.h"

#include <QDBusMetaType>

namespace vitrine {

namespace {

QDBusConnection connectionTo(HelperClient::Bus bus)
{
    return bus == HelperClient::Bus::System ? QDBusConnection::systemBus()
                                            : QDBusConnection::sessionBus();
}

bool isOf(const QString& path, QLatin1String kind)
{
    return path.startsWith(names::root + kind);
}

} // namespace

HelperClient::HelperClient(Bus bus, Objects objects, QObject* parent)
    : QObject(parent)
    , m_bus(bus)
    , m_objects(objects)
    , m_connection(connectionTo(bus))
    , m_finder(m_connection,
          bus == Bus::System ? HelperFinder::Program::IsAService : HelperFinder::Program::MayBeRun)
{
    connect(&m_finder, &HelperFinder::ownerFound, this, &HelperClient::setOwner);
    connect(&m_finder, &HelperFinder::failed, this,
        [this](const api::ErrorInfo& why) { setState(State::NoHelper, why); });
    api::registerTypes();
    // QtDBus looks up the types of a slot by name, which only registered types have.
    qRegisterMetaType<QDBusObjectPath>("QDBusObjectPath");
    qRegisterMetaType<Interfaces>("vitrine::Interfaces");
    qDBusRegisterMetaType<Interfaces>();
    qDBusRegisterMetaType<ManagedObjects>();
    qDBusRegisterMetaType<QMap<QString, QString>>();
}

HelperClient::~HelperClient() = default;

void HelperClient::start()
{
    if (!m_connection.isConnected()) {
        setState(State::NoBus,
            { m_connection.lastError().name(), m_connection.lastError().message(), {}, {}, 0, {},
                -1 });
        return;
    }
    dropOwner();
    setState(State::Connecting);
    m_finder.look();
}

void HelperClient::dropOwner()
{
    if (m_owner.isEmpty())
        return;
    if (m_objects == Objects::Followed && !subscribe(Subscription::Off))
        qWarning("vitrine: some subscriptions to the helper were not there");
    forget();
    m_owner.clear();
}

void HelperClient::setOwner(const QString& owner)
{
    if (owner == m_owner)
        return;
    dropOwner();
    m_owner = owner;
    if (m_owner.isEmpty()) {
        setState(State::NoHelper,
            { QStringLiteral("org.freedesktop.DBus.Error.NameHasNoOwner"),
                tr("The helper has ended."), {}, {}, 0, {}, -1 });
        return;
    }
    if (m_objects == Objects::Unknown)
        return setState(State::Connected);
    setState(State::Connecting);
    if (!subscribe(Subscription::On)) {
        setState(State::NoHelper,
            { QStringLiteral("org.freedesktop.DBus.Error.Failed"),
                tr("The helper's signals cannot be received."), {}, {}, 0, {}, -1 });
        return;
    }
    const auto message
        = methodCall(names::root, names::objectManager, QStringLiteral("GetManagedObjects"), {});
    guardedCall<ManagedObjects>(
        m_connection, message, this, [this, owner](const Reply<ManagedObjects>& reply) {
            if (owner != m_owner)
                return;
            if (!reply)
                return setState(State::NoHelper, *reply.error);
            loadObjects(reply.value);
        });
}

bool HelperClient::subscribe(Subscription subscription)
{
    const auto link
        = [&](const QString& path, QLatin1String interface, const char* name, const char* slot) {
              const QString interfaceName = interface;
              const QString signal = QLatin1String(name);
              return subscription == Subscription::On
                  ? m_connection.connect(m_owner, path, interfaceName, signal, this, slot)
                  : m_connection.disconnect(m_owner, path, interfaceName, signal, this, slot);
          };
    const bool added = link(names::root, names::objectManager, "InterfacesAdded",
        SLOT(addInterfaces(QDBusObjectPath, vitrine::Interfaces)));
    const bool removed = link(names::root, names::objectManager, "InterfacesRemoved",
        SLOT(removeInterfaces(QDBusObjectPath, QStringList)));
    const bool changed = link(QString(), names::properties, "PropertiesChanged",
        SLOT(changeProperties(QString, QVariantMap, QStringList, QDBusMessage)));
    const bool limits = link(QString(), names::container, "LimitReached",
        SLOT(tellLimit(QString, qulonglong, QVariantMap, QDBusMessage)));
    return added && removed && changed && limits;
}

void HelperClient::loadObjects(const ManagedObjects& objects)
{
    for (auto it = objects.begin(); it != objects.end(); ++it)
        addInterfaces(it.key(), it.value());
    // The root may be left out of its own ObjectManager: ask it in any case.
    const auto message = methodCall(
        names::root, names::properties, QStringLiteral("GetAll"), { QString(names::manager) });
    guardedCall<QVariantMap>(m_connection, message, this, [this](const Reply<QVariantMap>& reply) {
        if (!reply)
            return setState(State::NoHelper, *reply.error);
        const bool features = updateManager(reply.value);
        setState(State::Connected);
        if (features)
            emit featuresChanged();
    });
}

void HelperClient::addInterfaces(const QDBusObjectPath& path, const Interfaces& interfaces)
{
    QVariantMap properties;
    for (const QVariantMap& map : interfaces)
        properties.insert(map);
    updateObject(path.path(), properties);
}

void HelperClient::removeInterfaces(const QDBusObjectPath& objectPath, const QStringList&)
{
    const QString path = objectPath.path();
    if (m_workloads.remove(path))
        emit workloadRemoved(path);
    else if (m_images.remove(path))
        emit imageRemoved(path);
    else if (m_networks.remove(path))
        emit networkRemoved(path);
    else if (m_jobs.remove(path))
        emit jobRemoved(path);
}

void HelperClient::changeProperties(const QString& interface, const QVariantMap& changed,
    const QStringList& invalidated, const QDBusMessage& message)
{
    const QString path = message.path();
    updateObject(path, changed);
    if (invalidated.isEmpty())
        return;
    const auto request
        = methodCall(path, names::properties, QStringLiteral("GetAll"), { interface });
    guardedCall<QVariantMap>(
        m_connection, request, this, [this, path](const Reply<QVariantMap>& reply) {
            if (reply)
                updateObject(path, reply.value); // else the object is gone, which a signal says
        });
}

void HelperClient::tellLimit(
    const QString& kind, qulonglong count, const QVariantMap& details, const QDBusMessage& message)
{
    api::LimitReached event { kind, count, 0, {}, 0 };
    event.limit = details.value(QStringLiteral("limit")).toULongLong();
    event.process = details.value(QStringLiteral("process")).toString();
    event.pid = details.value(QStringLiteral("pid")).toUInt();
    emit limitReached(message.path(), event);
}

void HelperClient::updateObject(const QString& path, const QVariantMap& properties)
{
    if (isOf(path, QLatin1String("/containers/"))) {
        auto& workload = m_workloads[path];
        workload.path = path;
        update(workload, properties);
        emit workloadChanged(workload);
    } else if (isOf(path, QLatin1String("/images/"))) {
        auto& image = m_images[path];
        image.path = path;
        update(image, properties);
        emit imageChanged(image);
    } else if (isOf(path, QLatin1String("/networks/"))) {
        auto& network = m_networks[path];
        network.path = path;
        update(network, properties);
        emit networkChanged(network);
    } else if (isOf(path, QLatin1String("/jobs/"))) {
        auto& job = m_jobs[path];
        job.path = path;
        update(job, properties);
        emit jobChanged(job);
    } else if (path == names::root && updateManager(properties)) {
        emit featuresChanged();
    }
}

bool HelperClient::updateManager(const QVariantMap& properties)
{
    const auto version = properties.find(QStringLiteral("Version"));
    if (version != properties.end())
        m_version = version->toString();
    const auto mode = properties.find(QStringLiteral("Mode"));
    if (mode != properties.end())
        m_mode = mode->toString();
    const auto features = properties.find(QStringLiteral("Features"));
    if (features == properties.end())
        return false;
    m_features = api::featuresFrom(*features);
    return true;
}

void HelperClient::forget()
{
    m_workloads.clear();
    m_images.clear();
    m_networks.clear();
    m_jobs.clear();
    m_features.clear();
    emit reset();
}

void HelperClient::setState(State state, const api::ErrorInfo& failure)
{
    if (state == m_state && failure == m_failure)
        return;
    m_state = state;
    m_failure = failure;
    emit stateChanged();
}

const api::WorkloadInfo* HelperClient::findWorkload(const QString& name) const
{
    const api::WorkloadInfo* found = nullptr;
    for (const auto& workload : m_workloads) {
        if (workload.id == name)
            return &workload;
        // A trashed one gives way to a living one of the same name.
        if (workload.name == name && (!found || found->trashedUntil != 0))
            found = &workload;
    }
    return found;
}

QDBusMessage HelperClient::methodCall(const QString& path, QLatin1String interface,
    const QString& method, const QVariantList& arguments) const
{
    auto message = QDBusMessage::createMethodCall(
        m_owner.isEmpty() ? QString(names::service) : m_owner, path, interface, method);
    message.setArguments(arguments);
    message.setInteractiveAuthorizationAllowed(true);
    return message;
}

} // namespace vitrine
