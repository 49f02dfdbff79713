// SPDX-License-Identifier: GPL-3.0-or-later
// Everything here runs in a copy of the single-threaded launcher, first in the host's file tree
// with new namespaces, after PivotRoot in the container's.
#include "backend/plan/child.h"

#include "backend/base/files.h"
#include "backend/kernel/clone.h"
#include "backend/kernel/descriptors.h"
#include "backend/plan/child_process.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace vitrine::plan {

using namespace vitrine::kernel;

std::int64_t kernelClock()
{
    timespec time {};
    ::clock_gettime(CLOCK_TAI, &time);
    return std::int64_t(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

namespace {

template <std::size_t Size> void copyText(std::array<char, Size>& target, const std::string& text)
{
    const std::size_t count = std::min(text.size(), Size - 1);
    std::memcpy(target.data(), text.data(), count);
    target[count] = '\0';
}

std::size_t lastHostStep(const Plan& plan)
{
    std::size_t last = 0;
    for (std::size_t i = 0; i < plan.size(); ++i)
        if (whereRuns(plan[i]) == Where::Host)
            last = i;
    return last;
}

bool runsHere(const Step& step)
{
    return whereRuns(step) == Where::Child || std::holds_alternative<JoinNamespaces>(step);
}

} // namespace

Result<void> ChildProcess::run()
{
    ::close(m_context.launcherEnd); // else the launcher's death would not end our waiting
    const Plan& plan = *m_context.plan;
    const std::size_t lastOfHost = lastHostStep(plan);
    for (std::size_t i = 0; i < plan.size(); ++i) {
        if (runsHere(plan[i]))
            TRY(applyRecorded(i));
        if (i == lastOfHost)
            TRY(waitForHost());
    }
    return {};
}

/// From here on the steps need what those of the host have made.
Result<void> ChildProcess::waitForHost()
{
    Token go = TRY(receiveToken(m_context.launcher, -1));
    if (go.value != token::release)
        return Error::of(ErrorKind::Cancelled, "launcher", "the launcher has gone");
    m_layers = std::move(go.descriptors);
    return {};
}

Result<void> ChildProcess::applyRecorded(std::size_t index)
{
    const Step& step = (*m_context.plan)[index];
    if (std::holds_alternative<Execute>(step))
        TRY(takeLeave());
    StepRecord& record = m_context.ledger->records[index];
    record.start = kernelClock() - m_context.began;
    m_context.ledger->failedStep = int(index); // until the next one: execve does not return
    auto applied = std::visit([this](const auto& concrete) { return apply(concrete); }, step);
    record.duration = kernelClock() - m_context.began - record.start;
    record.state = applied ? StepState::Done : StepState::Failed;
    if (applied)
        m_context.ledger->failedStep = -1;
    return applied;
}

/// Hand the mounts to the launcher. When that has gone, nobody may want the payload any more.
Result<void> ChildProcess::takeLeave()
{
    if (m_mounts)
        return sendToken(m_context.launcher, token::mounts, { m_mounts.get() });
    char none = 0;
    if (::recv(m_context.launcher, &none, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
        return Error::of(ErrorKind::Cancelled, "launcher", "the launcher has gone");
    return {};
}

Result<void> ChildProcess::apply(const JoinNamespaces& step)
{
    // The container's own /proc may be anything by now.
    m_proc = TRY(openAt(AT_FDCWD, "/proc", O_PATH | O_DIRECTORY));
    // Nobody in the container may look into the launcher's copy, from its first moment there.
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return Error::fromErrno("prctl(PR_SET_DUMPABLE)");
    // Root in the container may stop us for as long as it likes: nothing of the launcher's, such as
    // the mounts of others and its lock, must be held by us meanwhile.
    closeOthers(m_context.leader);
    if (::setns(m_context.leader, int(step.flags)) != 0)
        return Error::fromErrno("setns", "namespaces of the container");
    const pid_t sibling = TRY(forkSibling());
    if (sibling == 0)
        return {};
    m_context.ledger->sibling = sibling;
    ::_exit(0);
}

int runChild(ChildContext context)
{
    ChildProcess child(context);
    auto done = child.run();
    if (done)
        return 0;
    const Error& error = done.error();
    child.report(error);
    context.ledger->kind = error.kind;
    context.ledger->number = error.number;
    copyText(context.ledger->call, error.call);
    copyText(context.ledger->object, error.object);
    copyText(context.ledger->text, error.text);
    return 125;
}

} // namespace vitrine::plan
