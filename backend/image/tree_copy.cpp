// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/image/tree_copy.h"

#include "backend/base/files.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <linux/fs.h>
#include <string>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <vector>

namespace vitrine {

namespace {

constexpr std::uint64_t costOfEntry = 4096; ///< what an entry counts beside its bytes
constexpr std::size_t pieceSize = 8 * 1024 * 1024; ///< between two words about progress

std::uint64_t costOf(const struct stat& status)
{
    return costOfEntry + (S_ISREG(status.st_mode) ? std::uint64_t(status.st_blocks) * 512 : 0);
}

/// For the calls that know no directory descriptor.
std::string procPath(int directory, const std::string& name)
{
    return "/proc/self/fd/" + std::to_string(directory) + "/" + name;
}

/// Of the mount, not of the file: two overlays must not have the same one.
bool belongsToMount(const std::string& attribute)
{
    return attribute == "user.overlay.uuid" || attribute == "trusted.overlay.uuid";
}

Result<std::vector<std::string>> attributesOf(const std::string& path, const std::string& name)
{
    std::string names(XATTR_LIST_MAX, '\0');
    const ssize_t length = ::llistxattr(path.c_str(), names.data(), names.size());
    if (length < 0 && errno == ENOTSUP)
        return std::vector<std::string>();
    if (length < 0)
        return Error::fromErrno("llistxattr", name);
    std::vector<std::string> list;
    for (std::size_t at = 0; at < std::size_t(length); at += list.back().size() + 1)
        list.emplace_back(names.c_str() + at);
    return list;
}

Result<void> copyAttributes(int from, int to, const std::string& name)
{
    const std::string source = procPath(from, name);
    for (const auto& attribute : TRY(attributesOf(source, name))) {
        if (belongsToMount(attribute))
            continue;
        std::string value(XATTR_SIZE_MAX, '\0');
        const ssize_t length
            = ::lgetxattr(source.c_str(), attribute.c_str(), value.data(), value.size());
        if (length < 0)
            return Error::fromErrno("lgetxattr", name + ": " + attribute);
        if (::lsetxattr(
                procPath(to, name).c_str(), attribute.c_str(), value.data(), std::size_t(length), 0)
            != 0)
            return Error::fromErrno("lsetxattr", name + ": " + attribute);
    }
    return {};
}

/// Owner first: it takes set-user-id bits and file capabilities away. Times last.
Result<void> copyMeta(int from, int to, const std::string& name, const struct stat& status)
{
    if (::fchownat(to, name.c_str(), status.st_uid, status.st_gid, AT_SYMLINK_NOFOLLOW) != 0)
        return Error::fromErrno("fchownat", name);
    TRY(copyAttributes(from, to, name));
    return copyModeAndTimes(to, name, status);
}

class TreeCopy {
public:
    TreeCopy(int links, const CopyProgress& progress)
        : m_links(links)
        , m_progress(progress)
    {
    }

    /// All of FROM into TO, as many descriptors however deep it is: the way up goes by "..".
    Result<void> run(int from, int to)
    {
        TRY(measure(from));
        TRY(walk(from, to));
        for (const auto& name : TRY(namesIn(m_links)))
            if (::unlinkat(m_links, name.c_str(), 0) != 0)
                return Error::fromErrno("unlinkat", name);
        m_progress(m_all, m_all);
        return {};
    }

private:
    struct Level {
        std::vector<std::string> names; ///< still to do
        struct stat status { };
        std::string name; ///< of the directory itself, in the one above
    };

    static Result<Level> levelOf(int directory, std::string name)
    {
        Level level;
        level.name = std::move(name);
        if (::fstat(directory, &level.status) != 0)
            return Error::fromErrno("fstat", level.name);
        level.names = TRY(namesIn(directory));
        return level;
    }

    /// The directory above DIRECTORY, which must be ABOVE.
    static Result<UniqueFd> up(int directory, const struct stat& above)
    {
        UniqueFd parent = TRY(openAt(directory, "..", O_RDONLY | O_DIRECTORY));
        struct stat status { };
        if (::fstat(parent.get(), &status) != 0)
            return Error::fromErrno("fstat", "..");
        if (status.st_ino != above.st_ino || status.st_dev != above.st_dev)
            return Error::kernel(ESTALE, "openat", "..");
        return parent;
    }

