// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/daemon/job_object.h"
#include "helper/daemon/object_tree.h"

namespace vitrine::daemon {

inline constexpr int maximumJobs = 64; ///< that run at once, of one user

/// Starts jobs, keeps them for a while after their end, says when one has ended.
class Jobs : public QObject {
    Q_OBJECT

public:
    /// Whether the limit of jobs per user applies; it does not to work of our own.
    enum class Limit { Apply, Ignore };

    Jobs(ObjectTree& tree, LauncherLink& launcher);

    /// Puts a job for RECIPE on the bus and starts it. Fails with Busy when another one works on
    /// the same container (the end of a stop is waited for, once its container has ended), with
    /// Quota when its user has maximumJobs.
    [[nodiscard]] Result<QDBusObjectPath> start(JobRecipe recipe, Limit limit = Limit::Apply);

    /// Jobs of USER that run and make a container.
    [[nodiscard]] int running(uid_t user, const QString& operation) const;
    /// No job runs and none lingers.
    [[nodiscard]] bool isEmpty() const;

signals:
    void changed();

private:
    /// The job that works on CONTAINER, the last of them when an ending one has a successor.
    [[nodiscard]] JobObject* workingOn(const std::string& container) const;
    [[nodiscard]] bool isEnding(const JobObject& job) const;
    [[nodiscard]] Result<void> admit(const JobRecipe& recipe, Limit limit) const;
    void nameWorkload(JobObject& job);
    void conclude(JobObject& job);

    ObjectTree& m_tree;
    LauncherLink& m_launcher;
    quint64 m_last = 0;
};

} // namespace vitrine::daemon
