// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/namespaces.h"

#include "backend/base/files.h"

#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>

namespace vitrine::kernel {

const std::array<NamespaceKind, 8>& namespaceKinds()
{
    static constexpr std::array<NamespaceKind, 8> kinds { { { "user", CLONE_NEWUSER },
        { "mnt", CLONE_NEWNS }, { "uts", CLONE_NEWUTS }, { "ipc", CLONE_NEWIPC },
        { "pid", CLONE_NEWPID }, { "net", CLONE_NEWNET }, { "cgroup", CLONE_NEWCGROUP },
        { "time", CLONE_NEWTIME } } };
    return kinds;
}

std::uint64_t namespaceFlag(const std::string& name)
{
    for (const auto& kind : namespaceKinds())
        if (name == kind.name)
            return kind.flag;
    return 0;
}

Result<void> enterShiftedTime(std::int64_t boottime, std::int64_t monotonic)
{
    if (::unshare(CLONE_NEWTIME) != 0)
        return Error::fromErrno("unshare(CLONE_NEWTIME)");
    const std::string text = "monotonic " + std::to_string(monotonic) + " 0\nboottime "
        + std::to_string(boottime) + " 0\n";
    if (auto written = writeExisting(AT_FDCWD, "/proc/self/timens_offsets", text); !written) {
        Error error = written.error();
        error.text = "no clock may show a time before the start of the computer, nor one more than "
                     "146 years later";
        return inField(std::move(error), "clockOffsets");
    }
    const UniqueFd shifted = TRY(openAt(AT_FDCWD, "/proc/self/ns/time_for_children", O_RDONLY));
    if (::setns(shifted.get(), CLONE_NEWTIME) != 0)
        return Error::fromErrno("setns(CLONE_NEWTIME)");
    return {};
}

} // namespace vitrine::kernel