    /// What there is to copy, in bytes.
    Result<void> measure(int from)
    {
        UniqueFd source = TRY(openAt(from, ".", O_RDONLY | O_DIRECTORY));
        std::vector<Level> levels;
        levels.push_back(TRY(levelOf(source.get(), ".")));
        while (!levels.empty()) {
            if (levels.back().names.empty()) {
                levels.pop_back();
                if (!levels.empty())
                    source = TRY(up(source.get(), levels.back().status));
                continue;
            }
            const std::string name = takeLast(levels.back().names);
            struct stat status { };
            if (::fstatat(source.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
                return Error::fromErrno("fstatat", name);
            m_all += costOf(status);
            if (S_ISDIR(status.st_mode)) {
                source = TRY(openDirectory(source.get(), name));
                levels.push_back(TRY(levelOf(source.get(), name)));
            }
        }
        return {};
    }

    Result<void> walk(int from, int to)
    {
        UniqueFd source = TRY(openAt(from, ".", O_RDONLY | O_DIRECTORY));
        UniqueFd target = TRY(openAt(to, ".", O_RDONLY | O_DIRECTORY));
        std::vector<Level> levels;
        std::vector<struct stat> made; ///< the target's directories
        const auto descend = [&](const std::string& name) -> Result<void> {
            levels.push_back(TRY(levelOf(source.get(), name)));
            struct stat status { };
            if (::fstat(target.get(), &status) != 0)
                return Error::fromErrno("fstat", name);
            made.push_back(status);
            return {};
        };
        TRY(descend("."));
        while (!levels.empty()) {
            if (!levels.back().names.empty()) {
                const std::string name = takeLast(levels.back().names);
                if (!TRY(copyEntry(source.get(), target.get(), name)))
                    continue;
                source = TRY(openDirectory(source.get(), name));
                target = TRY(openDirectory(target.get(), name));
                TRY(descend(name));
                continue;
            }
            const Level done = takeLast(levels);
            made.pop_back();
            if (!levels.empty()) {
                source = TRY(up(source.get(), levels.back().status));
                target = TRY(up(target.get(), made.back()));
            }
            TRY(copyMeta(source.get(), target.get(), done.name, done.status));
        }
        return {};
    }

    /// True when it is a directory, whose content is still to be copied.
    Result<bool> copyEntry(int from, int to, const std::string& name)
    {
        struct stat status { };
        if (::fstatat(from, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
            return Error::fromErrno("fstatat", name);
        if (S_ISDIR(status.st_mode)) {
            if (::mkdirat(to, name.c_str(), 0700) != 0)
                return Error::fromErrno("mkdirat", name);
            advance(costOfEntry);
            return true;
        }
        const bool linked = status.st_nlink > 1;
        if (linked && TRY(copyAsLink(to, name, status.st_ino)))
            return false;
        if (S_ISREG(status.st_mode))
            TRY(copyFile(from, to, name, status));
        else if (S_ISLNK(status.st_mode))
            TRY(copyLink(from, to, name));
        else if (::mknodat(to, name.c_str(), status.st_mode & (S_IFMT | 0600), status.st_rdev) != 0)
            return Error::fromErrno("mknodat", name);
        TRY(copyMeta(from, to, name, status));
        advance(costOfEntry);
        if (linked
            && ::linkat(to, name.c_str(), m_links, std::to_string(status.st_ino).c_str(), 0) != 0)
            return Error::fromErrno("linkat", name);
        return false;
    }

    /// True when the file is there already under another name.
    Result<bool> copyAsLink(int to, const std::string& name, ino_t inode)
    {
        if (::linkat(m_links, std::to_string(inode).c_str(), to, name.c_str(), 0) == 0)
            return true;
        if (errno != ENOENT)
            return Error::fromErrno("linkat", name);
        return false;
    }

    Result<void> copyFile(int from, int to, const std::string& name, const struct stat& status)
    {
        const UniqueFd source = TRY(openAt(from, name, O_RDONLY | O_NOFOLLOW));
        const UniqueFd target = TRY(openAt(to, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0600));
        if (::ioctl(target.get(), FICLONE, source.get()) == 0) {
            advance(costOf(status) - costOfEntry);
            return {};
        }
        if (errno != EOPNOTSUPP && errno != ENOTTY && errno != EXDEV && errno != EINVAL
            && errno != ENOSYS)
            return Error::fromErrno("ioctl(FICLONE)", name);
        if (::ftruncate(target.get(), status.st_size) != 0)
            return Error::fromErrno("ftruncate", name);
        return copyData(source.get(), target.get(), name, status.st_size);
    }

    /// Only what is data; between stay holes.
    Result<void> copyData(int source, int target, const std::string& name, off_t size)
    {
        for (off_t at = 0; at < size;) {
            const off_t data = ::lseek(source, at, SEEK_DATA);
            if (data < 0 && errno == ENXIO)
                return {}; // a hole up to the end
            if (data < 0)
                return Error::fromErrno("lseek(SEEK_DATA)", name);
            const off_t hole = ::lseek(source, data, SEEK_HOLE);
            if (hole < 0)
                return Error::fromErrno("lseek(SEEK_HOLE)", name);
            TRY(copyRange(source, target, name, data, hole));
            at = hole;
        }
        return {};
    }

    Result<void> copyRange(int source, int target, const std::string& name, off_t begin, off_t end)
    {
        for (off_t at = begin; at < end;) {
            off_t in = at;
            off_t out = at;
            const std::size_t wanted = std::min(std::size_t(end - at), pieceSize);
            ssize_t count = ::copy_file_range(source, &in, target, &out, wanted, 0);
            if (count < 0 && (errno == EXDEV || errno == EOPNOTSUPP || errno == ENOSYS))
                count = TRY(copyPiece(source, target, name, at, wanted));
            if (count < 0)
                return Error::fromErrno("copy_file_range", name);
            if (count == 0)
                return Error::kernel(EIO, "copy_file_range", name); // it was longer before
            at += count;
            advance(std::uint64_t(count));
        }
        return {};
    }

    /// Through a buffer of ours, where the kernel does not do it by itself.
    static Result<ssize_t> copyPiece(
        int source, int target, const std::string& name, off_t at, std::size_t wanted)
    {
        std::array<char, 64 * 1024> buffer;
        const ssize_t count = ::pread(source, buffer.data(), std::min(wanted, buffer.size()), at);
        if (count < 0)
            return Error::fromErrno("pread", name);
        if (::pwrite(target, buffer.data(), std::size_t(count), at) != count)
            return Error::fromErrno("pwrite", name);
        return count;
    }

    void advance(std::uint64_t bytes)
    {
        m_done += bytes;
        m_progress(std::min(m_done, m_all), m_all);
    }

    template <typename T> static T takeLast(std::vector<T>& list)
    {
        T last = std::move(list.back());
        list.pop_back();
        return last;
    }

    int m_links;
    const CopyProgress& m_progress;
    std::uint64_t m_done = 0, m_all = 0;
};

} // namespace

Result<void> cloneTree(int from, int to, int links, const CopyProgress& progress)
{
    return TreeCopy(links, progress).run(from, to);
}

} // namespace vitrine
