// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/client/helper_client.h"

#include "gui/client/guarded_call.h"
#include "helper/api/dictionaries.h"

#include <QCoreApplication>
#include <QDBusMetaType>
#include <QDBusServiceWatcher>
#include <QFileInfo>
#include <QProcess>

namespace vitrine {

namespace {

const QString service = QStringLiteral("org.vitrine.Helper1");
const QString rootPath = QStringLiteral("/org/vitrine");
constexpr auto managerInterface = "org.vitrine.Manager1";
constexpr auto workloadInterface = "org.vitrine.Workload1";
constexpr auto containerInterface = "org.vitrine.Container1";
constexpr auto jobInterface = "org.vitrine.Job1";
constexpr auto objectManagerInterface = "org.freedesktop.DBus.ObjectManager";
constexpr auto propertiesInterface = "org.freedesktop.DBus.Properties";
/// Helper calls answer at once (jobs); polkit may ask the user a password first.
constexpr int callTimeout = 120'000;

QDBusConnection connectionTo(HelperClient::Bus bus)
{
    return bus == HelperClient::Bus::System ? QDBusConnection::systemBus()
                                            : QDBusConnection::sessionBus();
}

using Texts = QMap<QString, QString>;

/// MAP as the bus wants it: "environment" is a{ss}, not a{sv}.
QVariantMap wireForm(QVariantMap map)
{
    const auto it = map.find(QStringLiteral("environment"));
    if (it == map.end())
        return map;
    Texts environment;
    const QVariantMap entries = it->toMap();
    for (auto entry = entries.begin(); entry != entries.end(); ++entry)
        environment.insert(entry.key(), entry.value().toString());
    *it = QVariant::fromValue(environment);
    return map;
}

bool isOf(const QString& path, QLatin1String kind)
{
    return path.startsWith(rootPath + kind);
}

} // namespace

HelperClient::HelperClient(Bus bus, QObject* parent)
    : QObject(parent)
    , m_bus(bus)
    , m_connection(connectionTo(bus))
{
    api::registerTypes();
    // QtDBus looks up the types of a slot by name, which only registered types have.
    qRegisterMetaType<QDBusObjectPath>("QDBusObjectPath");
    qRegisterMetaType<Interfaces>("vitrine::Interfaces");
    qDBusRegisterMetaType<Interfaces>();
    qDBusRegisterMetaType<ManagedObjects>();
    qDBusRegisterMetaType<Texts>();
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
    setState(State::Connecting);
    if (!m_watcher) {
        m_watcher = new QDBusServiceWatcher(
            service, m_connection, QDBusServiceWatcher::WatchForOwnerChange, this);
        connect(m_watcher, &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString&, const QString&, const QString& owner) { setOwner(owner); });
    }
    m_spawned = false;
    askForOwner();
}

void HelperClient::askForOwner()
{
    auto message = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.DBus"),
        QStringLiteral("/org/freedesktop/DBus"), QStringLiteral("org.freedesktop.DBus"),
        QStringLiteral("GetNameOwner"));
    message << service;
    call<QString>(message, this, [this](const Reply<QString>& reply) {
        if (reply)
            setOwner(reply.value);
        else if (m_owner.isEmpty())
            activate();
    });
}

void HelperClient::activate()
{
    auto message = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.DBus"),
        QStringLiteral("/org/freedesktop/DBus"), QStringLiteral("org.freedesktop.DBus"),
        QStringLiteral("StartServiceByName"));
    message << service << 0u;
    call<quint32>(message, this, [this](const Reply<quint32>& reply) {
        if (!reply && m_owner.isEmpty())
            spawnHelper(*reply.error);
    });
}

// In session mode the helper needs no privilege and may stand beside this program without being
// installed as a service (build tree, AppImage): start it detached, it goes when it is idle.
void HelperClient::spawnHelper(const api::ErrorInfo& why)
{
    const QString program
        = QCoreApplication::applicationDirPath() + QStringLiteral("/vitrine-helper");
    if (m_bus == Bus::System || m_spawned || !QFileInfo(program).isExecutable()) {
        setState(State::NoHelper, why);
        return;
    }
    m_spawned = true;
    QProcess process;
    process.setProgram(program);
    process.setArguments({ QStringLiteral("--session") });
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(QProcess::nullDevice());
    // Nor ours on standard error: who reads that through a pipe would wait for the helper's end.
    process.setStandardErrorFile(QProcess::nullDevice());
    if (!process.startDetached())
        setState(State::NoHelper,
            { why.name, process.errorString(), QStringLiteral("start"), program, 0, {}, -1 });
}

