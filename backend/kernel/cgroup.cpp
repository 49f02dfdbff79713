// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/cgroup.h"

#include "backend/base/files.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <sstream>
#include <string_view>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace vitrine::kernel {

std::string findCgroupMount(const std::string& mountinfo)
{
    // 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw; see proc(5).
    std::istringstream lines(mountinfo);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t dash = line.find(" - ");
        if (dash == std::string::npos || line.compare(dash + 3, 8, "cgroup2 ") != 0)
            continue;
        std::istringstream fields(line);
        std::string field;
        for (int i = 0; i < 5; ++i)
            fields >> field;
        return field;
    }
    return {};
}

std::string cgroupPathIn(const std::string& procCgroup)
{
    std::istringstream lines(procCgroup);
    for (std::string line; std::getline(lines, line);)
        if (line.rfind("0::", 0) == 0)
            return line.substr(3);
    return "/";
}

namespace {

Result<std::vector<std::string>> wordsIn(const std::string& path)
{
    std::istringstream text(TRY(readFile(AT_FDCWD, path)));
    std::vector<std::string> words;
    for (std::string word; text >> word;)
        words.push_back(word);
    return words;
}

/// Of a file that only groups with the controller have.
std::string listIn(const std::string& path)
{
    const auto words = wordsIn(path);
    return words && !words.value().empty() ? words.value().front() : std::string();
}

/// systemd marks the groups that it leaves to others (docs/CGROUP_DELEGATION.md).
bool isDelegated(const std::string& directory)
{
    if (std::string_view(directory).ends_with(delegatedScope))
        return true; // ours; the systemd of a user does not always mark it
    for (const char* name : { "user.delegate", "trusted.delegate" }) {
        char value = 0;
        if (::getxattr(directory.c_str(), name, &value, 1) == 1 && value == '1')
            return true;
    }
    return false;
}

/// The group of MOUNT that this process is in, or whose leaf it is in, when that was delegated.
std::optional<std::string> delegatedGroup(const std::string& mount, const std::string& own)
{
    const std::string_view leaf = launcherLeaf;
    if (own.size() > leaf.size() && std::string_view(own).ends_with(leaf)) {
        const std::string above = own.substr(0, own.size() - leaf.size());
        if (isDelegated(mount + above))
            return above;
    }
    if (own == "/" || !isDelegated(mount + own))
        return {};
    return own;
}

Result<void> moveToLeaf(const std::string& group)
{
    const std::string leaf = group + launcherLeaf;
    if (::mkdir(leaf.c_str(), 0755) != 0 && errno != EEXIST)
        return Error::fromErrno("mkdir", leaf);
    return writeExisting(AT_FDCWD, leaf + "/cgroup.procs", "0");
}

Result<CgroupMount> findMount()
{
    CgroupMount mount;
    mount.path = findCgroupMount(TRY(readFile(AT_FDCWD, "/proc/self/mountinfo")));
    if (mount.path.empty())
        return Error::of(ErrorKind::NotSupported, "cgroup2",
            "no cgroup v2 file system is mounted; boot with systemd.unified_cgroup_hierarchy=1");
    return mount;
}

/// MOUNT with what its parent has.
Result<CgroupMount> withControllers(CgroupMount mount)
{
    if (mount.parent == "/")
        mount.parent.clear();
    const std::string directory = mount.path + mount.parent;
    if (::access(directory.c_str(), W_OK) != 0) {
        Error error = Error::fromErrno("access", directory);
        error.kind = ErrorKind::NotSupported;
        error.text = "control groups are not delegated to this user; log in through systemd, or "
                     "run under systemd-run --user --scope -p Delegate=yes";
        return error;
    }
    mount.controllers = TRY(wordsIn(directory + "/cgroup.controllers"));
    mount.enabled = TRY(wordsIn(directory + "/cgroup.subtree_control"));
    mount.host = TRY(wordsIn(mount.path + "/cgroup.controllers"));
    mount.cpus = listIn(directory + "/cpuset.cpus.effective");
    mount.memoryNodes = listIn(directory + "/cpuset.mems.effective");
    return mount;
}

} // namespace

Result<CgroupMount> findCgroupParent()
{
    CgroupMount mount = TRY(findMount());
    const std::string own = cgroupPathIn(TRY(readFile(AT_FDCWD, "/proc/self/cgroup")));
    if (const auto group = delegatedGroup(mount.path, own)) {
        mount.parent = *group;
        if (own == *group)
            TRY(moveToLeaf(mount.path + own));
    } else if (::geteuid() != 0) {
        mount.parent = own;
    }
    return withControllers(std::move(mount));
}

