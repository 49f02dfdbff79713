// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/cgroup_files.h"

#include "backend/observe/text.h"

#include <cerrno>
#include <charconv>

namespace vitrine::observe {

namespace {

constexpr std::array<const char*, 12> fileNames { "cpu.stat", "memory.current", "memory.events",
    "cgroup.events", "cpu.pressure", "memory.pressure", "io.pressure", "io.stat", "memory.max",
    "cpu.max", "pids.max", "cgroup.controllers" };

std::string_view firstLine(std::string_view text)
{
    return cut(text, '\n');
}

} // namespace

std::optional<std::int64_t> flatKey(std::string_view text, std::string_view key)
{
    while (!text.empty()) {
        std::string_view line = cut(text, '\n');
        if (cut(line, ' ') == key)
            return number<std::int64_t>(line);
    }
    return std::nullopt;
}

double parsePressure(std::string_view text)
{
    std::string_view line = firstLine(text);
    if (cut(line, ' ') != "some")
        return -1;
    while (!line.empty()) {
        std::string_view field = cut(line, ' ');
        if (cut(field, '=') != "avg10")
            continue;
        double value = -1;
        const auto parsed = std::from_chars(field.data(), field.data() + field.size(), value);
        return parsed.ec == std::errc() ? value : -1;
    }
    return -1;
}

void parseIoStat(std::string_view text, CgroupFigures& figures)
{
    std::int64_t read = 0, written = 0;
    while (!text.empty()) {
        std::string_view line = cut(text, '\n');
        while (!line.empty()) {
            std::string_view value = cut(line, ' ');
            const std::string_view key = cut(value, '=');
            if (key == "rbytes")
                read += numberOr<std::int64_t>(value, 0);
            else if (key == "wbytes")
                written += numberOr<std::int64_t>(value, 0);
        }
    }
    figures.readBytes = read;
    figures.writtenBytes = written;
}

void parseCpuStat(std::string_view text, CgroupFigures& figures)
{
    figures.cpuUsec = flatKey(text, "usage_usec").value_or(0);
    figures.cpuUserUsec = flatKey(text, "user_usec").value_or(0);
    figures.cpuSystemUsec = flatKey(text, "system_usec").value_or(0);
    figures.throttledUsec = flatKey(text, "throttled_usec").value_or(-1);
    figures.periods = flatKey(text, "nr_periods").value_or(-1);
    figures.throttledPeriods = flatKey(text, "nr_throttled").value_or(-1);
}

std::string_view CgroupFiles::text(File file, std::string& buffer)
{
    if (m_missing[file])
        return {};
    const auto content = m_files[file].read(m_directory.get(), fileNames[file], buffer);
    if (content)
        return content.value();
    // Every cgroup has cpu.stat: a directory without it has been removed.
    if (content.error().number == ENODEV || (file == CpuStat && content.error().number == ENOENT))
        m_gone = true;
    m_missing[file] = true; // of a controller that is not enabled; looked for again with the rest
    return {};
}

Result<void> CgroupFiles::read(Want want, std::string& buffer)
{
    if (isDue())
        m_missing.fill(false);
    parseCpuStat(text(CpuStat, buffer), m_figures);
    m_figures.memoryBytes = numberOr<std::int64_t>(firstLine(text(MemoryCurrent, buffer)), -1);
    m_figures.oomKills = flatKey(text(MemoryEvents, buffer), "oom_kill").value_or(-1);
    if (want == Want::Row) {
        const std::string_view events = text(Events, buffer);
        // The root has no such file; it is never empty.
        m_figures.populated = flatKey(events, "populated").value_or(1) != 0;
        m_figures.frozen = flatKey(events, "frozen").value_or(0) != 0;
        m_figures.cpuPressure = parsePressure(text(CpuPressure, buffer));
        m_figures.memoryPressure = parsePressure(text(MemoryPressure, buffer));
        m_figures.ioPressure = parsePressure(text(IoPressure, buffer));
    } else if (const std::string_view io = text(IoStat, buffer); !m_missing[IoStat]) {
        parseIoStat(io, m_figures);
    }
    if (isDue())
        readRest(buffer);
    if (m_gone)
        return Error::kernel(ENODEV, "pread", "cgroup");
    return {};
}

void CgroupFiles::readRest(std::string& buffer)
{
    m_restRead = std::chrono::steady_clock::now();
    m_figures.memoryMax = numberOr<std::int64_t>(firstLine(text(MemoryMax, buffer)), -1);
    m_figures.pidsMax = numberOr<std::int64_t>(firstLine(text(PidsMax, buffer)), -1);
    const std::string_view cpuMax = firstLine(text(CpuMax, buffer));
    m_figures.cpuMax = cpuMax.starts_with("max") ? std::string_view {} : cpuMax;
    m_figures.controllers.clear();
    std::string_view names = firstLine(text(Controllers, buffer));
    while (!names.empty())
        m_figures.controllers.emplace_back(cut(names, ' '));
    for (const File file : { MemoryMax, PidsMax, CpuMax, Controllers })
        m_files[file].close();
}

void CgroupFiles::close()
{
    for (KeptFile& file : m_files)
        file.close();
}

} // namespace vitrine::observe
