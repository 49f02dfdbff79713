// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/runner.h"

namespace vitrine::plan {

namespace {

/// One run; keeps the records while the steps go by.
class Run {
public:
    Run(const Plan& plan, Machine& machine, const RunHooks& hooks)
        : m_plan(plan)
        , m_machine(machine)
        , m_hooks(hooks)
    {
        m_outcome.records.resize(plan.size());
    }

    RunOutcome finish()
    {
        auto done = runAll();
        if (!done) {
            m_outcome.failure = RunFailure { std::move(done).error(), failedStep() };
            undoAll();
        }
        return std::move(m_outcome);
    }

private:
    Result<void> runAll()
    {
        for (std::size_t i = 0; i < m_plan.size(); ++i)
            if (whereRuns(m_plan[i]) == Where::Host)
                TRY(applyOnHost(i));
        TRY(m_machine.runChildSteps(m_outcome.records));
        if (m_hooks.commit)
            TRY(m_hooks.commit());
        return m_machine.execute(m_outcome.records);
    }

    Result<void> applyOnHost(std::size_t index)
    {
        StepRecord& record = m_outcome.records[index];
        record.start = m_machine.now();
        auto applied = m_hooks.beforeStep ? m_hooks.beforeStep(m_plan[index]) : Result<void>();
        if (applied)
            applied = m_machine.apply(m_plan[index]);
        record.duration = m_machine.now() - record.start;
        record.state = applied ? StepState::Done : StepState::Failed;
        return applied;
    }

    [[nodiscard]] int failedStep() const
    {
        for (std::size_t i = 0; i < m_outcome.records.size(); ++i)
            if (m_outcome.records[i].state == StepState::Failed)
                return int(i);
        return -1;
    }

    /// Also the step that failed: it may have been half done.
    void undoAll()
    {
        for (std::size_t i = m_plan.size(); i-- > 0;) {
            StepRecord& record = m_outcome.records[i];
            if (record.state == StepState::Pending || whereRuns(m_plan[i]) != Where::Host)
                continue;
            if (auto undone = m_machine.undo(m_plan[i]); !undone)
                m_outcome.leftovers.push_back(std::move(undone).error());
            else if (record.state == StepState::Done)
                record.state = StepState::Undone;
        }
    }

    const Plan& m_plan;
    Machine& m_machine;
    const RunHooks& m_hooks;
    RunOutcome m_outcome;
};

} // namespace

RunOutcome run(const Plan& plan, Machine& machine, const RunHooks& hooks)
{
    return Run(plan, machine, hooks).finish();
}

} // namespace vitrine::plan
