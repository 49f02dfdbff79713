// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/copy_tree.h"

#include "backend/base/files.h"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::kernel {

namespace {

constexpr int deepest = 128;

Result<void> copyFile(int from, int to, const std::string& name, const struct stat& status)
{
    const UniqueFd source = TRY(openAt(from, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK));
    const UniqueFd copy
        = TRY(openAt(to, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, status.st_mode & 07777));
    for (ssize_t count = 1; count > 0;) {
        count = ::sendfile(copy.get(), source.get(), nullptr, 1 << 30);
        if (count < 0)
            return Error::fromErrno("sendfile", name);
    }
    return {};
}

Result<void> copyDirectory(int from, int to, dev_t device, int depth);

Result<void> copyEntry(int from, int to, const std::string& name, dev_t device, int depth)
{
    struct stat status { };
    if (::fstatat(from, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
        return Error::fromErrno("fstatat", name);
    if (S_ISDIR(status.st_mode)) {
        if (::mkdirat(to, name.c_str(), 0700) != 0)
            return Error::fromErrno("mkdirat", name);
        const UniqueFd source = TRY(openDirectory(from, name));
        const UniqueFd copy = TRY(openDirectory(to, name));
        if (status.st_dev == device)
            TRY(copyDirectory(source.get(), copy.get(), device, depth + 1));
    } else if (S_ISREG(status.st_mode)) {
        TRY(copyFile(from, to, name, status));
    } else if (S_ISLNK(status.st_mode)) {
        TRY(copyLink(from, to, name));
    } else if (::mknodat(to, name.c_str(), status.st_mode, status.st_rdev) != 0) {
        return Error::fromErrno("mknodat", name);
    }
    if (::fchownat(to, name.c_str(), status.st_uid, status.st_gid, AT_SYMLINK_NOFOLLOW) != 0)
        return Error::fromErrno("fchownat", name);
    return copyModeAndTimes(to, name, status);
}

Result<void> copyDirectory(int from, int to, dev_t device, int depth)
{
    if (depth > deepest)
        return Error::of(ErrorKind::Quota, "tmpcopyup", "the directory is too deep to be copied");
    for (const auto& name : TRY(namesIn(from)))
        TRY(copyEntry(from, to, name, device, depth));
    return {};
}

} // namespace

Result<void> copyTree(int from, int to)
{
    struct stat status { };
    if (::fstat(from, &status) != 0)
        return Error::fromErrno("fstat");
    return copyDirectory(from, to, status.st_dev, 0);
}

} // namespace vitrine::kernel
