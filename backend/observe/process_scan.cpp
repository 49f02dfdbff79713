// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/process_scan.h"

#include "backend/observe/text.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace vitrine::observe {

namespace {

constexpr std::size_t descriptorsPerProcess = 2;

std::uint64_t namespaceInode(int directory, const char* name)
{
    const auto id = parseNamespaceLink(readLink(directory, name));
    return id ? id->inode : 0;
}

std::int64_t usecOf(std::uint64_t ticks)
{
    static const std::int64_t perSecond = ::sysconf(_SC_CLK_TCK);
    return std::int64_t(ticks) * (1'000'000 / perSecond);
}

/// A third of the descriptors that we may have is for processes.
std::size_t processesToKeep()
{
    rlimit limit {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 0;
    return std::size_t(limit.rlim_cur) / 3 / descriptorsPerProcess;
}

} // namespace

std::int64_t Process::cpuUsec() const
{
    return usecOf(stat.userTicks + stat.systemTicks);
}

std::int64_t Process::reapedCpuUsec() const
{
    return usecOf(stat.reapedTicks);
}

std::int64_t Process::residentBytes() const
{
    static const std::int64_t page = ::sysconf(_SC_PAGESIZE);
    return stat.residentPages * page;
}

std::string Process::key() const
{
    return std::to_string(stat.pid) + ":" + std::to_string(stat.startTime);
}

ProcessRow Process::row() const
{
    ProcessRow row;
    row.key = key();
    row.pid = stat.pid;
    row.parent = stat.parent;
    row.startTime = stat.startTime;
    row.uid = uid;
    row.name = validUtf8(stat.name);
    row.command = validUtf8(command);
    row.state = std::string(1, stat.state);
    row.threads = stat.threads;
    row.innerPid = innerPid;
    row.cgroup = validUtf8(cgroup);
    row.namespaces = namespaces;
    row.cpuUsec = cpuUsec();
    row.residentBytes = residentBytes();
    row.workload = workload;
    return row;
}

Result<ProcessScan> ProcessScan::create()
{
    ProcessScan scan;
    scan.m_proc.reset(::opendir("/proc"));
    if (!scan.m_proc)
        return Error::fromErrno("opendir", "/proc");
    scan.m_buffer.resize(16 * 1024);
    scan.m_keep = processesToKeep();
    // Not getpid(): /proc may be that of another pid namespace.
    scan.m_self = numberOr<std::int64_t>(readLink(::dirfd(scan.m_proc.get()), "self"), 0);
    return scan;
}

Result<std::vector<Process>> ProcessScan::scan(Held held)
{
    ++m_round;
    std::vector<Process> processes;
    processes.reserve(m_known.size() + 16);
    ::rewinddir(m_proc.get());
    errno = 0;
    while (const dirent* entry = ::readdir(m_proc.get())) {
        const auto pid = number<std::int64_t>(entry->d_name);
        if (!pid)
            continue;
        Known& known = m_known[*pid];
        if (!refresh(*pid, known, held))
            continue; // gone since readdir; swept below
        known.round = m_round;
        processes.push_back(known.process);
        if (m_known.size() > m_keep) {
            known.directory.reset();
            known.stat.close();
        }
        errno = 0;
    }
    if (errno != 0)
        return Error::fromErrno("readdir", "/proc");
    std::erase_if(m_known, [this](const auto& entry) { return entry.second.round != m_round; });
    return processes;
}

Result<UniqueFd> ProcessScan::openProcess(std::int64_t pid) const
{
    const std::string name = std::to_string(pid);
    const auto known = m_known.find(pid);
    const bool kept = known != m_known.end() && known->second.directory;
    // Through the kept descriptor a pid that was given to another process is ESRCH or ENOENT.
    UniqueFd directory(kept
            ? ::openat(known->second.directory.get(), ".", O_PATH | O_CLOEXEC)
            : ::openat(::dirfd(m_proc.get()), name.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!directory)
        return Error::fromErrno("openat", "/proc/" + name);
    return directory;
}

bool ProcessScan::refresh(std::int64_t pid, Known& known, Held held)
{
    ProcessStat stat;
    if (!readStat(pid, known, stat)) {
        // The pid may belong to a new process already: look once more, from its name.
        if (known.round == 0)
            return false;
        known = {};
        if (!readStat(pid, known, stat))
            return false;
    }
    if (known.round != 0 && stat.startTime != known.process.stat.startTime)
        known = {};
    const bool quiet = known.round != 0 && stat == known.process.stat;
    known.process.stat = std::move(stat);
    const auto now = Clock::now();
    if (!quiet || now - known.detailed >= detailAge) {
        readDetails(known);
        known.detailed = now;
    }
    if (held == Held::Find && now - known.searched >= detailAge) {
        findHeld(known);
        // Not all of them in the same round again.
        known.searched = now - std::chrono::milliseconds(pid % 8 * 250);
    }
    return true;
}

bool ProcessScan::readStat(std::int64_t pid, Known& known, ProcessStat& stat)
{
    if (!known.directory) {
        known.directory.reset(::openat(
            ::dirfd(m_proc.get()), std::to_string(pid).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
        if (!known.directory)
            return false;
    }
    const auto text = known.stat.read(known.directory.get(), "stat", m_buffer);
    if (!text)
        return false;
    auto parsed = parseStat(text.value());
    if (!parsed)
        return false;
    stat = std::move(*parsed);
    return true;
}

void ProcessScan::readDetails(Known& known)
{
    // Whatever cannot be read keeps its last value: the process may be about to go, or not ours.
    const int directory = known.directory.get();
    Process& process = known.process;
    if (const auto text = readFile(directory, "status", m_buffer.size())) {
        if (const auto status = parseStatus(text.value())) {
            process.uid = status->realUid;
            process.innerPid = status->innerPid;
        }
    }
    if (!process.stat.kernelThread)
        if (const auto text = readFile(directory, "cmdline", maximumCommand))
            process.command = parseCommandLine(text.value());
    if (const auto text = readFile(directory, "cgroup", m_buffer.size()))
        process.cgroup = parseCgroup(text.value());
    static constexpr std::array<const char*, namespaceTypes> links { "ns/mnt", "ns/uts", "ns/ipc",
        "ns/pid", "ns/net", "ns/user", "ns/cgroup", "ns/time" };
    for (std::size_t i = 0; i < namespaceTypes; ++i)
        process.namespaces[i] = namespaceInode(directory, links[i]);
}

void ProcessScan::findHeld(Known& known)
{
    Process& process = known.process;
    process.held.clear();
    if (process.stat.kernelThread)
        return;
    for (const char* link : { "ns/pid_for_children", "ns/time_for_children" }) {
        const auto id = parseNamespaceLink(readLink(known.directory.get(), link));
        if (id && id->inode != process.inode(id->type))
            process.held.push_back({ HeldNamespace::By::ForChildren, *id, 0 });
    }
    if (process.stat.threads > 1)
        findHeldByThreads(known);
    if (process.stat.pid != m_self)
        findHeldByFiles(known);
}

void ProcessScan::findHeldByThreads(Known& known)
{
    Process& process = known.process;
    for (const std::int64_t thread : numbersIn(known.directory.get(), "task")) {
        if (thread == process.stat.pid)
            continue;
        for (std::size_t i = 0; i < namespaceTypes; ++i) {
            const std::string link
                = "task/" + std::to_string(thread) + "/ns/" + std::string(namespaceNames[i]);
            const auto id = parseNamespaceLink(readLink(known.directory.get(), link.c_str()));
            if (id && id->inode != process.inode(id->type))
                process.held.push_back({ HeldNamespace::By::Thread, *id, thread });
        }
    }
}

void ProcessScan::findHeldByFiles(Known& known)
{
    for (const std::int64_t file : numbersIn(known.directory.get(), "fd")) {
        const std::string link = "fd/" + std::to_string(file);
        if (const auto id = parseNamespaceLink(readLink(known.directory.get(), link.c_str())))
            known.process.held.push_back({ HeldNamespace::By::File, *id, file });
    }
}

std::vector<std::int64_t> ProcessScan::numbersIn(int directory, const char* name) const
{
    std::vector<std::int64_t> numbers;
    UniqueFd file(::openat(directory, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!file)
        return numbers;
    const std::unique_ptr<DIR, DirectoryCloser> entries(::fdopendir(file.get()));
    if (!entries)
        return numbers;
    (void)file.release(); // closedir closes it
    while (const dirent* entry = ::readdir(entries.get()))
        if (const auto found = number<std::int64_t>(entry->d_name))
            numbers.push_back(*found);
    return numbers;
}

} // namespace vitrine::observe
