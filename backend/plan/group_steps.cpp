// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/group_steps.h"

#include "backend/kernel/cgroup.h"
#include "backend/plan/host_machine.h"
#include "backend/plan/undo.h"

#include <cerrno>

namespace vitrine::plan {

using kernel::Cgroup;

namespace {

/// What a refused limit means, and which field asked for it.
Error refusal(Error error, const SetCgroupValue& step)
{
    if (step.field.empty())
        return error;
    switch (error.number) {
    case ENOENT:
        error.kind = ErrorKind::NotSupported;
        error.text = "this kernel has no " + step.file;
        break;
    case ENODEV:
        error.text = "the kernel limits whole disks only, and no such disk is there";
        break;
    case EINVAL:
    case ERANGE:
        error.text = "the kernel takes no " + step.file + " of " + step.value;
        break;
    case EBUSY:
        error.kind = ErrorKind::Busy;
        error.text = "what is in use does not fit";
        break;
    default:
        break;
    }
    error.object = step.field;
    return error;
}

Result<void> setCgroupValue(const SetCgroupValue& step)
{
    auto written = TRY(Cgroup::open(step.mount, step.path)).write(step.file, step.value);
    if (!written)
        return refusal(std::move(written).error(), step);
    return {};
}

Result<void> fitMemory(const FitMemory& step)
{
    auto fits = TRY(Cgroup::open(step.mount, step.path)).reclaimTo(step.bytes);
    if (fits)
        return {};
    Error error = std::move(fits).error();
    error.object = step.field;
    return error;
}

Result<void> enableControllers(const EnableControllers& step)
{
    const Cgroup group = TRY(Cgroup::open(step.mount, step.path));
    // With processes in it the kernel would refuse some controllers, and for others make the group
    // one of threads, which spoils it for all below. The root is the exception.
    if (!step.path.empty() && !TRY(group.read("cgroup.procs")).empty())
        return Error::of(ErrorKind::Busy, step.path,
            "there are processes in this control group, so the groups below cannot have limits");
    for (const auto& controller : step.controllers)
        TRY(group.write("cgroup.subtree_control", "+" + controller));
    return {};
}

Result<void> undoOne(const Step& step)
{
    return plan::undo(step, nullptr);
}

} // namespace

bool isGroupStep(const Step& step)
{
    return std::holds_alternative<EnableControllers>(step)
        || std::holds_alternative<SetCgroupValue>(step) || std::holds_alternative<FitMemory>(step);
}

Result<void> applyGroupStep(const Step& step)
{
    if (const auto* enable = std::get_if<EnableControllers>(&step))
        return enableControllers(*enable);
    if (const auto* set = std::get_if<SetCgroupValue>(&step))
        return setCgroupValue(*set);
    if (const auto* fit = std::get_if<FitMemory>(&step))
        return fitMemory(*fit);
    return Error::kernel(EINVAL, "apply", "a step that is not of a control group");
}

RunOutcome runGroupSteps(const Plan& plan)
{
    HostMachine machine(applyGroupStep, undoOne);
    return run(plan, machine, {});
}

void undoGroupSteps(const Plan& plan, RunOutcome& outcome)
{
    for (std::size_t i = plan.size(); i-- > 0;) {
        StepRecord& record = outcome.records[i];
        if (record.state != StepState::Done)
            continue;
        if (auto undone = undoOne(plan[i]); !undone)
            outcome.leftovers.push_back(std::move(undone).error());
        else
            record.state = StepState::Undone;
    }
}

} // namespace vitrine::plan
