// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/terminal.h"

#include "backend/kernel/descriptors.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::kernel {

namespace {

Result<void> becomeStandard(int fd, int standard)
{
    if (::dup2(fd, standard) < 0)
        return Error::fromErrno("dup2");
    return {};
}

} // namespace

Result<UniqueFd> takeNewTerminal(TerminalSize size)
{
    UniqueFd master(::open("/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!master)
        return Error::fromErrno("open", "/dev/pts/ptmx");
    int unlock = 0;
    if (::ioctl(master.get(), TIOCSPTLCK, &unlock) != 0)
        return Error::fromErrno("ioctl(TIOCSPTLCK)", "/dev/pts/ptmx");
    // TIOCGPTPEER opens the slave without a path, so nothing in the rootfs can stand in its way.
    const UniqueFd slave(::ioctl(master.get(), TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!slave)
        return Error::fromErrno("ioctl(TIOCGPTPEER)", "/dev/pts/ptmx");
    const winsize window { size.rows, size.columns, 0, 0 };
    if (::ioctl(slave.get(), TIOCSWINSZ, &window) != 0)
        return Error::fromErrno("ioctl(TIOCSWINSZ)", "terminal");
    if (::setsid() < 0 && errno != EPERM) // EPERM: is a session leader already
        return Error::fromErrno("setsid");
    if (::ioctl(slave.get(), TIOCSCTTY, 0) != 0)
        return Error::fromErrno("ioctl(TIOCSCTTY)", "terminal");
    for (int standard = 0; standard <= 2; ++standard)
        TRY(becomeStandard(slave.get(), standard));
    return master;
}

Result<void> sendTerminal(int socket, int master)
{
    return sendDescriptor(socket, "/dev/pts/ptmx", master, "console socket");
}

Result<std::vector<UniqueFd>> takeNewPipes()
{
    if (::setsid() < 0 && errno != EPERM)
        return Error::fromErrno("setsid");
    std::vector<UniqueFd> outside;
    for (int standard = 0; standard <= 2; ++standard) {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0)
            return Error::fromErrno("pipe2");
        const UniqueFd readEnd(ends[0]);
        const UniqueFd writeEnd(ends[1]);
        const UniqueFd& inner = standard == 0 ? readEnd : writeEnd;
        const UniqueFd& outer = standard == 0 ? writeEnd : readEnd;
        TRY(becomeStandard(inner.get(), standard));
        const int kept = ::fcntl(outer.get(), F_DUPFD_CLOEXEC, 3);
        if (kept < 0)
            return Error::fromErrno("fcntl(F_DUPFD_CLOEXEC)");
        outside.emplace_back(kept);
    }
    return outside;
}

} // namespace vitrine::kernel
