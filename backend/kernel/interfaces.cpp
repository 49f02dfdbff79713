// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/interfaces.h"

#include "backend/base/unique_fd.h"

#include <cerrno>
#include <cstring>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace vitrine::kernel {

Result<void> bringUp(const std::string& name)
{
    if (name.size() >= IFNAMSIZ)
        return Error::kernel(ENAMETOOLONG, "ioctl(SIOCSIFFLAGS)", name);
    const UniqueFd socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (!socket)
        return Error::fromErrno("socket");
    ifreq request {};
    std::memcpy(request.ifr_name, name.c_str(), name.size() + 1);
    if (::ioctl(socket.get(), SIOCGIFFLAGS, &request) != 0)
        return Error::fromErrno("ioctl(SIOCGIFFLAGS)", name);
    request.ifr_flags = short(request.ifr_flags | IFF_UP);
    if (::ioctl(socket.get(), SIOCSIFFLAGS, &request) != 0)
        return Error::fromErrno("ioctl(SIOCSIFFLAGS)", name);
    return {};
}

} // namespace vitrine::kernel
