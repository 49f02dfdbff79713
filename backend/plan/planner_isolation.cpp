// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/planner_isolation.h"

#include "backend/kernel/namespaces.h"
#include "backend/plan/planner_volumes.h"

#include <algorithm>
#include <linux/mount.h>

namespace vitrine::plan {

namespace {

using From = NamespaceChoice::From;

constexpr unsigned noSuidDevExec = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;

Error notSupported(const std::string& kind, std::string text)
{
    return Error::of(ErrorKind::NotSupported, "namespaces." + kind, std::move(text));
}

bool has(const std::vector<std::string>& list, const std::string& entry)
{
    return std::find(list.begin(), list.end(), entry) != list.end();
}

Result<void> checkUserNamespace(
    const NamespaceChoice& choice, const ContainerPlace& place, const kernel::HostFacts& facts)
{
    if (choice.from == From::Host && place.owner != 0)
        return notSupported("user",
            "only a container of root may share this computer's user namespace: root in it is "
            "root");
    if (choice.from == From::Host && !facts.privileged)
        return notSupported(
            "user", "takes root: an ordinary user's container needs one of its own");
    if (choice.from == From::Path)
        return notSupported("user", "must be \"new\" or of a container: its ids would be unknown");
    return {};
}

/// A container of KIND can be joined only by who has rights over its user namespace.
Result<void> checkJoined(const std::string& kind, const NamespaceChoice& choice,
    const NamespaceChoice& user, const kernel::HostFacts& facts)
{
    const bool together = user == choice;
    if (!facts.privileged && !together)
        return notSupported(kind,
            "an ordinary user joins it together with the user namespace that it belongs to: set "
            "namespaces.user to \"container:"
                + choice.name + "\" too");
    if (kind == "pid" && !together && user.from != From::Host)
        return notSupported(kind,
            "it needs the user namespace of that container too, to mount /proc: set "
            "namespaces.user to \"container:"
                + choice.name + "\"");
    return {};
}

Result<void> checkNamespaces(
    const Isolation& isolation, const ContainerPlace& place, const kernel::HostFacts& facts)
{
    const NamespaceChoice user = namespaceOf(isolation, "user");
    TRY(checkUserNamespace(user, place, facts));
    for (const auto& [kind, choice] : isolation.namespaces) {
        if (choice.from == From::Path && place.owner != 0 && facts.privileged)
            return notSupported(kind, "paths of others are not followed");
        if (choice.from == From::Path && kind == "pid")
            return notSupported(kind, "must be \"new\", \"host\" or of a container");
        if (choice.from == From::Container && kind != "user")
            TRY(checkJoined(kind, choice, user, facts));
        if (kind == "pid" && !facts.cgroup)
            return notSupported(kind,
                "without one of its own only a control group can end all of its processes, and "
                "there is none: "
                    + facts.noCgroupReason);
    }
    return {};
}

std::string whose(const NamespaceChoice& choice)
{
    return choice.from == From::Container ? "container " + choice.name : choice.name;
}

/// A directory of the host's kernel file systems where one of its own cannot be mounted.
BindMount hostsOwn(const std::string& path, unsigned attributes)
{
    kernel::BindSource source;
    source.path = path;
    source.set = attributes;
    source.propagation = Propagation::Private;
    return { "namespaces", source, path, false };
}

/// A container can be plugged in only from a user namespace that has rights over its own.
bool isWithinUserNetwork(const ContainerSpec& spec, const ContainerPlace& place)
{
    return std::any_of(place.connections.begin(), place.connections.end(),
               [](const PlacedConnection& connection) { return connection.network.user; })
        && namespaceOf(spec.isolation, "user").from == From::New;
}

} // namespace

Result<NamespacePlan> NamespacePlan::make(
    const ContainerSpec& spec, const ContainerPlace& place, const kernel::HostFacts& facts)
{
    TRY(checkNamespaces(spec.isolation, place, facts));
    NamespacePlan plan(spec.isolation);
    plan.m_step.withinUserNetwork = isWithinUserNetwork(spec, place);
    plan.m_step.intoCgroup = facts.cgroup.has_value();
    for (const auto& kind : kernel::namespaceKinds()) {
        const NamespaceChoice choice = namespaceOf(spec.isolation, kind.name);
        // With shifted clocks it is made later: nobody may be in it when they are set.
        const bool later = kind.flag == kernel::namespaceFlag("time")
            && spec.isolation.clockOffsets != ClockOffsets {};
        const bool aside = kind.flag == kernel::namespaceFlag("net") && plan.makesNetworkAside();
        if (choice.from == From::New && !later && !aside)
            plan.m_step.flags |= kind.flag;
        else if (choice.from == From::Host)
            plan.m_step.shared.emplace_back(kind.name);
        else if (choice.from != From::New)
            plan.m_step.joined.push_back({ kind.name, whose(choice) });
    }
    return plan;
}

bool NamespacePlan::isNew(const std::string& kind) const
{
    return namespaceOf(m_isolation, kind).from == From::New;
}

bool NamespacePlan::makesNetworkAside() const
{
    return isNew("net") && namespaceOf(m_isolation, "user").from != From::Host;
}

bool NamespacePlan::controls(const std::string& kind) const
{
    const NamespaceChoice user = namespaceOf(m_isolation, "user");
    const NamespaceChoice choice = namespaceOf(m_isolation, kind);
    return choice.from == From::New || user.from == From::Host
        || (choice.from == From::Container && choice == user);
}

Result<WriteIdMaps> planIdMaps(
    const ContainerSpec& spec, const ContainerPlace& place, const kernel::HostFacts& facts)
{
    const IdMapChoice choice = spec.isolation.idMap;
    if (facts.privileged && choice == IdMapChoice::Single)
        return Error::of(ErrorKind::NotSupported, "idMap",
            "root gives each container a range of its own: choose \"auto\"");
    if (shiftsIds(facts) || facts.privileged) {
        const std::uint32_t first = shiftsIds(facts) ? place.firstId : 0;
        const kernel::IdMap map { { 0, first, idsPerContainer } };
        return WriteIdMaps { map, map, kernel::SetGroups::Allow };
    }
    if (choice != IdMapChoice::Single && facts.subordinateIds)
        return WriteIdMaps { facts.subordinateIds->users, facts.subordinateIds->groups,
            kernel::SetGroups::Allow, !isWithinUserNetwork(spec, place) };
    if (choice == IdMapChoice::Subordinate)
        return Error::of(ErrorKind::NotSupported, "idMap",
            "subordinate ids cannot be had: " + facts.noSubordinateIdsReason + "; "
                + facts.noSubordinateIdsAdvice);
    WriteIdMaps maps { { { 0, facts.uid, 1 } }, { { 0, facts.gid, 1 } }, kernel::SetGroups::Deny };
    if (choice == IdMapChoice::Auto && !facts.noSubordinateIdsReason.empty())
        maps.note = facts.noSubordinateIdsReason;
    return maps;
}

bool maySetGroups(const Isolation& isolation, const kernel::HostFacts& facts)
{
    return facts.privileged
        || (isolation.idMap != IdMapChoice::Single && facts.subordinateIds.has_value());
}

Result<std::vector<std::string>> capabilitiesOf(const Isolation& isolation)
{
    const auto all = kernel::allCapabilities();
    const auto& choice = isolation.capabilities;
    for (const auto* list : { &choice.add, &choice.drop })
        for (std::size_t i = 0; i < list->size(); ++i)
            if ((*list)[i] != "all" && !has(all, (*list)[i]))
                return Error::invalid(std::string("capabilities.")
                        + (list == &choice.add ? "add[" : "drop[") + std::to_string(i) + "]",
                    "there is no capability '" + (*list)[i] + "'");
    std::vector<std::string> kept
        = isolation.privileged || has(choice.add, "all") ? all : kernel::defaultCapabilities();
    if (has(choice.drop, "all") && !isolation.privileged)
        kept.clear();
    for (const auto& name : choice.add)
        if (name != "all" && !has(kept, name))
            kept.push_back(name);
    std::erase_if(kept, [&](const std::string& name) { return has(choice.drop, name); });
    return kept;
}

Result<void> addConfinement(
    Plan& plan, const Isolation& isolation, const std::string& user, const kernel::HostFacts& facts)
{
    const auto names = TRY(capabilitiesOf(isolation));
    const bool filtered = facts.seccomp && isolation.seccomp && !isolation.privileged;
    const bool noNewPrivileges = isolation.noNewPrivileges && !isolation.privileged;
    if (!noNewPrivileges && facts.noNewPrivileges)
        return Error::of(ErrorKind::NotSupported,
            isolation.privileged ? "privileged" : "noNewPrivileges",
            "programs cannot gain privileges in it: the helper itself runs with no_new_privs, "
            "which all keep that it starts; start it from your own session, not from a confined "
            "service");
    const auto risks = risksOf(isolation);
    if (filtered && !noNewPrivileges)
        plan.push_back(LoadSeccomp {}); // later it would need a privilege that is given up
    if (user.empty() && isolation.groups.empty()) {
        plan.push_back(KeepCapabilities { names, risks });
    } else {
        plan.push_back(LimitCapabilities { names, risks });
        plan.push_back(
            SwitchAccount { user, isolation.groups, names, maySetGroups(isolation, facts) });
    }
    if (noNewPrivileges)
        plan.push_back(SetNoNewPrivileges {});
    if (filtered && noNewPrivileges)
        plan.push_back(LoadSeccomp {});
    return {};
}

std::uint64_t namespacesToEnter(const Isolation& isolation)
{
    std::uint64_t flags = 0;
    for (const auto& kind : kernel::namespaceKinds())
        if (namespaceOf(isolation, kind.name).from != From::Host)
            flags |= kind.flag;
    return flags;
}

void addProc(Plan& plan, const NamespacePlan& namespaces)
{
    if (namespaces.controls("pid"))
        plan.push_back(MountFilesystem { "proc", "/proc", {}, noSuidDevExec });
    else
        plan.push_back(hostsOwn("/proc", noSuidDevExec));
}

void addNetworkAndSys(Plan& plan, const NamespacePlan& namespaces,
    const std::vector<PlacedConnection>& connections, const kernel::HostFacts& facts)
{
    if (namespaces.makesNetworkAside())
        plan.push_back(EnterNetworkNamespace {});
    if (namespaces.isNew("net"))
        plan.push_back(BringUpInterface { "lo" });
    addInterfaces(plan, connections);
    if (namespaces.controls("net"))
        plan.push_back(MountFilesystem { "sysfs", "/sys", {}, noSuidDevExec | MOUNT_ATTR_RDONLY });
    else
        plan.push_back(hostsOwn("/sys", noSuidDevExec | MOUNT_ATTR_RDONLY));
    if (facts.cgroup && namespaces.controls("cgroup"))
        plan.push_back(
            MountFilesystem { "cgroup2", "/sys/fs/cgroup", {}, noSuidDevExec | MOUNT_ATTR_RDONLY });
}

std::optional<std::uint32_t> lastGroupOf(
    const NamespacePlan& namespaces, const std::optional<WriteIdMaps>& maps)
{
    constexpr std::uint32_t largest = 2147483647; // that the kernel takes for this
    if (maps && !maps->groups.empty()) {
        std::uint32_t last = 0;
        for (const auto& entry : maps->groups)
            last = std::max(last, entry.inside + entry.count - 1);
        return std::min(last, largest);
    }
    return namespaces.step().joined.empty() ? std::optional(largest) : std::nullopt;
}

} // namespace vitrine::plan
