// SPDX-License-Identifier: GPL-3.0-or-later
// Everything here runs in a copy of the single-threaded launcher, first in the host's file tree
// with new namespaces, after PivotRoot in the container's.
// Who the process is: its names, its network, its clocks, its user, its streams.
#include "backend/base/files.h"
#include "backend/kernel/accounts.h"
#include "backend/kernel/descriptors.h"
#include "backend/plan/child_process.h"

#include <cerrno>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace vitrine::plan {

using namespace vitrine::kernel;

Result<void> ChildProcess::apply(const SwitchUser& step)
{
    if (step.dropGroups && ::setgroups(0, nullptr) != 0)
        return Error::fromErrno("setgroups");
    if (::setresgid(step.gid, step.gid, step.gid) != 0)
        return Error::fromErrno("setresgid", std::to_string(step.gid));
    if (::setresuid(step.uid, step.uid, step.uid) != 0)
        return Error::fromErrno("setresuid", std::to_string(step.uid));
    // Nobody in the container may look into the launcher's copy before it execs.
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return Error::fromErrno("prctl(PR_SET_DUMPABLE)");
    return {};
}

Result<void> ChildProcess::apply(const EnterNetworkNamespace&)
{
    const Token made = TRY(receiveToken(m_context.launcher, -1));
    if (made.value != token::network || made.descriptors.empty())
        return Error::of(ErrorKind::Cancelled, "launcher", "the launcher has gone");
    if (::setns(made.descriptors.front().get(), CLONE_NEWNET) != 0)
        return Error::fromErrno("setns", "network namespace");
    return {};
}

Result<void> ChildProcess::apply(const SetHostname& step)
{
    if (::sethostname(step.name.data(), step.name.size()) != 0)
        return Error::fromErrno("sethostname", step.name);
    return {};
}

Result<void> ChildProcess::apply(const SetDomainName& step)
{
    if (::setdomainname(step.name.data(), step.name.size()) != 0)
        return Error::fromErrno("setdomainname", step.name);
    return {};
}

Result<void> ChildProcess::apply(const ShiftClocks& step)
{
    return enterShiftedTime(step.boottime, step.monotonic);
}

Result<void> ChildProcess::apply(const OpenStandardStreams& step)
{
    if (step.terminal) {
        const UniqueFd master = TRY(takeNewTerminal(step.size));
        return sendToken(m_context.shim, stream_token::terminal, { master.get() });
    }
    const auto ends = TRY(takeNewPipes());
    return sendToken(
        m_context.shim, stream_token::pipes, { ends[0].get(), ends[1].get(), ends[2].get() });
}

Result<void> ChildProcess::apply(const SwitchAccount& step)
{
    const UniqueFd root = TRY(openAt(AT_FDCWD, "/", O_PATH | O_DIRECTORY));
    if (!m_proc)
        m_proc = TRY(openAt(root.get(), "proc", O_PATH | O_DIRECTORY | O_NOFOLLOW));
    const Account account
        = TRY(findAccount({ root.get(), m_proc.get() }, "user", step.user, step.groups));
    // Who opens /dev/stdout again must be allowed to; an id that there is not, is told below.
    for (int stream = 0; stream <= 2; ++stream)
        if (::fchown(stream, account.user, gid_t(-1)) != 0 && errno != EINVAL)
            return inField(Error::fromErrno("fchown", std::to_string(stream)), "user");
    if (auto become = becomeAccount(account, step.setGroups); !become)
        return inField(become.error(), "user");
    m_home = account.home;
    return account.user == 0 ? keepCapabilities(step.capabilities) : dropCapabilities();
}

} // namespace vitrine::plan
