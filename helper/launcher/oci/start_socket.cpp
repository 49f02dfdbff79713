// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/oci/start_socket.h"

#include "backend/base/files.h"
#include "backend/base/json.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace vitrine::oci {

namespace {

constexpr auto socketName = "start.sock";

/// A path of any length as an address: by its directory's descriptor.
Result<sockaddr_un> addressIn(const UniqueFd& directory, const std::string& name)
{
    sockaddr_un address {};
    address.sun_family = AF_UNIX;
    const std::string path = "/proc/self/fd/" + std::to_string(directory.get()) + "/" + name;
    if (path.size() >= sizeof address.sun_path)
        return Error::of(ErrorKind::Quota, name, "is too long for a socket");
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    return address;
}

Result<UniqueFd> newSocket(int type)
{
    UniqueFd made(::socket(AF_UNIX, type | SOCK_CLOEXEC, 0));
    if (!made)
        return Error::fromErrno("socket");
    return made;
}

} // namespace

Result<UniqueFd> connectTo(const std::string& path, int type)
{
    const std::size_t slash = path.rfind('/');
    const std::string above = slash == std::string::npos ? "." : path.substr(0, slash + 1);
    const UniqueFd directory = TRY(openAt(AT_FDCWD, above, O_PATH | O_DIRECTORY));
    const sockaddr_un address = TRY(addressIn(directory, path.substr(slash + 1)));
    UniqueFd connection = TRY(newSocket(type));
    if (::connect(connection.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address)
        != 0)
        return Error::fromErrno("connect", path);
    return connection;
}

Result<UniqueFd> listenForStart(const std::string& path)
{
    const UniqueFd directory = TRY(openAt(AT_FDCWD, path, O_PATH | O_DIRECTORY));
    const sockaddr_un address = TRY(addressIn(directory, socketName));
    UniqueFd listener = TRY(newSocket(SOCK_SEQPACKET));
    if (::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return Error::fromErrno("bind", socketName);
    constexpr int waiting = 8;
    if (::listen(listener.get(), waiting) != 0)
        return Error::fromErrno("listen", socketName);
    return listener;
}

Result<bool> isWaiting(const std::string& directory)
{
    const auto connection = connectTo(directory + "/" + socketName, SOCK_SEQPACKET);
    if (!connection
        && (connection.error().number == ECONNREFUSED || connection.error().number == ENOENT))
        return false;
    if (!connection)
        return connection.error();
    return true;
}

Result<void> letStart(const std::string& directory)
{
    const auto connection = connectTo(directory + "/" + socketName, SOCK_SEQPACKET);
    if (!connection
        && (connection.error().number == ECONNREFUSED || connection.error().number == ENOENT))
        return Error::of(ErrorKind::Busy, {}, "the container was started already, or has ended");
    if (!connection)
        return connection.error();
    if (::send(connection.value().get(), "s", 1, MSG_NOSIGNAL) != 1)
        return Error::fromErrno("send", "start");
    char text[4096];
    ssize_t count = 0;
    while ((count = ::recv(connection.value().get(), text, sizeof text, 0)) < 0 && errno == EINTR) {
    }
    if (count < 0)
        return Error::fromErrno("recv", "start");
    if (count == 0)
        return {}; // closed by execve, or by its end: that is its own affair then
    const Json json = Json::parse(text, text + count, nullptr, false);
    if (!json.is_object())
        return Error::kernel(EPROTO, "recv", "start");
    return Error { ErrorKind(json.value("kind", int(ErrorKind::Kernel))), json.value("call", ""),
        json.value("object", ""), json.value("number", 0), json.value("text", "") };
}

} // namespace vitrine::oci
