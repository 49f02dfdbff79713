// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/daemon/delegation.h"
#include "helper/daemon/jobs.h"
#include "helper/daemon/manager_object.h"
#include "helper/daemon/streams.h"
#include "helper/daemon/trash.h"

#include <QSet>

#include <optional>

namespace vitrine::daemon {

/// The helper: what is on the bus follows what the launcher says.
class Daemon : public QObject {
    Q_OBJECT

public:
    Daemon(const QDBusConnection& bus, Mode mode, LauncherLink::Place launcher);

    /// Look for the launcher; takes the bus name when its answers, or its absence, are known.
    void start();

signals:
    /// There is nothing left to do, or the name is taken (status 1).
    void finished(int status);

private:
    void delegate();
    void synchronise();
    void fetchFeatures();
    void fetchImages();
    void setImages(const nlohmann::json& images);
    void endListing();
    void handleEvent(const nlohmann::json& message);
    void tellLimit(const nlohmann::json& message);
    void updateSessions(const nlohmann::json& message);
    void updateContainer(const nlohmann::json& container);
    void updateNetwork(const nlohmann::json& network);
    void removeContainer(const std::string& id);
    void deleteExpired(const std::string& id);
    void becomeReady();
    [[nodiscard]] bool takeName();
    [[nodiscard]] bool isIdle() const;
    void considerIdleness();
    void leave();
    void leaveUnlessCalled();

    QDBusConnection m_bus;
    Authority m_authority;
    Callers m_callers;
    Gate m_gate;
    LauncherLink m_launcher;
    Delegation m_delegation;
    ObjectTree m_tree;
    Jobs m_jobs;
    Streams m_streams;
    Trash m_trash;
    Parts m_parts;
    ManagerObject* m_manager = nullptr; ///< the tree owns it
    std::optional<QSet<QString>> m_listed; ///< containers heard of while "list" is under way
    bool m_ready = false;
    QTimer m_idle;
};

} // namespace vitrine::daemon
