// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/sealed_file.h"

#include "backend/kernel/mounts.h"

#include <cerrno>
#include <fcntl.h>
#include <linux/mount.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace vitrine::kernel {

namespace {

constexpr int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;

}

bool isSealed(int file)
{
    return ::fcntl(file, F_GET_SEALS) == seals;
}

Result<UniqueFd> sealedCopy(int file, const std::string& name)
{
    constexpr unsigned executable = 0x10; // MFD_EXEC; kernels before 6.3 do not know it
    constexpr unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
    UniqueFd copy(::memfd_create(name.c_str(), flags | executable));
    if (!copy && errno == EINVAL)
        copy.reset(::memfd_create(name.c_str(), flags));
    if (!copy && errno == EACCES) {
        Error error = Error::fromErrno("memfd_create", "vm.memfd_noexec");
        error.kind = ErrorKind::NotSupported;
        error.text = "this system forbids programs in memory, which the launcher needs so that no "
                     "container can write to its program; allow them with sysctl "
                     "vm.memfd_noexec=1";
        return error;
    }
    if (!copy)
        return Error::fromErrno("memfd_create", name);
    for (ssize_t count = 1; count > 0;) {
        count = ::sendfile(copy.get(), file, nullptr, 1 << 30);
        if (count < 0)
            return Error::fromErrno("sendfile", name);
    }
    if (::fcntl(copy.get(), F_ADD_SEALS, seals) != 0)
        return Error::fromErrno("fcntl(F_ADD_SEALS)", name);
    return copy;
}

Result<UniqueFd> readOnlyClone(int file, const std::string& name)
{
    UniqueFd mount = TRY(cloneMount(file, "", Depth::One));
    TRY(setMountAttributes(mount.get(), MOUNT_ATTR_RDONLY, 0, Depth::One, name));
    return mount;
}

bool isReadOnlyClone(int file)
{
    struct statvfs status { };
    if (::fstatvfs(file, &status) != 0 || (status.f_flag & ST_RDONLY) == 0)
        return false;
    // No other file has this path: it is the root of its mount, and its mount is nowhere.
    char path[8] {};
    const std::string link = "/proc/self/fd/" + std::to_string(file);
    return ::readlink(link.c_str(), path, sizeof path - 1) == 1 && path[0] == '/';
}

} // namespace vitrine::kernel
