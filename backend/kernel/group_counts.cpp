// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/group_counts.h"

#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <unistd.h>

namespace vitrine::kernel {

namespace {

/// The number behind "KEY " at the beginning of a line, 0 when there is none.
std::uint64_t countIn(std::string_view text, std::string_view key)
{
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!line.starts_with(key) || line.size() <= key.size() || line[key.size()] != ' ')
            continue;
        std::uint64_t count = 0;
        const char* begin = line.data() + key.size() + 1;
        std::from_chars(begin, line.data() + line.size(), count);
        return count;
    }
    return 0;
}

/// What stands between ",KEY=" and the next comma.
std::string valueOf(std::string_view text, std::string_view key)
{
    const std::string before = "," + std::string(key) + "=";
    const std::size_t at = text.find(before);
    if (at == std::string_view::npos)
        return {};
    text.remove_prefix(at + before.size());
    return std::string(text.substr(0, text.find_first_of(",\n")));
}

} // namespace

GroupCounts readCounts(const Cgroup& group)
{
    GroupCounts counts;
    if (const auto memory = group.read("memory.events")) {
        counts.oom = countIn(memory.value(), "oom");
        counts.oomKills = countIn(memory.value(), "oom_kill");
        counts.memoryMax = countIn(memory.value(), "max");
        counts.memoryHigh = countIn(memory.value(), "high");
    }
    if (const auto pids = group.read("pids.events"))
        counts.pidsMax = countIn(pids.value(), "max");
    return counts;
}

OomVictim parseVictim(std::string_view record)
{
    const std::size_t at = record.find(";oom-kill:");
    if (at == std::string_view::npos)
        return {};
    const std::string_view text = record.substr(at);
    OomVictim victim { valueOf(text, "oom_memcg"), valueOf(text, "task"), 0 };
    const std::string pid = valueOf(text, "pid");
    std::from_chars(pid.data(), pid.data() + pid.size(), victim.pid);
    return victim;
}

KernelLog::KernelLog()
    : m_log(::open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC))
{
    if (m_log && ::lseek(m_log.get(), 0, SEEK_END) < 0)
        m_log.reset();
}

std::vector<OomVictim> KernelLog::victims() const
{
    std::vector<OomVictim> victims;
    if (!m_log)
        return victims;
    char record[8192]; // the kernel's own bound; a read gives one record
    for (;;) {
        const ssize_t count = ::read(m_log.get(), record, sizeof record);
        if (count < 0 && errno == EPIPE)
            continue; // some were overwritten before we came: the next read goes on behind them
        if (count <= 0)
            return victims;
        OomVictim victim = parseVictim({ record, std::size_t(count) });
        if (!victim.group.empty())
            victims.push_back(std::move(victim));
    }
}

} // namespace vitrine::kernel
