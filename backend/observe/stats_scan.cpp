// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/stats_scan.h"

#include "backend/observe/text.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <unistd.h>

namespace vitrine::observe {

namespace {

constexpr std::int64_t sectorBytes = 512; // of /proc/diskstats, whatever the device has

std::vector<std::string_view> fieldsOf(std::string_view line)
{
    std::vector<std::string_view> fields;
    while (!line.empty())
        if (const std::string_view field = cut(line, ' '); !field.empty())
            fields.push_back(field);
    return fields;
}

std::string hostFile(const char* path)
{
    // Parts of the host's figures that cannot be read stay at their "none".
    auto text = readFile(AT_FDCWD, path);
    return text ? std::move(text).value() : std::string();
}

/// Disks that are not made of other disks: those stacked on them would count twice.
std::vector<std::string> plainDisks()
{
    std::vector<std::string> disks;
    const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir("/sys/block"), ::closedir);
    if (!directory)
        return disks;
    while (const dirent* entry = ::readdir(directory.get())) {
        const std::string name = entry->d_name;
        const std::string device = "/sys/block/" + name + "/device";
        if (name[0] != '.' && ::access(device.c_str(), F_OK) == 0)
            disks.push_back(name);
    }
    return disks;
}

std::int64_t cpuUsecOf(std::string_view procStat)
{
    static const std::int64_t tick = 1'000'000 / ::sysconf(_SC_CLK_TCK);
    const auto fields = fieldsOf(cut(procStat, '\n'));
    std::int64_t ticks = 0; // user nice system (idle iowait) irq softirq steal, proc(5)
    for (const std::size_t i : { 1, 2, 3, 6, 7, 8 })
        if (i < fields.size())
            ticks += numberOr<std::int64_t>(fields[i], 0);
    return ticks * tick;
}

/// A line "Name:   123 kB" of /proc/meminfo in bytes.
std::int64_t memInfo(std::string_view text, std::string_view name)
{
    while (!text.empty()) {
        std::string_view line = cut(text, '\n');
        if (cut(line, ':') != name)
            continue;
        const auto fields = fieldsOf(line);
        return fields.empty() ? 0 : numberOr<std::int64_t>(fields[0], 0) * 1024;
    }
    return 0;
}

std::int64_t keyed(std::string_view text, std::string_view key)
{
    while (!text.empty()) {
        std::string_view line = cut(text, '\n');
        if (cut(line, ':') == key)
            return numberOr<std::int64_t>(line.empty() ? line : line.substr(1), 0);
    }
    return 0;
}

} // namespace

void parseNetDev(std::string_view text, std::int64_t& rxBytes, std::int64_t& txBytes)
{
    rxBytes = txBytes = 0;
    while (!text.empty()) {
        std::string_view line = cut(text, '\n');
        const std::size_t colon = line.rfind(':'); // names may hold colons, counters do not
        if (colon == std::string_view::npos)
            continue;
        std::string_view name = line.substr(0, colon);
        name.remove_prefix(std::min(name.find_first_not_of(' '), name.size()));
        const auto fields = fieldsOf(line.substr(colon + 1));
        if (name == "lo" || fields.size() < 9)
            continue;
        rxBytes += numberOr<std::int64_t>(fields[0], 0);
        txBytes += numberOr<std::int64_t>(fields[8], 0);
    }
}

double processorsOf(std::string_view cpuMax)
{
    const auto quota = number<double>(cut(cpuMax, ' '));
    const auto period = number<double>(cpuMax);
    return quota && period && *period > 0 ? *quota / *period : -1;
}

void parseDiskStats(std::string_view text, const std::vector<std::string>& disks,
    std::int64_t& readBytes, std::int64_t& writtenBytes)
{
    readBytes = writtenBytes = 0;
    while (!text.empty()) {
        const auto fields = fieldsOf(cut(text, '\n'));
        if (fields.size() < 10 || std::find(disks.begin(), disks.end(), fields[2]) == disks.end())
            continue;
        readBytes += numberOr<std::int64_t>(fields[5], 0) * sectorBytes;
        writtenBytes += numberOr<std::int64_t>(fields[9], 0) * sectorBytes;
    }
}

StatsScan::StatsScan(std::string cgroup2Mount)
    : m_mount(std::move(cgroup2Mount))
    , m_buffer(64 * 1024, '\0')
{
}

