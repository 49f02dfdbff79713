// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/describe_isolation.h"

#include "backend/kernel/namespaces.h"
#include "backend/plan/describe_text.h"

#include <algorithm>
#include <linux/mount.h>

namespace vitrine::plan {

namespace {

std::string bindOptions(const kernel::BindSource& source)
{
    std::vector<std::string> options;
    if (const auto attributes = mountOptionText({}, source.set); !attributes.empty())
        options.push_back(attributes);
    if (source.propagation)
        options.emplace_back(nameOf(*source.propagation));
    for (const auto& range : source.users)
        options.push_back("X-mount.idmap=b:" + std::to_string(range.inside) + ":"
            + std::to_string(range.outside) + ":" + std::to_string(range.count));
    return options.empty() ? std::string() : " -o " + join(options, ",");
}

std::string bindCommand(const kernel::BindSource& source, const std::string& target)
{
    return std::string("mount --") + (source.depth == kernel::Depth::Recursive ? "rbind" : "bind")
        + bindOptions(source) + " " + shellQuoted(source.path) + " " + target;
}

std::string mappingText(const kernel::BindSource& source)
{
    if (source.users.empty())
        return {};
    const auto& range = source.users.front();
    if (range.count > 1)
        return ", its files owned inside as outside";
    return ", files of user " + std::to_string(range.inside) + " as root's";
}

/// "--net" of unshare(1) and nsenter(1).
std::string optionOf(const char* kind)
{
    return std::string(" --") + (std::string(kind) == "mnt" ? "mount" : kind);
}

std::string riskNote(const std::vector<std::string>& risks)
{
    return risks.empty() ? std::string() : "risk: " + join(risks, "; ");
}

std::string boundingCommand(const std::vector<std::string>& names)
{
    std::string list;
    for (const auto& name : names)
        list += ",+" + name;
    return "setpriv --bounding-set -all" + list;
}

std::string namespaceNote(const CloneNamespaces& step)
{
    std::vector<std::string> notes;
    if (!step.shared.empty())
        notes.push_back("risk: shares with this system: " + join(step.shared, ", "));
    if (!step.intoCgroup)
        notes.emplace_back("no control group: CPU and memory are counted by process");
    if (step.withinUserNetwork)
        notes.emplace_back("its user namespace is below that of your networks");
    return join(notes, "; ");
}

} // namespace

Description describeStep(const MakeDeviceDirectory& step)
{
    std::string command = "mount -t tmpfs tmpfs DEV";
    for (const auto& device : step.devices)
        command += "; cp -a " + shellQuoted(device) + " DEV/";
    return { "make-device-directory",
        "Make it a /dev with " + join(step.devices, ", ") + " of this system", command,
        join(step.devices, " "), "risk: it can use these devices of this computer" };
}

Description describeStep(const CloneNamespaces& step)
{
    std::vector<std::string> names;
    std::string enter;
    std::string command = "unshare --fork";
    for (const auto& kind : kernel::namespaceKinds())
        if (step.flags & kind.flag) {
            names.emplace_back(kind.name);
            command += optionOf(kind.name);
        }
    std::string text = "Start its first process in new namespaces: " + join(names, ", ");
    for (const auto& joined : step.joined) {
        text += ", " + joined.kind + " of " + joined.whose;
        enter += optionOf(joined.kind.c_str()) + "=/proc/PID/ns/" + joined.kind;
    }
    if (step.withinUserNetwork)
        enter += " --user=/proc/HOLDER/ns/user --preserve-credentials";
    if (!enter.empty())
        command = "nsenter" + enter + " " + command;
    return { "clone-namespaces", text + (step.intoCgroup ? ", born in its control group" : ""),
        command, join(names, " "), namespaceNote(step) };
}

Description describeStep(const JoinNamespaces& step)
{
    const std::string pid = std::to_string(step.pid);
    return { "join-namespaces", "Enter the namespaces of process " + pid + " and fork",
        "nsenter --all --target " + pid, pid, {} };
}

Description describeStep(const WriteIdMaps& step)
{
    std::string text = kernel::idMapText(step.users);
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    std::string words = text;
    std::replace(words.begin(), words.end(), '\n', ' ');
    Description description { "write-id-maps",
        "Map its users and groups to ids outside (inside, outside, count): " + words,
        step.byPrograms ? "newuidmap PID " + words + "; newgidmap PID …"
                        : "echo '" + text + "' | tee /proc/PID/uid_map /proc/PID/gid_map",
        text, {} };
    if (step.users.size() == 1 && step.users.front().count == 1)
        description.note = "one user only: root inside is you outside, all others are nobody"
            + (step.note.empty() ? "" : " (" + step.note + ")");
    if (!step.users.empty() && step.users.front().outside == 0)
        description.note = "the storage cannot shift ids: root inside is root outside for files";
    return description;
}

Description describeStep(const SetDomainName& step)
{
    return { "set-domain-name", "Put it into the domain " + step.name,
        "domainname " + shellQuoted(step.name), step.name, {} };
}

Description describeStep(const ShiftClocks& step)
{
    const std::string offsets = "boottime " + std::to_string(step.boottime) + " s, monotonic "
        + std::to_string(step.monotonic) + " s";
    return { "shift-clocks", "Shift its clocks in a time namespace: " + offsets,
        "unshare --time --boottime " + std::to_string(step.boottime) + " --monotonic "
            + std::to_string(step.monotonic),
        offsets, {} };
}

Description describeStep(const KeepCapabilities& step)
{
    return { "keep-capabilities", "Drop all capabilities but " + std::to_string(step.names.size()),
        boundingCommand(step.names), join(step.names, " "), riskNote(step.risks) };
}

Description describeStep(const LimitCapabilities& step)
{
    return { "limit-capabilities",
        "Let no program of it have other capabilities than " + std::to_string(step.names.size()),
        boundingCommand(step.names), join(step.names, " "), riskNote(step.risks) };
}

Description describeStep(const SwitchAccount& step)
{
    const std::string user = step.user.empty() ? "root" : step.user;
    std::string command = "setpriv --reuid " + shellQuoted(user.substr(0, user.find(':')));
    if (const std::size_t colon = user.find(':'); colon != std::string::npos)
        command += " --regid " + shellQuoted(user.substr(colon + 1));
    command += step.groups.empty() ? " --init-groups"
                                   : " --groups " + shellQuoted(join(step.groups, ","));
    return { "switch-account",
        "Become its user " + user
            + (step.groups.empty() ? "" : ", in the groups " + join(step.groups, ", ")),
        command, user, {} };
}

Description describeStep(const Execute& step)
{
    std::string line;
    for (const auto& argument : step.command)
        line += (line.empty() ? "" : " ") + shellQuoted(argument);
    return { "execute",
        "Run " + line + (step.init ? " as the child of a process 1 that reaps" : ""),
        step.init ? "exec tini -- " + line : "exec " + line,
        step.command.empty() ? "" : step.command.front(), {} };
}

Description describeStep(const TakeMount& step)
{
    const auto& source = step.source;
    return { "take-mount",
        "Take " + source.path + " of this system along"
            + (source.asUser ? ", with the rights of user " + std::to_string(*source.asUser) : "")
            + mappingText(source),
        bindCommand(source, "VOLUME"), source.path, {} };
}

Description describeStep(const BindMount& step)
{
    const auto& source = step.source;
    const bool readOnly = (source.set & MOUNT_ATTR_RDONLY) != 0;
    return { "bind-mount",
        "Show " + source.path + " of this system on " + step.target
            + (readOnly ? ", read-only" : ", to be written in"),
        step.taken ? "mount --move VOLUME ROOT" + shellQuoted(step.target)
                   : bindCommand(source, "ROOT" + shellQuoted(step.target)),
        step.target,
        source.propagation == Propagation::Shared
            ? "what is mounted in it inside is mounted on this system too"
            : "" };
}

} // namespace vitrine::plan
