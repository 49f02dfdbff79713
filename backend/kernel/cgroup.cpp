// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/cgroup.h"

#include "backend/base/files.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sstream>
#include <sys/stat.h>
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

} // namespace

Result<CgroupMount> findCgroupParent()
{
    CgroupMount mount;
    mount.path = findCgroupMount(TRY(readFile(AT_FDCWD, "/proc/self/mountinfo")));
    if (mount.path.empty())
        return Error::of(ErrorKind::NotSupported, "cgroup2",
            "no cgroup v2 file system is mounted; boot with systemd.unified_cgroup_hierarchy=1");
    if (::geteuid() == 0)
        mount.parent = "";
    else
        mount.parent = cgroupPathIn(TRY(readFile(AT_FDCWD, "/proc/self/cgroup")));
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
    return mount;
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
    auto written = writeExisting(m_directory.get(), file, value);
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