void HelperClient::setOwner(const QString& owner)
{
    if (owner == m_owner)
        return;
    if (!m_owner.isEmpty()) {
        if (!subscribe(Subscription::Off))
            qWarning("vitrine: some subscriptions to the helper were not there");
        forget();
    }
    m_owner = owner;
    if (m_owner.isEmpty()) {
        setState(State::NoHelper,
            { QStringLiteral("org.freedesktop.DBus.Error.NameHasNoOwner"),
                tr("The helper has ended."), {}, {}, 0, {}, -1 });
        return;
    }
    setState(State::Connecting);
    if (!subscribe(Subscription::On)) {
        setState(State::NoHelper,
            { QStringLiteral("org.freedesktop.DBus.Error.Failed"),
                tr("The helper's signals cannot be received."), {}, {}, 0, {}, -1 });
        return;
    }
    const auto message
        = methodCall(rootPath, objectManagerInterface, QStringLiteral("GetManagedObjects"), {});
    call<ManagedObjects>(message, this, [this, owner](const Reply<ManagedObjects>& reply) {
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
        = [&](const QString& path, const char* interface, const char* name, const char* slot) {
              const QString interfaceName = QLatin1String(interface);
              const QString signal = QLatin1String(name);
              return subscription == Subscription::On
                  ? m_connection.connect(m_owner, path, interfaceName, signal, this, slot)
                  : m_connection.disconnect(m_owner, path, interfaceName, signal, this, slot);
          };
    const bool added = link(rootPath, objectManagerInterface, "InterfacesAdded",
        SLOT(addInterfaces(QDBusObjectPath, vitrine::Interfaces)));
    const bool removed = link(rootPath, objectManagerInterface, "InterfacesRemoved",
        SLOT(removeInterfaces(QDBusObjectPath, QStringList)));
    const bool changed = link(QString(), propertiesInterface, "PropertiesChanged",
        SLOT(changeProperties(QString, QVariantMap, QStringList, QDBusMessage)));
    return added && removed && changed;
}

void HelperClient::loadObjects(const ManagedObjects& objects)
{
    for (auto it = objects.begin(); it != objects.end(); ++it)
        addInterfaces(it.key(), it.value());
    // The root may be left out of its own ObjectManager: ask it in any case.
    const auto message = methodCall(rootPath, propertiesInterface, QStringLiteral("GetAll"),
        { QLatin1String(managerInterface) });
    call<QVariantMap>(message, this, [this](const Reply<QVariantMap>& reply) {
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
        = methodCall(path, propertiesInterface, QStringLiteral("GetAll"), { interface });
    call<QVariantMap>(request, this, [this, path](const Reply<QVariantMap>& reply) {
        if (reply)
            updateObject(path, reply.value); // else the object is gone, which a signal says
    });
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
    } else if (isOf(path, QLatin1String("/jobs/"))) {
        auto& job = m_jobs[path];
        job.path = path;
        update(job, properties);
        emit jobChanged(job);
    } else if (path == rootPath && updateManager(properties)) {
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

QDBusMessage HelperClient::methodCall(const QString& path, const char* interface,
    const QString& method, const QVariantList& arguments) const
{
    auto message = QDBusMessage::createMethodCall(
        m_owner.isEmpty() ? service : m_owner, path, QLatin1String(interface), method);
    message.setArguments(arguments);
    message.setInteractiveAuthorizationAllowed(true);
    return message;
}

template <typename T>
void HelperClient::call(const QDBusMessage& message, QObject* context, Answer<T> answer)
{
    guardedCall<T>(m_connection, message, callTimeout, context, std::move(answer));
}

void HelperClient::plan(
    const QVariantMap& spec, QObject* context, Answer<QList<api::StepInfo>> answer)
{
    const auto message = methodCall(
        rootPath, managerInterface, QStringLiteral("Plan"), { wireForm(spec), QVariantMap() });
    call<api::Dictionaries>(message, context, [answer](const Reply<api::Dictionaries>& reply) {
        Reply<QList<api::StepInfo>> steps { reply.error, {} };
        if (reply)
            steps.value = api::stepsFrom(QVariant::fromValue(reply.value));
        answer(steps);
    });
}

namespace {

/// Passes on an answer that is an object path as a string.
Answer<QDBusObjectPath> pathTo(Answer<QString> answer)
{
    return [answer = std::move(answer)](const Reply<QDBusObjectPath>& reply) {
        answer({ reply.error, reply.value.path() });
    };
}

} // namespace

void HelperClient::create(
    const QVariantMap& spec, const QVariantMap& options, QObject* context, Answer<QString> answer)
{
    const auto message = methodCall(
        rootPath, managerInterface, QStringLiteral("Create"), { wireForm(spec), options });
    call<QDBusObjectPath>(message, context, pathTo(std::move(answer)));
}

void HelperClient::operate(const QString& workload, const QString& method,
    const QVariantMap& options, QObject* context, Answer<QString> answer)
{
    const auto message = methodCall(workload, workloadInterface, method, { options });
    call<QDBusObjectPath>(message, context, pathTo(std::move(answer)));
}

void HelperClient::restore(const QString& workload, QObject* context, Answer<Nothing> answer)
{
    call<Nothing>(
        methodCall(workload, workloadInterface, QStringLiteral("Restore"), { QVariantMap() }),
        context, std::move(answer));
}

void HelperClient::cancelJob(const QString& job, QObject* context, Answer<Nothing> answer)
{
    call<Nothing>(methodCall(job, jobInterface, QStringLiteral("Cancel"), { QVariantMap() }),
        context, std::move(answer));
}

void HelperClient::openConsole(
    const QString& workload, QObject* context, Answer<QDBusUnixFileDescriptor> answer)
{
    call<QDBusUnixFileDescriptor>(
        methodCall(workload, workloadInterface, QStringLiteral("OpenConsole"), { QVariantMap() }),
        context, std::move(answer));
}

void HelperClient::exec(const QString& workload, const QVariantMap& options, QObject* context,
    Answer<QDBusUnixFileDescriptor> answer)
{
    call<QDBusUnixFileDescriptor>(
        methodCall(workload, containerInterface, QStringLiteral("Exec"), { wireForm(options) }),
        context, std::move(answer));
}

void HelperClient::openObserve(
    const QVariantMap& options, QObject* context, Answer<QDBusUnixFileDescriptor> answer)
{
    call<QDBusUnixFileDescriptor>(
        methodCall(rootPath, managerInterface, QStringLiteral("OpenObserve"), { options }), context,
        std::move(answer));
}

void HelperClient::openStats(
    const QVariantMap& options, QObject* context, Answer<QDBusUnixFileDescriptor> answer)
{
    call<QDBusUnixFileDescriptor>(
        methodCall(rootPath, managerInterface, QStringLiteral("OpenStats"), { options }), context,
        std::move(answer));
}

} // namespace vitrine
