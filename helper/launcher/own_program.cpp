// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/own_program.h"

#include "backend/base/files.h"
#include "backend/kernel/sealed_file.h"

#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace vitrine::launcher {

namespace {

constexpr auto own = "/proc/self/exe";

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

/// Without the right to mount, a copy; it costs time and memory.
Result<UniqueFd> unchangeable(int file, const char* name)
{
    auto clone = kernel::readOnlyClone(file, name);
    return clone ? std::move(clone) : kernel::sealedCopy(file, name);
}

} // namespace

Result<std::string> protectOwnProgram(const char* name, char** arguments)
{
    const UniqueFd file = TRY(openAt(AT_FDCWD, own, O_RDONLY));
    if (kernel::isSealed(file.get()) || kernel::isReadOnlyClone(file.get())) { // this is it
        (void)::prctl(PR_SET_NAME, name); // which the kernel has named after a descriptor
        return std::string(arguments[0]);
    }
    std::string path = TRY(ownPath());
    if (!TRY(isInReach(file.get())))
        return path;
    const UniqueFd program = TRY(unchangeable(file.get(), name));
    arguments[0] = path.data();
    ::syscall(SYS_execveat, program.get(), "", arguments, environ, AT_EMPTY_PATH);
    return Error::fromErrno("execveat", "own program");
}

} // namespace vitrine::launcher
