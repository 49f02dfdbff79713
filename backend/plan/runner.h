// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a plan: step after step, all or nothing.
#pragma once

#include "backend/base/result.h"
#include "backend/plan/record.h"
#include "backend/plan/steps.h"

#include <functional>
#include <vector>

namespace vitrine::plan {

/// What a plan runs on: the kernel (kernel_machine.h), or a recorder in tests.
class Machine {
public:
    virtual ~Machine() = default;

    /// Apply a Host step that starts no process.
    [[nodiscard]] virtual Result<void> apply(const Step& step) = 0;
    /// Apply the step that starts the process; see startsProcess(). MEANWHILE is called once the
    /// process exists, while its shim is still being set up.
    [[nodiscard]] virtual Result<void> start(
        const Step& step, const std::function<void()>& meanwhile)
        = 0;
    /// Take back a Host step that was applied, or whose apply failed half-way.
    [[nodiscard]] virtual Result<void> undo(const Step& step) = 0;
    /// All Host steps are done: the process may go past the last of them, not yet to its payload.
    [[nodiscard]] virtual Result<void> release() = 0;
    /// The run is committed: it may go all the way.
    [[nodiscard]] virtual Result<void> permit() = 0;
    /// Wait until it runs its payload, or could not. RECORDS has an entry a step of the whole plan;
    /// those of Child steps are filled in, on failure too.
    [[nodiscard]] virtual Result<void> finish(std::vector<StepRecord>& records) = 0;
    /// Nanoseconds since the run began.
    [[nodiscard]] virtual std::int64_t now() = 0;
};

/// A failure and the index of the step that it happened in, -1 when in none.
struct RunFailure {
    Error error;
    int step = -1;
};

struct RunOutcome {
    std::vector<StepRecord> records;
    std::optional<RunFailure> failure;
    /// What could not be taken back after a failure; empty when nothing is left behind.
    std::vector<Error> leftovers;
};

struct RunHooks {
    /// Called before a Host step is applied: the journal. A failure fails the step.
    std::function<Result<void>(const Step&)> beforeStep;
    /// Called when all Host steps are done, while the process goes on with its own: from here on
    /// the container counts as started, and its payload may run at any moment. A failure undoes
    /// everything.
    std::function<Result<void>()> commit;
};

/// Run PLAN on MACHINE up to where its process goes on by itself. conclude() must follow.
[[nodiscard]] RunOutcome begin(const Plan& plan, Machine& machine, const RunHooks& hooks);
/// Wait until the process that begin() left runs its payload, or could not: then undo everything.
void conclude(const Plan& plan, Machine& machine, RunOutcome& outcome);

/// Both. When a step fails, the Host steps done so far are undone in reverse.
[[nodiscard]] RunOutcome run(const Plan& plan, Machine& machine, const RunHooks& hooks);

} // namespace vitrine::plan
