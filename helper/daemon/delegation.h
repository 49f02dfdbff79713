// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QDBusObjectPath>
#include <QObject>
#include <QTimer>

#include <functional>
#include <sys/types.h>

namespace vitrine::daemon {

/// Asks the user's systemd for a control group that is the launcher's own to divide: the scope
/// "vitrine.scope" with Delegate=yes (systemd's docs/CGROUP_DELEGATION.md). The launcher sits in
/// its leaf "launcher", the containers' groups beside that. The scope lasts as long as something
/// runs in it, so containers neither end with this helper's unit nor count as part of it.
class Delegation : public QObject {
    Q_OBJECT

public:
    explicit Delegation(const QDBusConnection& bus);

    /// Have LAUNCHER put into the scope, and call DONE: with an empty text, or with why not. Later
    /// calls while one is under way replace it.
    void request(pid_t launcher, std::function<void(const QString& problem)> done);

private slots:
    void jobRemoved(
        uint id, const QDBusObjectPath& job, const QString& unit, const QString& result);

private:
    /// Scopes of older systemd know no OOMPolicy.
    enum class OomPolicy { Continue, LeaveOut };

    void attach();
    void startScope(OomPolicy policy);
    void finish(const QString& problem);

    QDBusConnection m_bus;
    pid_t m_launcher = 0;
    unsigned m_round = 0; ///< replies to a request that was replaced are dropped
    QString m_job; ///< object path of systemd's job that starts the scope
    QTimer m_patience;
    std::function<void(const QString&)> m_done;
};

} // namespace vitrine::daemon
