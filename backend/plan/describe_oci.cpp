// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of oci_steps.h in words.
#include "backend/plan/describe.h"
#include "backend/plan/describe_text.h"

namespace vitrine::plan {

namespace {

using namespace oci;

Description describeStep(const PrepareGroups& step)
{
    return { "prepare-groups", "Make the control groups above its own",
        "mkdir -p " + shellQuoted(step.mount + step.path), step.path, {} };
}

Description describeStep(const LimitDevices& step)
{
    return { "limit-devices",
        "Limit the devices of its control group by " + std::to_string(step.rules.size()) + " rules",
        {}, "devices", {} };
}

Description describeStep(const StartProcess& step)
{
    std::vector<std::string> joined;
    std::string command = "unshare" + unshareOptions(step.flags) + " --fork";
    for (const auto& entry : step.joined) {
        joined.push_back(entry.name);
        command += " nsenter --" + entry.name + "=" + shellQuoted(entry.path);
    }
    return { "start-process",
        "Start its process in new namespaces: " + namespaceText(step.flags)
            + (joined.empty() ? "" : "; in those of others: " + join(joined, ", ")),
        command, namespaceText(step.flags), {} };
}

Description describeStep(const SetOomScore& step)
{
    const std::string value = std::to_string(step.value);
    return { "set-oom-score", "Let it be chosen by " + value + " when memory runs out",
        "choom -n " + value, value, {} };
}

Description describeStep(const HandOverMounts& step)
{
    return { "hand-over-mounts",
        "Hand it " + std::to_string(step.sources.size()) + " mounts of the host", {}, "mounts",
        {} };
}

Description describeStep(const RunHooks& step)
{
    std::vector<std::string> paths;
    for (const auto& hook : step.hooks)
        paths.push_back(shellQuoted(hook.path));
    return { "run-hooks", "Run the hooks of " + step.phase, join(paths, "; "), step.phase, {} };
}

Description describeStep(const EnterTimeNamespace& step)
{
    std::string command = "unshare --time";
    for (const auto& offset : step.offsets)
        command += " --" + offset.clock + " " + std::to_string(offset.seconds);
    return { "enter-time-namespace", "Give it clocks of its own", command, "time", {} };
}

Description describeStep(const UnshareCgroups&)
{
    return { "unshare-cgroups", "Make its control group the root of those it sees",
        "unshare --cgroup", "cgroup", {} };
}

Description describeStep(const SetPropagation& step)
{
    return { "set-propagation", "Say which mounts reach it, and which of its own reach others",
        "mount --make-" + propagationText(step.flags) + " " + shellQuoted(step.path), step.path,
        {} };
}

Description describeStep(const AttachRoot& step)
{
    const std::string path = shellQuoted(step.path);
    return { "attach-root", "Make its root directory a mount", "mount --rbind " + path + " " + path,
        step.path, {} };
}

Description describeStep(const oci::Mount& step)
{
    const auto& mount = step.mount;
    const std::string target = " ROOT" + shellQuoted(mount.destination);
    if (mount.bind)
        return { "mount", "Show " + mount.source + " as " + mount.destination,
            "mount --bind " + shellQuoted(mount.source) + target, mount.destination, {} };
    const std::string options = mountOptionText(mount.data, mount.setAttributes);
    return { "mount", "Mount " + mount.type + " on " + mount.destination,
        "mount -t " + mount.type + (options.empty() ? "" : " -o " + shellQuoted(options)) + " "
            + shellQuoted(mount.source.empty() ? mount.type : mount.source) + target,
        mount.destination, {} };
}

Description describeStep(const SealMounts& step)
{
    return { "seal-mounts", "Make " + join(step.paths, ", ") + " read-only",
        "mount -o remount,bind,ro ROOT" + join(step.paths, "; mount -o remount,bind,ro ROOT"),
        join(step.paths, " "), {} };
}

Description describeStep(const MakeDevices& step)
{
    std::vector<std::string> commands;
    for (const auto& device : step.devices)
        commands.push_back("mknod ROOT" + shellQuoted(device.path) + " " + device.type + " "
            + std::to_string(device.major) + " " + std::to_string(device.minor));
    return { "make-devices", "Give it " + std::to_string(step.devices.size()) + " devices",
        join(commands, "; "), "/dev", step.bind ? "they are bound from the host's" : "" };
}

Description describeStep(const MakeLinks& step)
{
    std::vector<std::string> commands;
    for (const auto& link : step.links)
        commands.push_back("ln -s " + link.target + " ROOT" + link.path);
    return { "make-links", "Make the usual links in /dev", join(commands, "; "), "/dev", {} };
}

Description describeStep(const SetDomainname& step)
{
    return { "set-domainname", "Name its domain " + step.name,
        "domainname " + shellQuoted(step.name), step.name, {} };
}

Description describeStep(const WriteSysctls& step)
{
    std::vector<std::string> commands;
    for (const auto& [name, value] : step.values)
        commands.push_back("sysctl -w " + shellQuoted(name + "=" + value));
    return { "write-sysctls", "Set " + std::to_string(step.values.size()) + " kernel settings",
        join(commands, "; "), "/proc/sys", {} };
}

Description describeStep(const OpenConsole&)
{
    return { "open-console", "Give it a terminal from its own /dev/pts", "setsid --ctty",
        "/dev/console", {} };
}

Description describeStep(const KeepStreams&)
{
    return { "keep-streams", "Make it the head of a session", "setsid", "session", {} };
}

Description describeStep(const WaitForStart&)
{
    return { "wait-for-start", "Wait to be started", {}, "start", {} };
}

Description describeStep(const SetPriorities& step)
{
    return { "set-priorities", "Set its priorities for processors and disks",
        step.io ? "chrt; ionice" : "chrt", "priorities", {} };
}

Description describeStep(const TakeProcessors& step)
{
    return { "take-processors", "Start it from processors " + step.list,
        "taskset -pc " + shellQuoted(step.list) + " $$", step.list, {} };
}

Description describeStep(const SetAffinity& step)
{
    if (step.list.empty())
        return { "set-affinity", "Let it run on all processors of its group", "taskset -p ffffffff",
            "all", {} };
    return { "set-affinity", "Let it run on processors " + step.list,
        "taskset -c " + shellQuoted(step.list), step.list, {} };
}

Description describeStep(const SetPersonality& step)
{
    return { "set-personality", "Set its execution domain",
        "setarch " + std::to_string(step.persona), "personality", {} };
}

Description describeStep(const BecomeUser& step)
{
    const std::string ids = std::to_string(step.uid) + ":" + std::to_string(step.gid);
    return { "become-user", "Become user and group " + ids,
        "setpriv --reuid " + std::to_string(step.uid) + " --regid " + std::to_string(step.gid), ids,
        step.mayChangeGroups ? "" : "further groups stay as they are" };
}

Description describeStep(const SetCapabilities& step)
{
    return { "set-capabilities",
        "Keep " + std::to_string(step.sets.permitted.size()) + " capabilities",
        "setpriv --inh-caps", join(step.sets.permitted, " "), {} };
}

Description describeStep(const NarrowCapabilities& step)
{
    std::string list;
    for (const auto& name : step.sets.bounding)
        list += ",+" + name;
    return { "narrow-capabilities",
        "Let no program gain more than " + std::to_string(step.sets.bounding.size())
            + " capabilities",
        "setpriv --bounding-set -all" + list, join(step.sets.bounding, " "), {} };
}

Description describeStep(const LoadFilter& step)
{
    return { "load-filter", "Load its filter of system calls", {}, "seccomp",
        step.listener.empty() ? "" : "some calls are decided by " + step.listener };
}

Description describeStep(const EnterDirectory& step)
{
    return { "enter-directory", "Go to " + step.path, "cd " + shellQuoted(step.path), step.path,
        {} };
}

Description describeStep(const FindProgram& step)
{
    return { "find-program", "Find its program", "command -v " + shellQuoted(step.name), step.name,
        {} };
}

Description describeStep(const ExecuteProgram& step)
{
    std::vector<std::string> words;
    for (const auto& argument : step.arguments)
        words.push_back(shellQuoted(argument));
    const std::string line = join(words, " ");
    return { "execute-program", "Run " + line, "exec " + line,
        step.arguments.empty() ? "" : step.arguments.front(), {} };
}

} // namespace

Description describe(const oci::OciStep& step)
{
    return std::visit([](const auto& concrete) { return describeStep(concrete); }, step);
}

Where whereRuns(const oci::OciStep& step)
{
    if (const auto* hooks = std::get_if<RunHooks>(&step))
        return hooks->phase == "createContainer" || hooks->phase == "startContainer" ? Where::Child
                                                                                     : Where::Host;
    return step.index() <= OciStep(HandOverMounts {}).index() ? Where::Host : Where::Child;
}

} // namespace vitrine::plan
