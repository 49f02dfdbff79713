// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/plan/child.h"
#include "backend/plan/runner.h"

#include <cerrno>

namespace vitrine::plan {

/// For plans that start no process: limits that are changed, networks that are made.
class HostMachine : public Machine {
public:
    using Work = std::function<Result<void>(const Step&)>;

    HostMachine(Work apply, Work undo)
        : m_apply(std::move(apply))
        , m_undo(std::move(undo))
    {
    }

    Result<void> apply(const Step& step) override { return m_apply(step); }
    Result<void> start(const Step&, const std::function<void()>&) override
    {
        return Error::kernel(EINVAL, "start", "a plan without a process");
    }
    Result<void> undo(const Step& step) override { return m_undo(step); }
    Result<void> release() override { return {}; }
    Result<void> permit() override { return {}; }
    Result<void> finish(std::vector<StepRecord>&) override { return {}; }
    std::int64_t now() override { return kernelClock() - m_began; }

private:
    Work m_apply, m_undo;
    std::int64_t m_began = kernelClock();
};

} // namespace vitrine::plan
