// SPDX-License-Identifier: GPL-3.0-or-later
// The fault loop: whichever step fails, nothing stays alive.
#include "backend/plan/runner.h"
#include "tests/unit/plan/fixtures.h"

#include <gtest/gtest.h>
#include <set>

namespace vitrine::plan {
namespace {

/// Stands for the kernel: remembers what is alive and fails where it is told to.
class RecordingMachine : public Machine {
public:
    RecordingMachine(const Plan& plan, int failAt)
        : m_plan(plan)
        , m_failAt(failAt)
    {
    }

    Result<void> apply(const Step& step) override
    {
        if (std::holds_alternative<MakeRuntimeDirectory>(step))
            m_alive.insert("directory");
        if (std::holds_alternative<MakeCgroup>(step))
            m_alive.insert("cgroup");
        // Fails after it has done something: half-done steps must be undone too.
        return fails(step) ? Result<void>(Error::kernel(EIO, "apply")) : Result<void>();
    }
    Result<void> start(const Step& step, const std::function<void()>& meanwhile) override
    {
        m_alive.insert("child");
        if (fails(step))
            return Error::kernel(EIO, "start");
        meanwhile();
        if (m_shimFails)
            return Error::kernel(ENOENT, "execve", "shim");
        return {};
    }
    void failShim() { m_shimFails = true; }
    Result<void> undo(const Step& step) override
    {
        if (std::holds_alternative<MakeRuntimeDirectory>(step))
            m_alive.erase("directory");
        if (std::holds_alternative<MakeCgroup>(step)) {
            EXPECT_FALSE(m_alive.contains("child")) << "a group is removed before its processes";
            m_alive.erase("cgroup");
        }
        if (startsProcess(step))
            m_alive.erase("child");
        return {};
    }
    Result<void> release() override
    {
        EXPECT_TRUE(m_alive.contains("child"));
        return {};
    }
    Result<void> permit() override
    {
        m_permitted = true;
        return {};
    }
    [[nodiscard]] bool permitted() const { return m_permitted; }
    Result<void> finish(std::vector<StepRecord>& records) override
    {
        for (std::size_t i = 0; i < m_plan.size(); ++i)
            if (whereRuns(m_plan[i]) == Where::Child)
                if (auto done = childStep(i, records[i]); !done)
                    return done;
        return {};
    }
    std::int64_t now() override { return ++m_clock; }

    [[nodiscard]] const std::set<std::string>& alive() const { return m_alive; }

private:
    [[nodiscard]] bool fails(const Step& step) const { return &step - m_plan.data() == m_failAt; }
    Result<void> childStep(std::size_t index, StepRecord& record)
    {
        const bool failed = fails(m_plan[index]);
        record.state = failed ? StepState::Failed : StepState::Done;
        return failed ? Result<void>(Error::kernel(EPERM, "child")) : Result<void>();
    }

    const Plan& m_plan;
    int m_failAt;
    bool m_permitted = false;
    bool m_shimFails = false;
    std::int64_t m_clock = 0;
    std::set<std::string> m_alive;
};

Plan somePlan(const kernel::HostFacts& facts, const Image& image = busyboxImage())
{
    return planStart(shellSpec(), image, somePlace(), facts).value();
}

struct Case {
    kernel::HostFacts facts;
    Image image;
};
class FaultLoop : public testing::TestWithParam<Case> { };

TEST_P(FaultLoop, LeavesNothingAliveWhicheverStepFails)
{
    const Plan plan = somePlan(GetParam().facts, GetParam().image);
    for (int k = 0; k < int(plan.size()); ++k) {
        RecordingMachine machine(plan, k);
        const RunOutcome outcome = run(plan, machine, {});
        ASSERT_TRUE(outcome.failure) << "step " << k;
        EXPECT_EQ(outcome.failure->step, k);
        EXPECT_TRUE(machine.alive().empty()) << "step " << k;
        EXPECT_TRUE(outcome.leftovers.empty());
        EXPECT_EQ(outcome.records[std::size_t(k)].state, StepState::Failed);
    }
}

INSTANTIATE_TEST_SUITE_P(Hosts, FaultLoop,
    testing::Values(Case { rootFacts(), busyboxImage() }, Case { userFacts(), busyboxImage() },
        Case { userFacts(), thisSystemImage() }));

TEST(Runner, DoesEverythingInOrderWhenNothingFails)
{
    const Plan plan = somePlan(rootFacts());
    RecordingMachine machine(plan, -1);
    std::vector<std::size_t> journaled;
    bool committed = false;
    const RunOutcome outcome = run(plan, machine,
        { [&](const Step& step) {
             journaled.push_back(step.index());
             return Result<void>();
         },
            [&] {
                committed = !machine.permitted(); // what runs is known to recovery
                return Result<void>();
            } });
    EXPECT_FALSE(outcome.failure);
    EXPECT_TRUE(committed);
    EXPECT_TRUE(machine.permitted());
    EXPECT_EQ(machine.alive(), (std::set<std::string> { "directory", "cgroup", "child" }));
    EXPECT_TRUE(std::is_sorted(journaled.begin(), journaled.end()));
    for (const auto& record : outcome.records)
        EXPECT_EQ(record.state, StepState::Done);
}

TEST(Runner, AJournalThatCannotBeWrittenFailsTheStepAndUndoes)
{
    const Plan plan = somePlan(rootFacts());
    RecordingMachine machine(plan, -1);
    const RunOutcome outcome = run(plan, machine,
        { [](const Step& step) {
             return std::holds_alternative<MakeCgroup>(step)
                 ? Result<void>(Error::kernel(ENOSPC, "write", "journal"))
                 : Result<void>();
         },
            {} });
    ASSERT_TRUE(outcome.failure);
    EXPECT_EQ(outcome.failure->error.number, ENOSPC);
    EXPECT_TRUE(machine.alive().empty());
}

TEST(Runner, AShimThatCannotStartFailsTheStepAndUndoesTheLaterOnesToo)
{
    const Plan plan = somePlan(rootFacts());
    RecordingMachine machine(plan, -1);
    machine.failShim();
    const RunOutcome outcome = run(plan, machine, {});
    ASSERT_TRUE(outcome.failure);
    EXPECT_TRUE(startsProcess(plan[std::size_t(outcome.failure->step)]));
    EXPECT_EQ(outcome.failure->error.number, ENOENT);
    EXPECT_TRUE(machine.alive().empty());
    for (const auto& record : outcome.records)
        EXPECT_NE(record.state, StepState::Done);
}

TEST(Runner, ACommitThatFailsUndoesEverything)
{
    const Plan plan = somePlan(rootFacts());
    RecordingMachine machine(plan, -1);
    const RunOutcome outcome
        = run(plan, machine, { {}, [] { return Result<void>(Error::kernel(ENOSPC, "write")); } });
    ASSERT_TRUE(outcome.failure);
    EXPECT_FALSE(machine.permitted());
    EXPECT_TRUE(machine.alive().empty());
}

} // namespace
} // namespace vitrine::plan
