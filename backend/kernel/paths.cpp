// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/paths.h"

#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace vitrine::kernel {

namespace {

Result<UniqueFd> resolve(
    int root, const std::string& path, std::uint64_t flags, std::uint64_t resolve, mode_t mode = 0)
{
    open_how how {};
    how.flags = flags | O_CLOEXEC;
    how.mode = mode;
    how.resolve = resolve;
    const char* relative = path.c_str();
    while (*relative == '/')
        ++relative;
    if (*relative == '\0')
        relative = ".";
    UniqueFd fd(int(::syscall(SYS_openat2, root, relative, &how, sizeof how)));
    if (!fd)
        return Error::fromErrno("openat2", path);
    return fd;
}

constexpr std::uint64_t strict = RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;

/// Splits "a/b/c" into parent "a/b" and name "c".
std::pair<std::string, std::string> splitPath(const std::string& path)
{
    const std::size_t end = path.find_last_not_of('/');
    const std::size_t slash = path.rfind('/', end);
    if (slash == std::string::npos)
        return { "", path.substr(0, end + 1) };
    return { path.substr(0, slash), path.substr(slash + 1, end - slash) };
}

} // namespace

Result<UniqueFd> openInRoot(int root, const std::string& path, Symlinks symlinks)
{
    const std::uint64_t flags = symlinks == Symlinks::Refuse
        ? strict
        : std::uint64_t(RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
    return resolve(root, path, O_PATH, flags);
}

Result<UniqueFd> directoryInRoot(int root, const std::string& path, mode_t mode)
{
    auto found = resolve(root, path, O_PATH | O_DIRECTORY, strict);
    if (found || found.error().number != ENOENT)
        return found;
    const auto [parent, name] = splitPath(path);
    if (name.empty())
        return found;
    const UniqueFd above = TRY(directoryInRoot(root, parent, mode));
    if (::mkdirat(above.get(), name.c_str(), mode) != 0 && errno != EEXIST)
        return Error::fromErrno("mkdirat", path);
    return resolve(root, path, O_PATH | O_DIRECTORY, strict);
}

Result<UniqueFd> fileInRoot(int root, const std::string& path)
{
    const auto create = [&](int directory, const std::string& name) {
        return resolve(directory, name, O_RDONLY | O_CREAT | O_EXCL | O_NOFOLLOW, strict, 0644);
    };
    auto made = create(root, path); // mostly there is its directory and nothing else yet
    if (made || (made.error().number != EEXIST && made.error().number != ENOENT))
        return made;
    if (made.error().number == EEXIST)
        return resolve(root, path, O_PATH, strict);
    const auto [parent, name] = splitPath(path);
    const UniqueFd above = TRY(directoryInRoot(root, parent, 0755));
    return create(above.get(), name);
}

Result<std::string> readInRoot(int root, const std::string& path, std::size_t limit)
{
    // O_NONBLOCK: a FIFO in its place must not hold us up.
    const UniqueFd file = TRY(resolve(
        root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS));
    struct stat status { };
    if (::fstat(file.get(), &status) != 0)
        return Error::fromErrno("fstat", path);
    if (!S_ISREG(status.st_mode))
        return Error::kernel(EINVAL, "fstat", path);
    std::string text;
    char buffer[4096];
    for (ssize_t count = 1; count > 0;) {
        count = ::read(file.get(), buffer, sizeof buffer);
        if (count < 0)
            return Error::fromErrno("read", path);
        text.append(buffer, std::size_t(count));
        if (text.size() > limit)
            return Error::of(ErrorKind::Quota, path, "is longer than can be read");
    }
    return text;
}

namespace {

constexpr std::uint64_t inside = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;

/// Somebody may be moving things about in the tree meanwhile: what a name means is decided once,
/// when it is opened, and where it was made it must not be a link.
Result<UniqueFd> makePlace(int above, const std::string& name, const std::string& path, Place kind)
{
    if (kind == Place::File)
        return resolve(above, name, O_RDONLY | O_CREAT | O_NOFOLLOW, strict, 0644);
    if (::mkdirat(above, name.c_str(), 0755) != 0 && errno != EEXIST)
        return Error::fromErrno("mkdirat", path);
    return resolve(above, name, O_PATH | O_DIRECTORY, strict);
}

/// Where the symlink NAME, which leads to nothing yet, would lead, as a path below the root.
Result<std::string> behindLink(
    int above, const std::string& parent, const std::string& name, const std::string& path)
{
    char target[PATH_MAX];
    const ssize_t length = ::readlinkat(above, name.c_str(), target, sizeof target);
    if (length < 0 || length == ssize_t(sizeof target))
        return Error::fromErrno("readlinkat", path);
    const std::string text(target, std::size_t(length));
    return text.front() == '/' ? text : parent + "/" + text;
}

Result<UniqueFd> placeBehindLinks(int root, const std::string& path, Place kind, int links)
{
    const std::uint64_t directory = kind == Place::Directory ? O_DIRECTORY : 0;
    auto found = resolve(root, path, O_PATH | directory, inside);
    if (!found && found.error().number == ENOENT) {
        const auto [parent, name] = splitPath(path);
        if (name.empty())
            return found;
        const UniqueFd above = TRY(placeBehindLinks(root, parent, Place::Directory, 0));
        found = makePlace(above.get(), name, path, kind);
        if (!found && found.error().number == ELOOP && links > 0) {
            const std::string behind = TRY(behindLink(above.get(), parent, name, path));
            return placeBehindLinks(root, behind, kind, links - 1);
        }
    }
    struct stat status { };
    if (found && kind == Place::File) {
        if (::fstat(found.value().get(), &status) != 0)
            return Error::fromErrno("fstat", path);
        if (S_ISDIR(status.st_mode))
            return Error::kernel(EISDIR, "openat2", path);
    }
    return found;
}

} // namespace

Result<UniqueFd> placeInRoot(int root, const std::string& path, Place kind)
{
    constexpr int mostLinks = 8; // each may be as deep as a path may be long
    return placeBehindLinks(root, path, kind, mostLinks);
}

} // namespace vitrine::kernel
