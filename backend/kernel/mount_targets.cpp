// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/mount_targets.h"

#include "backend/kernel/paths.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>
#include <vector>

namespace vitrine::kernel {

namespace {

void pushParts(std::vector<std::string>& stack, const std::string& path)
{
    std::vector<std::string> parts;
    for (std::size_t at = 0; at < path.size();) {
        const std::size_t slash = std::min(path.find('/', at), path.size());
        if (slash > at)
            parts.push_back(path.substr(at, slash - at));
        at = slash + 1;
    }
    stack.insert(stack.end(), parts.rbegin(), parts.rend());
}

/// Walks a path part by part. What was walked has no symlinks in it and is opened so, always from
/// the root: a tree that changes meanwhile is an error and never a way out.
class Walk {
public:
    Walk(int root, const std::string& path, TargetKind kind)
        : m_root(root)
        , m_kind(kind)
    {
        pushParts(m_parts, path);
    }

    Result<MountTarget> run()
    {
        while (!m_parts.empty()) {
            const std::string part = std::move(m_parts.back());
            m_parts.pop_back();
            if (part == "..")
                m_path.erase(std::min(m_path.rfind('/'), m_path.size()));
            else if (part != ".")
                TRY(enter(part));
        }
        UniqueFd place = TRY(openInRoot(m_root, m_path, Symlinks::Refuse));
        return MountTarget { std::move(place), m_path.empty() ? "/" : m_path };
    }

private:
    Result<void> enter(const std::string& part)
    {
        const UniqueFd above = TRY(openInRoot(m_root, m_path, Symlinks::Refuse));
        struct stat status { };
        if (::fstatat(above.get(), part.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
            if (S_ISLNK(status.st_mode))
                return follow(above.get(), part);
        } else if (errno == ENOENT) {
            TRY(make(above.get(), part));
        } else {
            return Error::fromErrno("fstatat", m_path + "/" + part);
        }
        m_path += "/" + part;
        return {};
    }

    Result<void> follow(int above, const std::string& part)
    {
        constexpr int most = 40; // as the kernel
        if (++m_links > most)
            return Error::kernel(ELOOP, "readlinkat", m_path + "/" + part);
        char target[PATH_MAX];
        const ssize_t length = ::readlinkat(above, part.c_str(), target, sizeof target);
        if (length < 0 || length == ssize_t(sizeof target))
            return Error::fromErrno("readlinkat", m_path + "/" + part);
        const std::string text(target, std::size_t(length));
        if (text.rfind('/', 0) == 0)
            m_path.clear();
        pushParts(m_parts, text);
        return {};
    }

    Result<void> make(int above, const std::string& part)
    {
        if (!m_parts.empty() || m_kind == TargetKind::Directory) {
            if (::mkdirat(above, part.c_str(), 0755) != 0 && errno != EEXIST)
                return Error::fromErrno("mkdirat", m_path + "/" + part);
            return {};
        }
        const UniqueFd file(::openat(
            above, part.c_str(), O_RDONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
        if (!file)
            return Error::fromErrno("openat", m_path + "/" + part);
        return {};
    }

    int m_root;
    TargetKind m_kind;
    std::vector<std::string> m_parts; ///< still to go, the next one at the end
    std::string m_path; ///< walked
    int m_links = 0;
};

} // namespace

Result<MountTarget> mountTarget(int root, const std::string& path, TargetKind kind)
{
    return Walk(root, path, kind).run();
}

Result<void> checkNotInProc(const MountTarget& target)
{
    struct statfs status { };
    if (::fstatfs(target.place.get(), &status) != 0)
        return Error::fromErrno("fstatfs", target.path);
    if (status.f_type != PROC_SUPER_MAGIC)
        return {};
    static constexpr std::array informing { "/proc/cpuinfo", "/proc/diskstats", "/proc/meminfo",
        "/proc/stat", "/proc/swaps", "/proc/uptime", "/proc/loadavg", "/proc/slabinfo",
        "/proc/net/dev", "/proc/sys/kernel/ns_last_pid", "/proc/sys/crypto/fips_enabled" };
    if (std::find(informing.begin(), informing.end(), target.path) != informing.end())
        return {};
    return Error::of(ErrorKind::InvalidSpec, target.path,
        "lies in a proc file system: nothing may be mounted there but files that only inform");
}

} // namespace vitrine::kernel
