// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/runner.h"

namespace vitrine::plan {

namespace {

/// One run; keeps the records while the steps go by.
class Run {
public:
    Run(const Plan& plan, Machine& machine, const RunHooks& hooks, RunOutcome outcome)
        : m_plan(plan)
        , m_machine(machine)
        , m_hooks(hooks)
        , m_outcome(std::move(outcome))
    {
        m_outcome.records.resize(plan.size());
    }

    RunOutcome begin() { return outcomeOf(applyOnHost(0)); }
    RunOutcome conclude() { return outcomeOf(m_machine.finish(m_outcome.records)); }

private:
    RunOutcome outcomeOf(Result<void> done)
    {
        if (!done) {
            m_outcome.failure = RunFailure { std::move(done).error(), failedStep() };
            undoAll();
        }
        return std::move(m_outcome);
    }

    /// The Host steps from INDEX on; those after the start of the process run while its shim is
    /// being set up.
    Result<void> applyOnHost(std::size_t index)
    {
        for (; index < m_plan.size(); ++index) {
            if (whereRuns(m_plan[index]) != Where::Host)
                continue;
            if (startsProcess(m_plan[index]))
                return startProcess(index);
            auto applied = begin(index);
            if (applied)
                applied = m_machine.apply(m_plan[index]);
            end(index, applied ? StepState::Done : StepState::Failed);
            TRY(std::move(applied));
        }
        return {};
    }

    Result<void> startProcess(std::size_t index)
    {
        Result<void> rest;
        const auto meanwhile = [&] {
            end(index, StepState::Done);
            rest = applyOnHost(index + 1);
            if (rest)
                rest = m_machine.release();
            if (rest && m_hooks.commit)
                rest = m_hooks.commit();
            if (rest)
                rest = m_machine.permit();
        };
        auto started = begin(index);
        if (started)
            started = m_machine.start(m_plan[index], meanwhile);
        if (started)
            return rest;
        end(index, StepState::Failed);
        return started;
    }

    Result<void> begin(std::size_t index)
    {
        m_outcome.records[index].start = m_machine.now();
        return m_hooks.beforeStep ? m_hooks.beforeStep(m_plan[index]) : Result<void>();
    }

    void end(std::size_t index, StepState state)
    {
        StepRecord& record = m_outcome.records[index];
        record.duration = m_machine.now() - record.start;
        record.state = state;
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

RunOutcome begin(const Plan& plan, Machine& machine, const RunHooks& hooks)
{
    return Run(plan, machine, hooks, {}).begin();
}

void conclude(const Plan& plan, Machine& machine, RunOutcome& outcome)
{
    const RunHooks none;
    if (!outcome.failure)
        outcome = Run(plan, machine, none, std::move(outcome)).conclude();
}

RunOutcome run(const Plan& plan, Machine& machine, const RunHooks& hooks)
{
    RunOutcome outcome = begin(plan, machine, hooks);
    conclude(plan, machine, outcome);
    return outcome;
}

} // namespace vitrine::plan
