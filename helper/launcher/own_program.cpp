// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/own_program.h"

#include "backend/base/files.h"

#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::launcher {

namespace {

constexpr auto own = "/proc/self/exe";
constexpr int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;

Result<std::string> ownPath()
{
    char path[PATH_MAX];
    const ssize_t length = ::readlink(own, path, sizeof path);
    if (length < 0 || length == ssize_t(sizeof path))
        return Error::fromErrno("readlink", own);
    return std::string(path, std::size_t(length));
}

/// True when a process with this user's id in a container may write to FILE.
Result<bool> isInReach(int file)
{
    struct stat status { };
    if (::fstat(file, &status) != 0)
        return Error::fromErrno("fstat", own);
    return ::geteuid() == 0 || status.st_uid == ::geteuid()
        || ::faccessat(AT_FDCWD, own, W_OK, AT_EACCESS) == 0;
}

Result<UniqueFd> sealedCopy(const char* name, int file)
{
    constexpr unsigned executable = 0x10; // MFD_EXEC; kernels before 6.3 do not know it
    constexpr unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
    UniqueFd copy(::memfd_create(name, flags | executable));
    if (!copy && errno == EINVAL)
        copy.reset(::memfd_create(name, flags));
    if (!copy && errno == EACCES) {
        Error error = Error::fromErrno("memfd_create", "vm.memfd_noexec");
        error.kind = ErrorKind::NotSupported;
        error.text = "this system forbids programs in memory, which the launcher needs so that no "
                     "container can write to its program; allow them with sysctl "
                     "vm.memfd_noexec=1";
        return error;
    }
    if (!copy)
        return Error::fromErrno("memfd_create", "own program");
    for (ssize_t count = 1; count > 0;) {
        count = ::sendfile(copy.get(), file, nullptr, 1 << 30);
        if (count < 0)
            return Error::fromErrno("sendfile", "own program");
    }
    if (::fcntl(copy.get(), F_ADD_SEALS, seals) != 0)
        return Error::fromErrno("fcntl(F_ADD_SEALS)", "own program");
    return copy;
}

} // namespace

Result<std::string> protectOwnProgram(const char* name, char** arguments)
{
    const UniqueFd file = TRY(openAt(AT_FDCWD, own, O_RDONLY));
    if (::fcntl(file.get(), F_GET_SEALS) == seals) { // this is the copy
        (void)::prctl(PR_SET_NAME, name); // which the kernel has named after a descriptor
        return std::string(arguments[0]);
    }
    std::string path = TRY(ownPath());
    if (!TRY(isInReach(file.get())))
        return path;
    const UniqueFd copy = TRY(sealedCopy(name, file.get()));
    arguments[0] = path.data();
    ::fexecve(copy.get(), arguments, environ);
    return Error::fromErrno("execveat", "own program");
}

} // namespace vitrine::launcher
