// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/process_files.h"

#include "backend/observe/text.h"

#include <array>

namespace vitrine::observe {

namespace {

constexpr std::uint64_t kernelThreadFlag = 0x00200000; // PF_KTHREAD of linux/sched.h
constexpr std::size_t statFields = 22; // from "state", field 3, to "rss", field 24

/// The first field after LABEL at the start of a line of TEXT, and what follows it on the line.
std::string_view lineOf(std::string_view text, std::string_view label)
{
    while (!text.empty()) {
        std::string_view line = cut(text, '\n');
        if (line.starts_with(label))
            return line.substr(label.size());
    }
    return {};
}

std::string_view trim(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    return text;
}

} // namespace

std::optional<ProcessStat> parseStat(std::string_view text)
{
    const std::size_t open = text.find('(');
    const std::size_t close = text.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open
        || open == 0 || close + 2 > text.size())
        return std::nullopt;
    const auto pid = number<std::int64_t>(text.substr(0, open - 1));
    std::string_view rest = text.substr(close + 2);
    std::array<std::string_view, statFields> fields;
    for (auto& field : fields)
        field = cut(rest, ' ');
    auto field = [&fields](std::size_t manual) { return fields[manual - 3]; };
    const auto parent = number<std::int64_t>(field(4));
    const auto start = number<std::int64_t>(field(22));
    if (!pid || !parent || !start || field(3).empty())
        return std::nullopt;
    ProcessStat stat;
    stat.pid = *pid;
    stat.name = text.substr(open + 1, close - open - 1);
    stat.state = field(3)[0];
    stat.parent = *parent;
    stat.kernelThread = (numberOr<std::uint64_t>(field(9), 0) & kernelThreadFlag) != 0;
    stat.minorFaults = numberOr<std::uint64_t>(field(10), 0);
    stat.majorFaults = numberOr<std::uint64_t>(field(12), 0);
    stat.userTicks = numberOr<std::uint64_t>(field(14), 0);
    stat.systemTicks = numberOr<std::uint64_t>(field(15), 0);
    stat.reapedTicks
        = numberOr<std::uint64_t>(field(16), 0) + numberOr<std::uint64_t>(field(17), 0);
    stat.threads = numberOr<std::int64_t>(field(20), 0);
    stat.startTime = *start;
    stat.virtualBytes = numberOr<std::uint64_t>(field(23), 0);
    stat.residentPages = numberOr<std::int64_t>(field(24), 0);
    return stat;
}

std::optional<ProcessStatus> parseStatus(std::string_view text)
{
    std::string_view uids = trim(lineOf(text, "Uid:"));
    const auto uid = number<std::uint32_t>(cut(uids, '\t'));
    if (!uid)
        return std::nullopt;
    ProcessStatus status;
    status.realUid = *uid;
    const std::string_view pids = lineOf(text, "NSpid:");
    const std::size_t last = pids.rfind('\t');
    if (last != std::string_view::npos)
        status.innerPid = numberOr<std::int64_t>(pids.substr(last + 1), 0);
    return status;
}

std::string parseCgroup(std::string_view text)
{
    return std::string(lineOf(text, "0::"));
}

std::string parseCommandLine(std::string_view text)
{
    while (!text.empty() && text.back() == '\0')
        text.remove_suffix(1);
    std::string line(text);
    for (char& c : line)
        if (c == '\0')
            c = ' ';
    return line;
}

std::optional<NamespaceId> parseNamespaceLink(std::string_view target)
{
    const std::string_view name = cut(target, ':');
    if (target.size() < 3 || target.front() != '[' || target.back() != ']')
        return std::nullopt;
    const auto inode = number<std::uint64_t>(target.substr(1, target.size() - 2));
    for (std::size_t i = 0; inode && i < namespaceTypes; ++i)
        if (namespaceNames[i] == name)
            return NamespaceId { NamespaceType(i), *inode };
    return std::nullopt;
}

} // namespace vitrine::observe
