// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/jobs.h"

namespace vitrine::daemon {

namespace {

constexpr int lingerMilliseconds = 60'000;

} // namespace

Jobs::Jobs(ObjectTree& tree, LauncherLink& launcher)
    : m_tree(tree)
    , m_launcher(launcher)
{
}

/// A stop whose container has ended, which everybody could see: its job waits only until the
/// container's files are let go of.
bool Jobs::isEnding(const JobObject& job) const
{
    const auto* workload = m_tree.find(containerPath(job.container()));
    return job.recipe().operation == QLatin1String("stop") && workload
        && workload->property("State") == QStringLiteral("stopped");
}

JobObject* Jobs::workingOn(const std::string& container) const
{
    JobObject* last = nullptr;
    if (!container.empty())
        for (auto* job : m_tree.all<JobObject>())
            if (job->isRunning() && job->container() == container && (!last || isEnding(*last)))
                last = job;
    return last;
}

Result<void> Jobs::admit(const JobRecipe& recipe, Limit limit) const
{
    const auto* other = workingOn(recipe.container);
    if (other && !isEnding(*other))
        return Error::of(ErrorKind::Busy, recipe.workloadName.toStdString(),
            "The job \"" + other->recipe().operation.toStdString()
                + "\" is working on it; wait for its end or cancel it");
    int ofUser = 0;
    for (const auto* job : m_tree.all<JobObject>())
        if (job->isRunning() && job->recipe().startedBy == recipe.startedBy)
            ++ofUser;
    if (limit == Limit::Apply && ofUser >= maximumJobs)
        return Error::of(ErrorKind::Quota, "jobs",
            "You have " + std::to_string(maximumJobs) + " jobs running; wait for one to end");
    return {};
}

Result<QDBusObjectPath> Jobs::start(JobRecipe recipe, Limit limit)
{
    TRY(admit(recipe, limit));
    const auto* before = workingOn(recipe.container);
    const QString path = QStringLiteral("/org/vitrine/jobs/%1").arg(++m_last);
    auto owned = std::make_unique<JobObject>(path, std::move(recipe), m_tree.gate(), m_launcher);
    JobObject& job = *owned;
    connect(&job, &JobObject::containerKnown, this, [this, &job] { nameWorkload(job); });
    connect(&job, &JobObject::finished, this, [this, &job] { conclude(job); });
    m_tree.add(std::move(owned));
    if (before)
        connect(before, &JobObject::finished, &job, &JobObject::run);
    else
        job.run();
    emit changed();
    return QDBusObjectPath(path);
}

void Jobs::nameWorkload(JobObject& job)
{
    if (const auto* workload = m_tree.find(containerPath(job.container())))
        job.setWorkloadName(workload->property("Name").toString());
}

void Jobs::conclude(JobObject& job)
{
    QVariantMap details = job.details();
    const QString result = job.property("State").toString();
    m_tree.emitSignal(rootPath, QStringLiteral("org.vitrine.Manager1"),
        QStringLiteral("JobFinished"),
        { QVariant::fromValue(QDBusObjectPath(job.path())), result, details }, job.owner());
    QTimer::singleShot(lingerMilliseconds, Qt::CoarseTimer, this, [this, path = job.path()] {
        m_tree.remove(path);
        emit changed();
    });
}

int Jobs::running(uid_t user, const QString& operation) const
{
    int count = 0;
    for (const auto* job : m_tree.all<JobObject>())
        if (job->isRunning() && job->recipe().startedBy == user
            && job->recipe().operation == operation)
            ++count;
    return count;
}

bool Jobs::isEmpty() const
{
    return m_tree.all<JobObject>().isEmpty();
}

} // namespace vitrine::daemon