StatsSample StatsScan::scan(
    const Workloads& workloads, const std::vector<Process>& processes, const ProcessScan& reader)
{
    StatsSample sample;
    sample.time = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now().time_since_epoch())
                      .count();
    sample.host = hostStat(processes.size());
    std::erase_if(m_known, [&workloads](const auto& entry) {
        const auto found = workloads.find(entry.first);
        return found == workloads.end() || found->second.leader != entry.second.leader
            || found->second.cgroup != entry.second.cgroup;
    });
    for (const auto& [id, workload] : workloads) {
        if (workload.leader == 0)
            continue;
        Known& known = m_known[id];
        known.leader = workload.leader;
        known.cgroup = workload.cgroup;
        Stat& stat = sample.workloads[id];
        addProcesses(workload, known, processes, reader, stat);
        addCgroup(workload, known, stat);
    }
    return sample;
}

Stat StatsScan::hostStat(std::size_t processes) const
{
    Stat stat;
    stat.cpuUsec = cpuUsecOf(hostFile("/proc/stat"));
    const std::string memory = hostFile("/proc/meminfo");
    stat.memoryMax = memInfo(memory, "MemTotal");
    stat.memoryBytes = stat.memoryMax - memInfo(memory, "MemAvailable");
    stat.memorySource = "meminfo";
    stat.cpuMax = double(::sysconf(_SC_NPROCESSORS_ONLN));
    stat.processes = std::int64_t(processes);
    if (const std::string disks = hostFile("/proc/diskstats"); !disks.empty())
        parseDiskStats(disks, plainDisks(), stat.readBytes, stat.writtenBytes);
    if (const std::string devices = hostFile("/proc/self/net/dev"); !devices.empty())
        parseNetDev(devices, stat.rxBytes, stat.txBytes);
    stat.oomKills = flatKey(hostFile("/proc/vmstat"), "oom_kill").value_or(-1);
    return stat;
}

void StatsScan::addProcesses(const Workload& workload, Known& known,
    const std::vector<Process>& processes, const ProcessScan& reader, Stat& stat) const
{
    std::int64_t cpu = 0, read = -1, written = -1;
    stat.memorySource = "processes";
    for (const Process& process : processes) {
        if (process.workload != workload.id)
            continue;
        ++stat.processes;
        stat.memoryBytes += process.residentBytes();
        cpu += process.cpuUsec() + process.reapedCpuUsec();
        const auto directory = reader.openProcess(process.stat.pid);
        if (!directory)
            continue;
        if (const auto io = readFile(directory.value().get(), "io", 4096)) {
            read = std::max<std::int64_t>(read, 0) + keyed(io.value(), "read_bytes");
            written = std::max<std::int64_t>(written, 0) + keyed(io.value(), "write_bytes");
        }
        if (process.stat.pid == workload.leader)
            if (const auto devices = readFile(directory.value().get(), "net/dev"))
                parseNetDev(devices.value(), stat.rxBytes, stat.txBytes);
    }
    // A process that ends hands its figures to its parent when that waits; where it does not they
    // are lost, and a sum that falls would look like a huge rate.
    stat.cpuUsec = known.cpuUsec = std::max(known.cpuUsec, cpu);
    stat.readBytes = known.readBytes = std::max(known.readBytes, read);
    stat.writtenBytes = known.writtenBytes = std::max(known.writtenBytes, written);
}

void StatsScan::addCgroup(const Workload& workload, Known& known, Stat& stat)
{
    if (workload.cgroup.empty() || m_mount.empty())
        return;
    if (!known.files) {
        UniqueFd directory(
            ::open((m_mount + workload.cgroup).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
        if (!directory)
            return;
        known.files = std::make_unique<CgroupFiles>(std::move(directory));
    }
    if (!known.files->read(CgroupFiles::Want::Stat, m_buffer)) {
        known.files.reset(); // removed: it stops just now
        return;
    }
    const CgroupFigures& figures = known.files->figures();
    stat.cpuUsec = figures.cpuUsec;
    stat.throttledUsec = figures.throttledUsec;
    stat.periods = figures.periods;
    stat.throttledPeriods = figures.throttledPeriods;
    stat.pidsMax = figures.pidsMax;
    stat.oomKills = figures.oomKills;
    stat.memoryMax = figures.memoryMax;
    stat.cpuMax = processorsOf(figures.cpuMax);
    if (figures.memoryBytes >= 0) {
        stat.memoryBytes = figures.memoryBytes;
        stat.memorySource = "cgroup";
    }
    if (figures.readBytes >= 0) {
        stat.readBytes = figures.readBytes;
        stat.writtenBytes = figures.writtenBytes;
    }
}

} // namespace vitrine::observe
