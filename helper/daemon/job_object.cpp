// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/job_object.h"

#include "helper/daemon/arguments.h"
#include "helper/daemon/job1_adaptor.h"
#include "helper/daemon/wire.h"

#include <algorithm>
#include <chrono>

namespace vitrine::daemon {

QString containerPath(const std::string& id)
{
    return QStringLiteral("/org/vitrine/containers/") + QString::fromStdString(id);
}

qulonglong nowMicroseconds()
{
    using namespace std::chrono;
    return qulonglong(duration_cast<microseconds>(system_clock::now().time_since_epoch()).count());
}

JobObject::JobObject(QString path, JobRecipe recipe, Gate& gate, LauncherLink& launcher)
    : ExportedObject(std::move(path), recipe.startedBy)
    , m_recipe(std::move(recipe))
    , m_gate(gate)
    , m_launcher(launcher)
    , m_container(m_recipe.container)
    , m_phases(m_recipe.phases)
{
    new Job1Adaptor(this);
    const QString workload = m_container.empty() ? QStringLiteral("/") : containerPath(m_container);
    set("Operation", m_recipe.operation);
    set("Workload", QVariant::fromValue(QDBusObjectPath(workload)));
    set("WorkloadName", m_recipe.workloadName);
    set("State", QStringLiteral("running"));
    set("Progress", 0.0);
    set("ProgressValid", false);
    set("Steps", QVariant::fromValue(m_steps));
    set("Error", QVariantMap());
    set("StartedByUid", uint(m_recipe.startedBy));
    set("StartedAt", nowMicroseconds());
    set("FinishedAt", qulonglong(0));
}

void JobObject::run()
{
    // With the next turn of the event loop: the caller first learns the job's path.
    QTimer::singleShot(0, this, &JobObject::runPhase);
}

bool JobObject::isRunning() const
{
    return property("State") == QStringLiteral("running");
}

void JobObject::setWorkloadName(const QString& name)
{
    set("WorkloadName", name);
}

QVariantMap JobObject::details() const
{
    return {
        { "operation", property("Operation") },
        { "workload", property("Workload") },
        { "workloadName", property("WorkloadName") },
        { "error", property("Error") },
    };
}

void JobObject::runPhase()
{
    if (m_cancelled && !m_undoing) {
        undo();
        return;
    }
    if (m_phases.empty()) {
        finish(m_undoing ? QStringLiteral("cancelled") : QStringLiteral("done"));
        return;
    }
    nlohmann::json arguments = m_phases.front().arguments;
    if (!m_container.empty())
        arguments["container"] = m_container;
    m_firstStep = uint(m_steps.size());
    m_request = m_launcher.call(
        m_phases.front().call, arguments,
        [this](const LauncherLink::Outcome& outcome) { phaseEnded(outcome); },
        [this](const nlohmann::json& message) {
            showProgress(message);
            showSteps(message);
        },
        m_phases.front().descriptors.get());
}

void JobObject::phaseEnded(const LauncherLink::Outcome& outcome)
{
    m_request = 0;
    if (!outcome.reply) {
        const Error& error = outcome.reply.error();
        if (m_cancelled && !m_undoing && error.kind == ErrorKind::Cancelled)
            undo();
        else
            fail(error, outcome.failedStep);
        return;
    }
    const std::string call = m_phases.front().call;
    m_phases.erase(m_phases.begin());
    if (call == "delete") {
        set("Workload", QVariant::fromValue(QDBusObjectPath(QStringLiteral("/"))));
    } else if (!memberAt(outcome.reply.value().result, "container").is_null()) {
        // From now on it is about the new one.
        m_container = textAt(outcome.reply.value().result, "container").toStdString();
        set("Workload", QVariant::fromValue(QDBusObjectPath(containerPath(m_container))));
        emit containerKnown();
    }
    showSteps(outcome.reply.value().result);
    if (call == "start")
        fetchSteps();
    else
        phaseDone();
}

void JobObject::phaseDone()
{
    if (m_phases.empty() && !m_undoing)
        finish(QStringLiteral("done")); // too late to cancel
    else
        runPhase();
}

void JobObject::fetchSteps()
{
    m_launcher.call("steps", { { "container", m_container } },
        [this](const LauncherLink::Outcome& outcome) {
            if (outcome.reply) // else it runs all the same
                showSteps(outcome.reply.value().result);
            phaseDone();
        },
        {});
}

void JobObject::undo()
{
    m_undoing = true;
    m_phases = m_container.empty() ? std::vector<Phase>() : m_recipe.undo;
    runPhase();
}

void JobObject::showProgress(const nlohmann::json& message)
{
    const auto& share = memberAt(message, "progress");
    if (!share.is_number())
        return;
    set("ProgressValid", true, Announce::Soon);
    set("Progress", std::clamp(share.get<double>(), 0.0, 1.0), Announce::Soon);
}

void JobObject::showSteps(const nlohmann::json& message)
{
    const auto& steps = memberAt(message, "steps");
    if (!steps.is_array())
        return;
    m_firstStep = uint(m_steps.size());
    m_steps += stepsFrom(steps, m_firstStep);
    publishSteps();
}

void JobObject::publishSteps()
{
    const auto done = std::ranges::count_if(m_steps, [](const QVariantMap& step) {
        return step.value(QStringLiteral("state")) == QStringLiteral("done");
    });
    set("Steps", QVariant::fromValue(m_steps), Announce::Soon);
    set("ProgressValid", !m_steps.isEmpty(), Announce::Soon);
    set("Progress", m_steps.isEmpty() ? 0.0 : double(done) / double(m_steps.size()),
        Announce::Soon);
}

void JobObject::fail(const Error& error, int step)
{
    set("Error", errorFrom(error, step < 0 ? -1 : step + int(m_firstStep)));
    finish(QStringLiteral("failed"));
}

void JobObject::finish(const QString& state)
{
    if (state == QLatin1String("done")) {
        if (m_recipe.done)
            m_recipe.done();
        set("Progress", 1.0);
        set("ProgressValid", true);
    }
    set("State", state);
    set("FinishedAt", nowMicroseconds());
    flush();
    emit finished();
}

void JobObject::Cancel(const QVariantMap& options)
{
    const Call call = takeCall();
    m_gate.admit(call, this, [this, call, options](const Caller& caller) {
        if (const auto arguments = parseArguments(options, schemas::nothing()); !arguments) {
            call.fail(arguments.error());
            return;
        }
        const Action action = owner() == caller.uid ? Action::ControlOwn : Action::ManageOthers;
        const Details details { { "name", property("WorkloadName").toString() },
            { "operation", QStringLiteral("cancel") } };
        m_gate.authorise(call, caller, { { action, details } }, this, [this, call] {
            cancel();
            call.reply();
        });
    });
}

void JobObject::cancel()
{
    if (!isRunning() || m_cancelled)
        return;
    m_cancelled = true;
    if (m_request != 0)
        m_launcher.cancel(m_request);
}

} // namespace vitrine::daemon
