// SPDX-License-Identifier: GPL-3.0-or-later
// "process" of config.json: config.md, section Process.
#include "backend/spec/oci/fields.h"

#include <algorithm>
#include <array>
#include <linux/sched.h>
#include <sys/resource.h>
#include <utility>

namespace vitrine::oci {

namespace {

Result<User> readUser(ObjectReader& process)
{
    User user;
    ObjectReader fields = TRY(process.object("user"));
    constexpr std::uint32_t highest = 0xfffffffe; // the last one stands for "none"
    TRY(readNumber(fields, "uid", user.uid, 0U, highest));
    TRY(readNumber(fields, "gid", user.gid, 0U, highest));
    TRY(readNumber(fields, "umask", user.umask, 0U, 0777U));
    if (const Json* groups = TRY(fields.list("additionalGids"))) {
        if (groups->size() > bounds::entries)
            return Error::invalid(fields.pathOf("additionalGids"), "has too many entries");
        for (std::size_t i = 0; i < groups->size(); ++i) {
            const Json& group = (*groups)[i];
            const bool number = group.is_number_unsigned()
                || (group.is_number_integer() && group.get<std::int64_t>() >= 0);
            if (!number || group.get<std::uint64_t>() > highest)
                return Error::invalid(fields.pathOf("additionalGids[" + std::to_string(i) + "]"),
                    "must be a number of a group");
            user.additionalGroups.push_back(group.get<std::uint32_t>());
        }
    }
    if (fields.has("username"))
        return notSupported(fields.pathOf("username"), "is for Windows; give uid and gid");
    TRY(fields.finish());
    return user;
}

Result<void> readSet(ObjectReader& fields, const char* name, std::vector<std::string>& out)
{
    std::vector<std::string> names;
    TRY(readTexts(fields, name, names));
    for (const auto& text : names)
        out.push_back(TRY(parseCapability(fields.pathOf(name), text)));
    return {};
}

Result<void> readCapabilities(ObjectReader& process, std::optional<Capabilities>& out)
{
    const Json* json = TRY(process.dictionary("capabilities"));
    if (!json)
        return {};
    ObjectReader fields = TRY(objectOf(*json, process.pathOf("capabilities")));
    Capabilities sets;
    TRY(readSet(fields, "bounding", sets.bounding));
    TRY(readSet(fields, "effective", sets.effective));
    TRY(readSet(fields, "inheritable", sets.inheritable));
    TRY(readSet(fields, "permitted", sets.permitted));
    TRY(readSet(fields, "ambient", sets.ambient));
    TRY(fields.finish());
    out = std::move(sets);
    return {};
}

const std::map<std::string, int>& limitNames()
{
    static const std::map<std::string, int> names { { "RLIMIT_AS", RLIMIT_AS },
        { "RLIMIT_CORE", RLIMIT_CORE }, { "RLIMIT_CPU", RLIMIT_CPU },
        { "RLIMIT_DATA", RLIMIT_DATA }, { "RLIMIT_FSIZE", RLIMIT_FSIZE },
        { "RLIMIT_LOCKS", RLIMIT_LOCKS }, { "RLIMIT_MEMLOCK", RLIMIT_MEMLOCK },
        { "RLIMIT_MSGQUEUE", RLIMIT_MSGQUEUE }, { "RLIMIT_NICE", RLIMIT_NICE },
        { "RLIMIT_NOFILE", RLIMIT_NOFILE }, { "RLIMIT_NPROC", RLIMIT_NPROC },
        { "RLIMIT_RSS", RLIMIT_RSS }, { "RLIMIT_RTPRIO", RLIMIT_RTPRIO },
        { "RLIMIT_RTTIME", RLIMIT_RTTIME }, { "RLIMIT_SIGPENDING", RLIMIT_SIGPENDING },
        { "RLIMIT_STACK", RLIMIT_STACK } };
    return names;
}

std::string inSmallLetters(std::string text)
{
    for (char& c : text)
        if (c >= 'A' && c <= 'Z')
            c = char(c - 'A' + 'a');
    return text;
}

Result<ProcessLimit> readLimit(ObjectReader& fields)
{
    std::string type;
    ProcessLimit limit;
    TRY(fields.read("type", type));
    const auto found = limitNames().find(type);
    if (found == limitNames().end())
        return Error::invalid(fields.pathOf("type"), "'" + type + "' is no limit of Linux");
    limit.resource = found->second;
    limit.name = inSmallLetters(type.substr(sizeof "RLIMIT_" - 1));
    for (const char* name : { "soft", "hard" })
        if (!fields.has(name))
            return Error::invalid(fields.pathOf(name), "is missing");
    TRY(readNumber(fields, "soft", limit.soft));
    TRY(readNumber(fields, "hard", limit.hard));
    if (limit.soft > limit.hard)
        return Error::invalid(fields.pathOf("soft"), "is higher than \"hard\"");
    return limit;
}

Result<void> readIoPriority(ObjectReader& process, std::optional<IoPriority>& out)
{
    // <linux/ioprio.h> has the numbers, but is no C++ everywhere: a parameter is called class.
    static const std::map<std::string, int> classes { { "IOPRIO_CLASS_RT", 1 },
        { "IOPRIO_CLASS_BE", 2 }, { "IOPRIO_CLASS_IDLE", 3 } };
    const Json* json = TRY(process.dictionary("ioPriority"));
    if (!json)
        return {};
    ObjectReader fields = TRY(objectOf(*json, process.pathOf("ioPriority")));
    std::string name;
    IoPriority priority;
    TRY(fields.read("class", name));
    TRY(readNumber(fields, "priority", priority.level, 0, 7));
    TRY(fields.finish());
    const auto found = classes.find(name);
    if (found == classes.end())
        return Error::invalid(fields.pathOf("class"), "'" + name + "' is no class of priorities");
    priority.priorityClass = found->second;
    out = priority;
    return {};
}

Result<void> readSchedulerFlags(ObjectReader& fields, Scheduler& scheduler)
{
    static const std::map<std::string, std::uint64_t> known { { "SCHED_FLAG_RESET_ON_FORK", 0x01 },
        { "SCHED_FLAG_RECLAIM", 0x02 }, { "SCHED_FLAG_DL_OVERRUN", 0x04 },
        { "SCHED_FLAG_KEEP_POLICY", 0x08 }, { "SCHED_FLAG_KEEP_PARAMS", 0x10 },
        { "SCHED_FLAG_UTIL_CLAMP_MIN", 0x20 }, { "SCHED_FLAG_UTIL_CLAMP_MAX", 0x40 } };
    std::vector<std::string> flags;
    TRY(readTexts(fields, "flags", flags));
    for (const auto& flag : flags) {
        const auto found = known.find(flag);
        if (found == known.end())
            return Error::invalid(fields.pathOf("flags"), "'" + flag + "' is no flag of sched(7)");
        scheduler.flags |= found->second;
    }
    return {};
}

Result<void> readScheduler(ObjectReader& process, std::optional<Scheduler>& out)
{
    static const std::map<std::string, std::uint32_t> policies { { "SCHED_OTHER", 0 },
        { "SCHED_FIFO", 1 }, { "SCHED_RR", 2 }, { "SCHED_BATCH", 3 }, { "SCHED_ISO", 4 },
        { "SCHED_IDLE", 5 }, { "SCHED_DEADLINE", 6 } };
    const Json* json = TRY(process.dictionary("scheduler"));
    if (!json)
        return {};
    ObjectReader fields = TRY(objectOf(*json, process.pathOf("scheduler")));
    std::string policy;
    Scheduler scheduler;
    TRY(fields.read("policy", policy));
    const auto found = policies.find(policy);
    if (found == policies.end())
        return Error::invalid(fields.pathOf("policy"), "'" + policy + "' is no policy of sched(7)");
    scheduler.policy = found->second;
    TRY(readNumber(fields, "nice", scheduler.nice, -20, 19));
    TRY(readNumber(fields, "priority", scheduler.priority, 0U, 99U));
    TRY(readSchedulerFlags(fields, scheduler));
    TRY(readNumber(fields, "runtime", scheduler.runtime));
    TRY(readNumber(fields, "deadline", scheduler.deadline));
    TRY(readNumber(fields, "period", scheduler.period));
    TRY(fields.finish());
    out = scheduler;
    return {};
}

Result<void> readConsoleSize(ObjectReader& process, std::optional<ConsoleSize>& out)
{
    const Json* json = TRY(process.dictionary("consoleSize"));
    if (!json)
        return {};
    ObjectReader fields = TRY(objectOf(*json, process.pathOf("consoleSize")));
    ConsoleSize size;
    TRY(readNumber(fields, "height", size.height));
    TRY(readNumber(fields, "width", size.width));
    TRY(fields.finish());
    out = size;
    return {};
}

/// Labels of security modules; an empty one asks for nothing.
Result<void> refuseLabels(ObjectReader& process)
{
    std::string profile, label;
    TRY(process.read("apparmorProfile", profile));
    TRY(process.read("selinuxLabel", label));
    if (!profile.empty() && profile != "unconfined")
        return notSupported(process.pathOf("apparmorProfile"),
            "AppArmor profiles are not applied; leave it out or say \"unconfined\"");
    if (!label.empty())
        return notSupported(
            process.pathOf("selinuxLabel"), "SELinux labels are not applied; leave it out");
    if (process.has("commandLine"))
        return notSupported(process.pathOf("commandLine"), "is for Windows; give \"args\"");
    return {};
}

Result<void> checkProcess(const Process& process, const std::string& path)
{
    TRY(checkAbsolute(path + ".cwd", process.workingDirectory));
    if (!process.arguments.empty() && process.arguments.front().empty())
        return Error::invalid(path + ".args[0]", "is empty: name the program to run");
    for (std::size_t i = 0; i < process.environment.size(); ++i)
        if (process.environment[i].find('=') == std::string::npos
            || process.environment[i].front() == '=')
            return Error::invalid(path + ".env[" + std::to_string(i) + "]",
                "must look like NAME=value, not '" + process.environment[i] + "'");
    return {};
}

Result<void> readAffinity(ObjectReader& process, Process& out)
{
    ObjectReader fields = TRY(process.object("execCPUAffinity"));
    for (auto [name, list] :
        { std::pair("initial", &out.initialAffinity), std::pair("final", &out.finalAffinity) }) {
        TRY(fields.read(name, *list));
        if (list->find_first_not_of("0123456789, -") != std::string::npos)
            return Error::invalid(fields.pathOf(name), "must be a list of processors as \"0-3,7\"");
    }
    return fields.finish();
}

} // namespace

Result<std::string> parseCapability(const std::string& field, const std::string& text)
{
    std::string name = inSmallLetters(text);
    if (name.rfind("cap_", 0) == 0)
        name.erase(0, 4);
    // In the order of their numbers, 0 to 40: capabilities(7).
    static constexpr std::array known { "chown", "dac_override", "dac_read_search", "fowner",
        "fsetid", "kill", "setgid", "setuid", "setpcap", "linux_immutable", "net_bind_service",
        "net_broadcast", "net_admin", "net_raw", "ipc_lock", "ipc_owner", "sys_module", "sys_rawio",
        "sys_chroot", "sys_ptrace", "sys_pacct", "sys_admin", "sys_boot", "sys_nice",
        "sys_resource", "sys_time", "sys_tty_config", "mknod", "lease", "audit_write",
        "audit_control", "setfcap", "mac_override", "mac_admin", "syslog", "wake_alarm",
        "block_suspend", "audit_read", "perfmon", "bpf", "checkpoint_restore" };
    if (std::find(known.begin(), known.end(), name) == known.end())
        return Error::invalid(field, "'" + text + "' is no capability");
    return name;
}

Result<Process> parseProcess(const Json& json, const std::string& path)
{
    Process process;
    ObjectReader reader = TRY(objectOf(json, path));
    TRY(reader.read("terminal", process.terminal));
    TRY(readConsoleSize(reader, process.consoleSize));
    process.user = TRY(readUser(reader));
    TRY(readTexts(reader, "args", process.arguments));
    TRY(readTexts(reader, "env", process.environment));
    TRY(reader.read("cwd", process.workingDirectory));
    TRY(readCapabilities(reader, process.capabilities));
    TRY(readObjects(reader, "rlimits", process.limits, readLimit));
    for (std::size_t i = 0; i < process.limits.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (process.limits[i].resource == process.limits[j].resource)
                return Error::invalid(
                    reader.pathOf("rlimits"), "has " + process.limits[i].name + " twice");
    TRY(reader.read("noNewPrivileges", process.noNewPrivileges));
    TRY(readNumber(reader, "oomScoreAdj", process.oomScoreAdjustment, -1000, 1000));
    TRY(readIoPriority(reader, process.ioPriority));
    TRY(readScheduler(reader, process.scheduler));
    TRY(readAffinity(reader, process));
    TRY(refuseLabels(reader));
    TRY(reader.finish());
    TRY(checkProcess(process, path));
    return process;
}

} // namespace vitrine::oci
