// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/oci_planner.h"

#include <algorithm>
#include <sched.h>
#include <sys/mount.h>

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x00000080
#endif

namespace vitrine::plan::oci {

using vitrine::oci::IdMapping;
using vitrine::oci::Namespace;
using vitrine::oci::Process;
using vitrine::oci::RuntimeConfig;

namespace {

void add(Plan& plan, OciStep step)
{
    plan.emplace_back(std::move(step));
}

/// A namespace of its own that the container shall have.
bool isNew(const RuntimeConfig& config, std::uint64_t flag)
{
    const Namespace* entry = config.find(flag);
    return entry && entry->path.empty();
}

kernel::IdMap mapOf(const std::vector<IdMapping>& mappings)
{
    kernel::IdMap map;
    for (const auto& mapping : mappings)
        map.push_back({ mapping.containerId, mapping.hostId, mapping.size });
    return map;
}

StartProcess startOf(const RuntimeConfig& config, const HostFacts& facts)
{
    StartProcess start;
    for (const auto& entry : config.namespaces) {
        if (!entry.path.empty())
            start.joined.push_back({ entry.flag, entry.name, entry.path });
        else if (entry.flag != CLONE_NEWCGROUP && entry.flag != CLONE_NEWTIME)
            start.flags |= entry.flag; // those two are better made from inside
    }
    start.intoCgroup = facts.cgroup.has_value();
    return start;
}

Result<void> checkWhole(const RuntimeConfig& config, const HostFacts& facts)
{
    if (!config.root)
        return Error::invalid("root", "is missing: name the directory with the container's files");
    if (!config.process)
        return Error::invalid("process", "is missing: name a program to run");
    if (config.process->arguments.empty())
        return Error::invalid("process.args", "is missing: name a program to run");
    if (!isNew(config, CLONE_NEWNS))
        return Error::of(ErrorKind::NotSupported, "linux.namespaces",
            "a container needs a new namespace of type \"mount\" for its root");
    const bool ownUsers = config.find(CLONE_NEWUSER) != nullptr;
    if (!facts.privileged && !ownUsers)
        return Error::of(ErrorKind::NotAuthorized, "linux.namespaces",
            "without root a container needs a namespace of type \"user\"");
    const bool oneId = config.users.size() == 1 && config.users.front().size == 1
        && config.groups.size() == 1 && config.groups.front().size == 1;
    if (!facts.privileged && isNew(config, CLONE_NEWUSER) && !oneId)
        return Error::of(ErrorKind::NotAuthorized, "linux.uidMappings",
            "without root one user and one group can be mapped: run under podman unshare, or map "
            "one");
    return {};
}

void addHooks(Plan& plan, const char* phase, const std::vector<Hook>& hooks)
{
    if (!hooks.empty())
        add(plan, RunHooks { phase, hooks });
}

/// What the host does while the process exists and waits.
void addHostPart(Plan& plan, const RuntimeConfig& config, const HostFacts& facts,
    const HandOverMounts& handedOver)
{
    if (isNew(config, CLONE_NEWUSER))
        plan.emplace_back(WriteIdMaps { mapOf(config.users), mapOf(config.groups),
            facts.privileged && !facts.setGroupsDenied ? kernel::SetGroups::Allow
                                                       : kernel::SetGroups::Deny });
    if (!handedOver.sources.empty())
        add(plan, handedOver);
    if (config.process->oomScoreAdjustment)
        add(plan, SetOomScore { *config.process->oomScoreAdjustment });
    addHooks(plan, "prestart", config.hooks.prestart);
    addHooks(plan, "createRuntime", config.hooks.createRuntime);
}

std::optional<LoadFilter> filterOf(const RuntimeConfig& config, unsigned filterFlags)
{
    if (!config.seccomp)
        return std::nullopt;
    return LoadFilter { filterFlags, config.seccomp->listenerPath,
        config.seccomp->listenerMetadata };
}

void addNames(Plan& plan, const RuntimeConfig& config)
{
    if (!config.hostname.empty())
        plan.emplace_back(SetHostname { config.hostname });
    if (!config.domainname.empty())
        add(plan, SetDomainname { config.domainname });
    if (isNew(config, CLONE_NEWNET))
        plan.emplace_back(BringUpInterface { "lo" });
}

void addStreams(Plan& plan, const Process& process, bool makeConsole)
{
    if (!process.terminal) {
        add(plan, KeepStreams {});
        return;
    }
    const auto size = process.consoleSize.value_or(vitrine::oci::ConsoleSize {});
    add(plan, OpenConsole { size.height, size.width, makeConsole });
}

} // namespace

void addConfinement(Plan& plan, const Process& process, std::optional<LoadFilter> filter,
    bool setGroupsDenied, int keptDescriptors)
{
    for (const auto& limit : process.limits)
        plan.emplace_back(
            SetResourceLimit { { limit.resource, limit.name, limit.soft, limit.hard } });
    if (process.ioPriority || process.scheduler)
        add(plan, SetPriorities { process.ioPriority, process.scheduler });
    // Without no_new_privs only an administrator may load a filter: before the rights are gone.
    if (filter && !process.noNewPrivileges)
        add(plan, *filter);
    const auto wanted = process.capabilities.value_or(vitrine::oci::Capabilities {});
    const kernel::CapabilitySets sets { wanted.bounding, wanted.effective, wanted.inheritable,
        wanted.permitted, wanted.ambient };
    add(plan, NarrowCapabilities { sets });
    const auto& user = process.user;
    add(plan,
        BecomeUser { user.uid, user.gid, user.additionalGroups, user.umask.value_or(022),
            !setGroupsDenied });
    add(plan, SetCapabilities { sets });
    add(plan, EnterDirectory { process.workingDirectory });
    if (process.noNewPrivileges)
        plan.emplace_back(SetNoNewPrivileges {});
    if (filter && process.noNewPrivileges)
        add(plan, *filter);
    add(plan, ExecuteProgram { process.arguments, process.environment, keptDescriptors });
}

Result<Plan> planContainer(
    const RuntimeConfig& config, const Place& place, const HostFacts& facts, Begin begin)
{
    TRY(checkWhole(config, facts));
    const HandOverMounts handedOver = TRY(mountsToHandOver(config, place, facts));
    const Process& process = *config.process;
    Plan plan;
    plan.emplace_back(MakeRuntimeDirectory { place.runtimeDirectory });
    TRY(addGroup(plan, config, place, facts));
    add(plan, startOf(config, facts));
    // The host's mounts go on reaching the container where that is said; its own reach nobody.
    const bool fromHost = config.rootPropagation == 0 || (config.rootPropagation & MS_PRIVATE) == 0;
    add(plan,
        SetPropagation {
            "/", static_cast<unsigned long>(MS_REC | (fromHost ? MS_SLAVE : MS_PRIVATE)) });
    if (isNew(config, CLONE_NEWTIME))
        add(plan, EnterTimeNamespace { config.timeOffsets });
    addHostPart(plan, config, facts, handedOver);
    const bool groupsDenied = facts.setGroupsDenied || !facts.privileged;
    plan.emplace_back(SwitchUser { 0, 0, !groupsDenied });
    if (isNew(config, CLONE_NEWCGROUP))
        add(plan, UnshareCgroups {});
    addNames(plan, config);
    addFiles(plan, config, place, facts);
    if (!config.sysctl.empty())
        add(plan, WriteSysctls { config.sysctl });
    addHooks(plan, "createContainer", config.hooks.createContainer);
    plan.emplace_back(PivotRoot {});
    if (config.rootPropagation & (MS_SHARED | MS_UNBINDABLE))
        add(plan,
            SetPropagation { "/", config.rootPropagation & ~static_cast<unsigned long>(MS_REC) });
    addStreams(plan, process, true);
    if (config.root->readOnly)
        plan.emplace_back(MakeRootReadOnly {});
    add(plan, FindProgram { process.arguments.front(), process.environment, process.user.uid });
    if (begin == Begin::Waiting)
        add(plan, WaitForStart {});
    addHooks(plan, "startContainer", config.hooks.startContainer);
    if (config.personality)
        add(plan, SetPersonality { *config.personality });
    addConfinement(
        plan, process, filterOf(config, place.filterFlags), groupsDenied, place.keptDescriptors);
    return plan;
}

Plan planExec(const Process& process, const Running& container, int keptDescriptors)
{
    Plan plan;
    StartProcess start;
    const std::string base = "/proc/" + std::to_string(container.pid) + "/ns/";
    for (const auto& [name, flag] : vitrine::oci::namespaceKinds()) {
        const auto& wanted = container.namespaces;
        if (std::find(wanted.begin(), wanted.end(), flag) == wanted.end())
            continue;
        const std::string file = name == "network" ? "net" : name == "mount" ? "mnt" : name;
        start.joined.push_back({ flag, name, base + file });
    }
    start.intoCgroup = container.inCgroup;
    if (!process.initialAffinity.empty())
        add(plan, TakeProcessors { process.initialAffinity });
    add(plan, start);
    if (process.oomScoreAdjustment)
        add(plan, SetOomScore { *process.oomScoreAdjustment });
    plan.emplace_back(SwitchUser { 0, 0, !container.setGroupsDenied });
    addStreams(plan, process, false);
    add(plan, FindProgram { process.arguments.front(), process.environment, process.user.uid });
    // It is in the container's group by now. What it inherits is the caller's, not the container's.
    if (!process.initialAffinity.empty() || !process.finalAffinity.empty())
        add(plan, SetAffinity { process.finalAffinity });
    std::optional<LoadFilter> filter;
    if (container.seccompFlags)
        filter = LoadFilter { *container.seccompFlags, {}, {} };
    addConfinement(plan, process, filter, container.setGroupsDenied, keptDescriptors);
    return plan;
}

} // namespace vitrine::plan::oci
