// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/launcher_process.h"

#include <QByteArray>
#include <QList>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef P_PIDFD
#define P_PIDFD idtype_t(3)
#endif

namespace vitrine::daemon {

namespace {

constexpr int launcherSocket = 3; ///< its number in the launcher
constexpr int endMilliseconds = 1000; ///< from the end of its socket to SIGKILL

/// posix_spawn(3) PROGRAM with SOCKET as launcherSocket and nothing on standard input.
Result<pid_t> spawn(const QByteArray& program, QList<QByteArray> arguments, int socket)
{
    QList<char*> pointers;
    for (auto& argument : arguments)
        pointers.append(argument.data());
    pointers.append(nullptr);

    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, socket, launcherSocket);
    pid_t pid = -1;
    const int failure
        = ::posix_spawn(&pid, program.constData(), &actions, nullptr, pointers.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (failure != 0)
        return Error::kernel(failure, "posix_spawn", program.toStdString());
    return pid;
}

} // namespace

Result<LauncherProcess> startLauncher(const QString& program, const QStringList& arguments)
{
    int pair[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        return Error::fromErrno("socketpair", "launcher socket");
    LauncherProcess launcher { UniqueFd(pair[0]), {}, 0 };
    const UniqueFd theirs(pair[1]);

    const QByteArray path = program.toLocal8Bit();
    QList<QByteArray> line { path, "--socket", QByteArray::number(launcherSocket) };
    for (const auto& argument : arguments)
        line.append(argument.toLocal8Bit());
    const pid_t pid = TRY(spawn(path, std::move(line), theirs.get()));
    // It is our child and nobody reaps it but reap(), so its pid cannot be somebody else's yet.
    launcher.process.reset(int(::syscall(SYS_pidfd_open, pid, 0)));
    if (!launcher.process)
        return Error::fromErrno("pidfd_open", "vitrine-launcher");
    launcher.pid = pid;
    return launcher;
}

Result<UniqueFd> connectLauncher(const QString& path)
{
    sockaddr_un address {};
    address.sun_family = AF_UNIX;
    const QByteArray name = path.toLocal8Bit();
    if (std::size_t(name.size()) >= sizeof(address.sun_path))
        return Error::kernel(ENAMETOOLONG, "connect", name.toStdString());
    std::memcpy(address.sun_path, name.constData(), std::size_t(name.size()));
    UniqueFd socket(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
    if (!socket)
        return Error::fromErrno("socket", "launcher socket");
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0)
        return Error::fromErrno("connect", name.toStdString());
    return socket;
}

QString reap(const UniqueFd& process)
{
    siginfo_t information {};
    if (::waitid(P_PIDFD, id_t(process.get()), &information, WEXITED | WNOHANG) != 0
        || information.si_pid == 0)
        return {};
    if (information.si_code == CLD_EXITED)
        return QStringLiteral("exited with status %1").arg(information.si_status);
    return QStringLiteral("was killed by signal %1").arg(information.si_status);
}

void endLauncher(UniqueFd process)
{
    pollfd entry { process.get(), POLLIN, 0 };
    if (::poll(&entry, 1, endMilliseconds) == 0)
        ::syscall(SYS_pidfd_send_signal, process.get(), SIGKILL, nullptr, 0);
    siginfo_t information {};
    while (::waitid(P_PIDFD, id_t(process.get()), &information, WEXITED) != 0 && errno == EINTR)
        continue;
}

} // namespace vitrine::daemon
