// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/base/files.h"

#include <cerrno>
#include <climits>
#include <cstdint>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>

namespace vitrine {

Result<UniqueFd> openAt(int directory, const std::string& path, int flags, mode_t mode)
{
    UniqueFd fd(::openat(directory, path.c_str(), flags | O_CLOEXEC, mode));
    if (!fd)
        return Error::fromErrno("openat", path);
    return fd;
}

Result<UniqueFd> openDirectory(int directory, const std::string& path)
{
    return openAt(directory, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
}

Result<std::string> readFile(int directory, const std::string& path, std::size_t limit)
{
    const UniqueFd fd = TRY(openAt(directory, path, O_RDONLY | O_NONBLOCK));
    std::string text;
    char buffer[4096];
    for (;;) {
        const ssize_t count = ::read(fd.get(), buffer, sizeof buffer);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return Error::fromErrno("read", path);
        if (count == 0)
            return text;
        text.append(buffer, std::size_t(count));
        if (text.size() > limit)
            return Error::of(
                ErrorKind::Quota, path, "file is longer than " + std::to_string(limit) + " bytes");
    }
}

Result<void> writeExisting(int directory, const std::string& path, std::string_view text)
{
    const UniqueFd fd = TRY(openAt(directory, path, O_WRONLY));
    if (::write(fd.get(), text.data(), text.size()) != ssize_t(text.size()))
        return Error::fromErrno("write", path);
    return {};
}

namespace {

Result<void> writeAll(int fd, std::string_view text, const std::string& path)
{
    while (!text.empty()) {
        const ssize_t count = ::write(fd, text.data(), text.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return Error::fromErrno("write", path);
        text.remove_prefix(std::size_t(count));
    }
    return {};
}

Result<void> replaceBy(int directory, const std::string& temporary, const std::string& path,
    std::string_view text, Durability durability)
{
    const UniqueFd fd
        = TRY(openAt(directory, temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0600));
    TRY(writeAll(fd.get(), text, path));
    if (durability == Durability::PowerCut && ::fsync(fd.get()) != 0)
        return Error::fromErrno("fsync", path);
    if (::renameat(directory, temporary.c_str(), directory, path.c_str()) != 0)
        return Error::fromErrno("renameat", path);
    return {};
}

} // namespace

Result<void> replaceFile(
    int directory, const std::string& path, std::string_view text, Durability durability)
{
    const std::string temporary = path + ".new";
    if (auto done = replaceBy(directory, temporary, path, text, durability); !done) {
        ::unlinkat(directory, temporary.c_str(), 0);
        return done;
    }
    if (durability == Durability::PowerCut && directory != AT_FDCWD && ::fsync(directory) != 0)
        return Error::fromErrno("fsync", path);
    return {};
}

Result<void> ensureDirectory(int directory, const std::string& path, mode_t mode)
{
    if (::mkdirat(directory, path.c_str(), mode) == 0)
        return {};
    const int number = errno;
    struct stat status { };
    if (number == EEXIST && ::fstatat(directory, path.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0
        && S_ISDIR(status.st_mode))
        return {};
    return Error::kernel(number, "mkdirat", path);
}

Result<void> ensureDirectories(const std::string& path, mode_t mode)
{
    for (std::size_t slash = path.find('/', 1); slash != std::string::npos;
         slash = path.find('/', slash + 1)) {
        // Parents may be symlinks of the system's own (/var/run): only the last one must not be.
        if (::mkdir(path.substr(0, slash).c_str(), mode) != 0 && errno != EEXIST)
            return Error::fromErrno("mkdir", path.substr(0, slash));
    }
    return ensureDirectory(AT_FDCWD, path, mode);
}

Result<std::vector<std::string>> namesIn(int directory)
{
    UniqueFd copy = TRY(openAt(directory, ".", O_RDONLY | O_DIRECTORY));
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(copy.get()), ::closedir);
    if (!stream)
        return Error::fromErrno("fdopendir");
    (void)copy.release(); // closedir closes it
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* entry = ::readdir(stream.get())) {
        const std::string name = entry->d_name;
        if (name != "." && name != "..")
            names.push_back(name);
    }
    if (errno != 0)
        return Error::fromErrno("getdents");
    return names;
}

namespace {

/// The work directory of an overlay has mode 0 and its owner may lack CAP_DAC_OVERRIDE.
Result<UniqueFd> openForRemoval(int directory, const std::string& path)
{
    auto opened = openDirectory(directory, path);
    if (opened || opened.error().number != EACCES)
        return opened;
    if (::fchmodat(directory, path.c_str(), 0700, 0) != 0)
        return opened;
    return openDirectory(directory, path);
}

/// Removes a tree with few descriptors and little stack, however deep somebody made it.
class Removal {
public:
    Removal(int top, dev_t device)
        : m_top(top)
        , m_device(device)
    {
    }

    /// All that is in the top directory.
    Result<void> run()
    {
        for (const auto& name : TRY(namesIn(m_top)))
            TRY(remove(m_top, name, 1));
        while (!m_moved.empty()) {
            const std::string name = std::move(m_moved.back());
            m_moved.pop_back();
            TRY(remove(m_top, name, 1));
        }
        return {};
    }

private:
    Result<void> remove(int directory, const std::string& name, int depth)
    {
        if (::unlinkat(directory, name.c_str(), 0) == 0 || errno == ENOENT)
            return {};
        if (errno != EISDIR && errno != EPERM)
            return Error::fromErrno("unlinkat", name);
        struct stat status { };
        if (::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
            return Error::fromErrno("fstatat", name);
        if (!S_ISDIR(status.st_mode))
            return Error::kernel(EPERM, "unlinkat", name);
        if (status.st_dev != m_device)
            return Error::kernel(EXDEV, "removeTree", name);
        const UniqueFd inner = TRY(openForRemoval(directory, name));
        if ((status.st_mode & 0300) != 0300)
            (void)::fchmod(
                inner.get(), 0700); // where it was needed and fails, what is inside tells
        if (depth > deepest)
            return moveUp(directory, name);
        for (const auto& entry : TRY(namesIn(inner.get())))
            TRY(remove(inner.get(), entry, depth + 1));
        if (::unlinkat(directory, name.c_str(), AT_REMOVEDIR) != 0 && errno != ENOENT)
            return Error::fromErrno("rmdir", name);
        return {};
    }

    /// To the top, where its turn comes later.
    Result<void> moveUp(int directory, const std::string& name)
    {
        for (;;) {
            std::string free = ".removed-" + std::to_string(m_next++);
            if (::renameat(directory, name.c_str(), m_top, free.c_str()) == 0) {
                m_moved.push_back(std::move(free));
                return {};
            }
            if (errno != EEXIST && errno != ENOTEMPTY && errno != ENOTDIR) // the name is taken
                return Error::fromErrno("renameat", name);
        }
    }

    static constexpr int deepest = 64;
    int m_top;
    dev_t m_device;
    std::vector<std::string> m_moved;
    std::uint64_t m_next = 0;
};

} // namespace

Result<void> removeTree(int directory, const std::string& path)
{
    struct stat status { };
    if (::fstatat(directory, path.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT)
            return {};
        return Error::fromErrno("fstatat", path);
    }
    if (!S_ISDIR(status.st_mode)) {
        if (::unlinkat(directory, path.c_str(), 0) != 0 && errno != ENOENT)
            return Error::fromErrno("unlinkat", path);
        return {};
    }
    const UniqueFd top = TRY(openForRemoval(directory, path));
    if ((status.st_mode & 0300) != 0300)
        (void)::fchmod(top.get(), 0700); // as above
    TRY(Removal(top.get(), status.st_dev).run());
    if (::unlinkat(directory, path.c_str(), AT_REMOVEDIR) != 0 && errno != ENOENT)
        return Error::fromErrno("rmdir", path);
    return {};
}

Result<void> copyLink(int from, int to, const std::string& name)
{
    char target[PATH_MAX];
    const ssize_t length = ::readlinkat(from, name.c_str(), target, sizeof target);
    if (length < 0 || length == ssize_t(sizeof target))
        return Error::fromErrno("readlinkat", name);
    if (::symlinkat(std::string(target, std::size_t(length)).c_str(), to, name.c_str()) != 0)
        return Error::fromErrno("symlinkat", name);
    return {};
}

Result<void> copyModeAndTimes(int to, const std::string& name, const struct stat& status)
{
    if (!S_ISLNK(status.st_mode) && ::fchmodat(to, name.c_str(), status.st_mode & 07777, 0) != 0)
        return Error::fromErrno("fchmodat", name);
    const timespec times[2] { status.st_atim, status.st_mtim };
    if (::utimensat(to, name.c_str(), times, AT_SYMLINK_NOFOLLOW) != 0)
        return Error::fromErrno("utimensat", name);
    return {};
}

} // namespace vitrine