Result<CgroupMount> findCgroupBase()
{
    CgroupMount mount = TRY(findMount());
    if (::geteuid() != 0) {
        const std::string own = cgroupPathIn(TRY(readFile(AT_FDCWD, "/proc/self/cgroup")));
        mount.parent = delegatedGroup(mount.path, own).value_or(own);
    }
    return withControllers(std::move(mount));
}

Result<void> Cgroup::create(const std::string& mount, const std::string& path)
{
    const std::string directory = mount + path;
    if (::mkdir(directory.c_str(), 0755) != 0) {
        Error error = Error::fromErrno("mkdir", directory);
        if (error.number == EEXIST)
            error.kind = ErrorKind::Exists;
        return error;
    }
    return {};
}

Result<Cgroup> Cgroup::open(const std::string& mount, const std::string& path)
{
    return Cgroup(TRY(openDirectory(AT_FDCWD, mount + path)));
}

Result<void> Cgroup::write(const std::string& file, const std::string& value) const
{
    // A write of nothing would not reach the kernel.
    auto written = writeExisting(m_directory.get(), file, value.empty() ? "\n" : value);
    if (!written) {
        Error error = std::move(written).error();
        error.object = file + " = " + value;
        return error;
    }
    return {};
}

Result<std::string> Cgroup::read(const std::string& file) const
{
    return readFile(m_directory.get(), file);
}

Result<void> Cgroup::kill() const
{
    return write("cgroup.kill", "1");
}

Result<void> Cgroup::freeze(bool frozen) const
{
    TRY(write("cgroup.freeze", frozen ? "1" : "0"));
    return waitForEvent(frozen ? "frozen 1" : "frozen 0", 2000);
}

Result<void> Cgroup::reclaimTo(std::uint64_t bytes) const
{
    const auto inUse = [this]() -> Result<std::uint64_t> {
        return std::strtoull(TRY(read("memory.current")).c_str(), nullptr, 10);
    };
    std::uint64_t present = TRY(inUse());
    if (present <= bytes)
        return {};
    // It says EAGAIN when it could not get all; what counts is how much is in use then.
    (void)write("memory.reclaim", std::to_string(present - bytes));
    present = TRY(inUse());
    if (present <= bytes)
        return {};
    constexpr std::uint64_t mebibyte = 1024 * 1024;
    return Error::of(ErrorKind::Busy, "memory.current",
        std::to_string((present + mebibyte - 1) / mebibyte)
            + " MiB are in use and cannot be reclaimed: the kernel would kill processes");
}

Result<void> Cgroup::waitUntilEmpty(int timeout) const
{
    return waitForEvent("populated 0", timeout);
}

Result<void> Cgroup::waitForEvent(const std::string& line, int timeout) const
{
    const UniqueFd events = TRY(openAt(m_directory.get(), "cgroup.events", O_RDONLY));
    for (int waited = 0;;) {
        char buffer[256];
        const ssize_t count = ::pread(events.get(), buffer, sizeof buffer, 0);
        if (count < 0)
            return Error::fromErrno("read", "cgroup.events");
        if (std::string(buffer, std::size_t(count)).find(line) != std::string::npos)
            return {};
        if (waited >= timeout)
            return Error::kernel(ETIMEDOUT, "poll", "cgroup.events: " + line);
        pollfd change { events.get(), POLLPRI, 0 };
        constexpr int slice = 50;
        if (::poll(&change, 1, std::min(slice, timeout - waited)) == 0)
            waited += slice;
    }
}

namespace {

Result<void> removeGroupsBelow(int directory)
{
    for (const auto& name : TRY(namesIn(directory))) {
        struct stat status { };
        if (::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0
            || !S_ISDIR(status.st_mode))
            continue;
        const UniqueFd inner = TRY(openDirectory(directory, name));
        TRY(removeGroupsBelow(inner.get()));
        if (::unlinkat(directory, name.c_str(), AT_REMOVEDIR) != 0 && errno != ENOENT)
            return Error::fromErrno("rmdir", name);
    }
    return {};
}

} // namespace

Result<void> removeCgroup(const std::string& mount, const std::string& path)
{
    const std::string directory = mount + path;
    if (::rmdir(directory.c_str()) == 0 || errno == ENOENT)
        return {};
    if (errno != EBUSY && errno != ENOTEMPTY)
        return Error::fromErrno("rmdir", directory);
    const Cgroup group = TRY(Cgroup::open(mount, path));
    TRY(group.kill());
    TRY(group.waitUntilEmpty(5000));
    TRY(removeGroupsBelow(group.descriptor()));
    if (::rmdir(directory.c_str()) != 0 && errno != ENOENT)
        return Error::fromErrno("rmdir", directory);
    return {};
}

} // namespace vitrine::kernel
