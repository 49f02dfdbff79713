// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/local_socket.h"

#include "backend/base/files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace vitrine::launcher {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds rest { 1 }; ///< to take in who waits

} // namespace

Result<UniqueFd> bindIn(int directory, const std::string& name)
{
    sockaddr_un address {};
    address.sun_family = AF_UNIX;
    const std::string path = "/proc/self/fd/" + std::to_string(directory) + "/" + name;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    UniqueFd socket(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
    if (!socket)
        return Error::fromErrno("socket");
    (void)::unlinkat(directory, name.c_str(), 0); // of one that is no more
    if (::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        return Error::fromErrno("bind", name);
    return socket;
}

Result<UniqueFd> connectTo(const std::string& path, int type)
{
    const auto slash = path.rfind('/');
    const UniqueFd directory = TRY(openDirectory(AT_FDCWD, path.substr(0, slash)));
    const std::string shorter
        = "/proc/self/fd/" + std::to_string(directory.get()) + path.substr(slash);
    sockaddr_un address {};
    address.sun_family = AF_UNIX;
    if (shorter.size() >= sizeof address.sun_path)
        return Error::kernel(ENAMETOOLONG, "connect", path);
    std::memcpy(address.sun_path, shorter.c_str(), shorter.size() + 1);
    // One that is stopped takes nobody in: a connect that blocks would wait for ever.
    UniqueFd socket(::socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket)
        return Error::fromErrno("socket");
    const auto deadline = Clock::now() + rest;
    while (::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        if (errno != EAGAIN || Clock::now() > deadline)
            return Error::fromErrno("connect", path);
        (void)::poll(nullptr, 0, 1); // it has not taken in those before us yet
    }
    return socket;
}

bool nobodyListens(const Error& error)
{
    return error.number == ENOENT || error.number == ECONNREFUSED;
}

bool becomesReadable(int fd, Clock::time_point deadline)
{
    const auto left
        = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    pollfd wait { fd, POLLIN, 0 };
    return ::poll(&wait, 1, std::max(0, int(left.count()))) == 1;
}

} // namespace vitrine::launcher
