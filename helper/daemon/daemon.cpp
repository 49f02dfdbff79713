// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/daemon.h"

#include "helper/daemon/container_object.h"
#include "helper/daemon/image_object.h"
#include "helper/daemon/network_object.h"
#include "helper/daemon/wire.h"

#include <QDBusConnectionInterface>
#include <QDebug>
#include <QRegularExpression>

#include <algorithm>

namespace vitrine::daemon {

namespace {

const QString serviceName = QStringLiteral("org.vitrine.Helper1");
constexpr int idleMilliseconds = 30'000;

bool isHandle(const QString& id)
{
    static const QRegularExpression handle(QStringLiteral("\\A[0-9a-f]{16}\\z"));
    return handle.match(id).hasMatch();
}

} // namespace

Daemon::Daemon(const QDBusConnection& bus, Mode mode, LauncherLink::Place launcher)
    : m_bus(bus)
    , m_authority(mode == Mode::System ? std::optional(bus) : std::nullopt)
    , m_callers(bus, mode, m_authority)
    , m_gate(m_callers, m_authority)
    , m_launcher(std::move(launcher))
    , m_delegation(bus)
    , m_tree(bus, mode, m_callers, m_gate)
    , m_jobs(m_tree, m_launcher)
    , m_streams(m_launcher)
    , m_parts { mode, m_gate, m_launcher, m_tree, m_jobs, m_streams, m_trash }
{
    auto manager = std::make_unique<ManagerObject>(m_parts);
    m_manager = manager.get();
    m_tree.addRoot(std::move(manager));
    for (const char* folder : { "containers", "images", "networks", "jobs" })
        m_tree.add(std::make_unique<ExportedObject>(
            rootPath + QLatin1Char('/') + QLatin1String(folder), std::nullopt));

    m_idle.setSingleShot(true);
    m_idle.setInterval(idleMilliseconds);
    connect(&m_idle, &QTimer::timeout, this, &Daemon::leave);
    connect(&m_callers, &Callers::changed, this, &Daemon::considerIdleness);
    connect(&m_jobs, &Jobs::changed, this, &Daemon::considerIdleness);
    connect(&m_trash, &Trash::changed, this, &Daemon::considerIdleness);
    connect(&m_trash, &Trash::expired, this, &Daemon::deleteExpired);
    connect(&m_launcher, &LauncherLink::opened, this, &Daemon::synchronise);
    connect(&m_launcher, &LauncherLink::event, this, &Daemon::handleEvent);
    connect(&m_launcher, &LauncherLink::unavailable, this, [this](const QString& reason) {
        qWarning("%s", qPrintable(reason));
        m_manager->setLauncherProblem(reason);
        becomeReady();
    });
}

void Daemon::start()
{
    // Asked before a launcher is started that would be in the other one's way.
    if (m_bus.interface()->isServiceRegistered(serviceName)) {
        qCritical("another helper owns %s on this bus", qPrintable(serviceName));
        emit finished(1);
        return;
    }
    m_launcher.open();
}

void Daemon::synchronise()
{
    m_manager->setLauncherProblem({});
    m_listed.emplace();
    m_launcher.call("list", nlohmann::json::object(), [this](const LauncherLink::Outcome& outcome) {
        if (outcome.reply)
            endListing();
        m_listed.reset();
    });
    fetchImages();
    delegate();
}

/// The launcher that we started gets a control group of its own where systemd can give one. What it
/// can do then shows in the features.
void Daemon::delegate()
{
    const pid_t launcher = m_launcher.launcherProcess();
    if (launcher == 0)
        return fetchFeatures();
    m_delegation.request(launcher, [this](const QString& problem) {
        m_launcher.call("regroup", { { "problem", problem.toStdString() } },
            [this](const LauncherLink::Outcome& outcome) {
                if (!outcome.reply)
                    qWarning("regroup: %s", outcome.reply.error().message().c_str());
                fetchFeatures();
            });
    });
}

void Daemon::fetchFeatures()
{
    m_launcher.call(
        "features", nlohmann::json::object(), [this](const LauncherLink::Outcome& outcome) {
            if (outcome.reply)
                m_manager->setFeatures(memberAt(outcome.reply.value().result, "features"));
            else
                qWarning("features: %s", outcome.reply.error().message().c_str());
            becomeReady();
        });
}

void Daemon::fetchImages()
{
    m_launcher.call(
        "images", nlohmann::json::object(), [this](const LauncherLink::Outcome& outcome) {
            if (outcome.reply)
                setImages(memberAt(outcome.reply.value().result, "images"));
            else
                qWarning("images: %s", outcome.reply.error().message().c_str());
        });
}

void Daemon::endListing()
{
    for (const auto* container : m_tree.all<ContainerObject>())
        if (!m_listed->contains(container->path()))
            removeContainer(container->id());
    for (const auto* network : m_tree.all<NetworkObject>())
        if (!m_listed->contains(network->path()))
            m_tree.remove(network->path());
}

void Daemon::setImages(const nlohmann::json& images)
{
    QSet<QString> known;
    for (const auto& image : images) {
        const QString path = imagePath(textAt(image, "name"));
        known.insert(path);
        if (auto* object = qobject_cast<ImageObject*>(m_tree.find(path)))
            object->update(image);
        else
            m_tree.add(std::make_unique<ImageObject>(image));
    }
    for (const auto* image : m_tree.all<ImageObject>())
        if (!known.contains(image->path()))
            m_tree.remove(image->path());
}

void Daemon::handleEvent(const nlohmann::json& message)
{
    const QString event = textAt(message, "event");
    if (event == QLatin1String("container"))
        updateContainer(memberAt(message, "container"));
    else if (event == QLatin1String("network"))
        updateNetwork(memberAt(message, "network"));
    else if (event == QLatin1String("network-removed"))
        m_tree.remove(networkPath(textAt(message, "network").toStdString()));
    else if (event == QLatin1String("removed"))
        removeContainer(textAt(message, "container").toStdString());
    else if (event == QLatin1String("limit"))
        tellLimit(message);
    else if (event == QLatin1String("sessions"))
        updateSessions(message);
    else if (event == QLatin1String("images"))
        fetchImages();
}

void Daemon::tellLimit(const nlohmann::json& message)
{
    const QString path = containerPath(textAt(message, "container").toStdString());
    const auto* container = m_tree.find(path);
    if (!container)
        return;
    QVariantMap details { { "limit", qulonglong(integerAt(message, "limit")) } };
    if (const QString process = textAt(message, "process"); !process.isEmpty()) {
        details.insert(QStringLiteral("process"), process);
        details.insert(QStringLiteral("pid"), uint(integerAt(message, "pid")));
    }
    m_tree.emitSignal(path, QStringLiteral("org.vitrine.Container1"),
        QStringLiteral("LimitReached"),
        { textAt(message, "kind"), qulonglong(integerAt(message, "count")), details },
        container->owner());
}

void Daemon::updateSessions(const nlohmann::json& message)
{
    const QString path = containerPath(textAt(message, "container").toStdString());
    if (auto* object = qobject_cast<ContainerObject*>(m_tree.find(path)))
        object->setSessions(memberAt(message, "sessions"));
}

void Daemon::updateContainer(const nlohmann::json& container)
{
    const QString id = textAt(container, "id");
    if (!isHandle(id)) {
        qWarning("the launcher sent a container without a valid id");
        return;
    }
    const QString path = containerPath(id.toStdString());
    if (m_listed)
        m_listed->insert(path);
    if (auto* object = qobject_cast<ContainerObject*>(m_tree.find(path)))
        object->update(container);
    else
        m_tree.add(std::make_unique<ContainerObject>(container, m_parts));
    considerIdleness();
}

void Daemon::updateNetwork(const nlohmann::json& network)
{
    const QString id = textAt(network, "id");
    if (!isHandle(id)) {
        qWarning("the launcher sent a network without a valid id");
        return;
    }
    const QString path = networkPath(id.toStdString());
    if (m_listed)
        m_listed->insert(path);
    if (auto* object = qobject_cast<NetworkObject*>(m_tree.find(path)))
        object->update(network);
    else
        m_tree.add(std::make_unique<NetworkObject>(network, m_parts));
}

void Daemon::removeContainer(const std::string& id)
{
    const QString path = containerPath(id);
    if (m_listed)
        m_listed->remove(path);
    m_trash.take(id);
    m_tree.remove(path);
    considerIdleness();
}

void Daemon::deleteExpired(const std::string& id)
{
    auto* container = qobject_cast<ContainerObject*>(m_tree.find(containerPath(id)));
    if (!container)
        return;
    if (const auto removed = container->removeExpired(); !removed)
        qWarning("trash: %s", removed.error().message().c_str());
}

void Daemon::becomeReady()
{
    if (std::exchange(m_ready, true))
        return;
    if (takeName()) {
        considerIdleness();
        return;
    }
    m_launcher.close();
    emit finished(1);
}

bool Daemon::takeName()
{
    const auto reply = m_bus.interface()->registerService(serviceName);
    if (reply.isValid() && reply.value() == QDBusConnectionInterface::ServiceRegistered)
        return true;
    qCritical("cannot own %s on the bus: %s", qPrintable(serviceName),
        reply.isValid() ? "another helper has it" : qPrintable(reply.error().message()));
    return false;
}

bool Daemon::isIdle() const
{
    const auto containers = m_tree.all<ContainerObject>();
    const bool watching = std::ranges::any_of(
        containers, [](const auto* container) { return container->isWatched(); });
    return !watching && m_callers.connected().isEmpty() && m_jobs.isEmpty() && m_trash.isEmpty();
}

void Daemon::considerIdleness()
{
    if (!m_ready || !isIdle())
        m_idle.stop();
    else if (!m_idle.isActive())
        m_idle.start();
}

void Daemon::leave()
{
    // The launcher first: whoever takes the name next starts one for the same data.
    m_launcher.close();
    m_bus.interface()->unregisterService(serviceName);
    // What was sent to us before that is in our queue now.
    QTimer::singleShot(0, this, &Daemon::leaveUnlessCalled);
}

void Daemon::leaveUnlessCalled()
{
    if (isIdle() && !m_callers.isAsking()) {
        emit finished(0);
        return;
    }
    if (takeName())
        m_launcher.open();
    else
        emit finished(1);
}

} // namespace vitrine::daemon
