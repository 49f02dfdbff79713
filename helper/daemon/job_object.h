// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/dictionaries.h"
#include "helper/daemon/exported_object.h"
#include "helper/daemon/gate.h"
#include "helper/daemon/launcher_link.h"

#include <QDBusObjectPath>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace vitrine::daemon {

/// One call to the launcher; the job adds "container" to its arguments.
struct Phase {
    std::string call;
    nlohmann::json arguments = nlohmann::json::object();
    /// That go with it.
    std::shared_ptr<const std::vector<UniqueFd>> descriptors {};
};

/// What a job is to do, as a value.
struct JobRecipe {
    QString operation;
    uid_t startedBy = 0;
    QString workloadName;
    std::string container; ///< empty: the first phase makes it
    std::vector<Phase> phases; ///< one after the other
    std::vector<Phase> undo; ///< after a cancelled phase, when the container exists
    std::function<void()> done; ///< runs before the job says that it is done
};

/// org.vitrine.Job1
class JobObject : public ExportedObject {
    Q_OBJECT

public:
    JobObject(QString path, JobRecipe recipe, Gate& gate, LauncherLink& launcher);

    void run();

    [[nodiscard]] const JobRecipe& recipe() const { return m_recipe; }
    /// ID of the container that it works on; empty when there is none yet.
    [[nodiscard]] const std::string& container() const { return m_container; }
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] QVariantMap details() const; ///< as in Manager1.JobFinished
    /// The name of its workload has become known.
    void setWorkloadName(const QString& name);

public slots: // the methods of the interface; the adaptor calls them
    void Cancel(const QVariantMap& options);

signals:
    void containerKnown();
    void finished();

private:
    void runPhase();
    void phaseEnded(const LauncherLink::Outcome& outcome);
    void phaseDone();
    void fetchSteps();
    void showProgress(const nlohmann::json& message);
    void showSteps(const nlohmann::json& message);
    void undo();
    void cancel();
    void fail(const Error& error, int step);
    void finish(const QString& state);
    void publishSteps();

    JobRecipe m_recipe;
    Gate& m_gate;
    LauncherLink& m_launcher;
    std::string m_container;
    std::vector<Phase> m_phases; ///< still to do, the first one under way
    LauncherLink::RequestId m_request = 0;
    bool m_cancelled = false;
    bool m_undoing = false;
    api::Dictionaries m_steps;
    uint m_firstStep = 0; ///< of the phase that is under way
};

/// The object path of a container.
[[nodiscard]] QString containerPath(const std::string& id);

/// CLOCK_REALTIME in microseconds.
[[nodiscard]] qulonglong nowMicroseconds();

} // namespace vitrine::daemon
