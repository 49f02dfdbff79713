// SPDX-License-Identifier: GPL-3.0-or-later
// The control group of an OCI container.
#include "backend/kernel/device_filter.h"
#include "backend/plan/oci_planner.h"

#include <algorithm>

namespace vitrine::plan::oci {

using vitrine::oci::GroupValue;
using vitrine::oci::RuntimeConfig;

namespace {

std::string controllerOf(const std::string& file)
{
    return file.substr(0, file.find('.'));
}

bool has(const std::vector<std::string>& list, const std::string& entry)
{
    return std::find(list.begin(), list.end(), entry) != list.end();
}

/// Without the controller nothing is limited either.
bool asksForNothing(const GroupValue& value)
{
    return value.value == "max";
}

/// "." and ".." would lead to groups that are not the container's. PATH begins with a slash.
bool hasDots(const std::string& path)
{
    return (path + "/").find("/../") != std::string::npos
        || (path + "/").find("/./") != std::string::npos;
}

} // namespace

Result<std::string> groupOf(
    const RuntimeConfig& config, const std::string& id, const HostFacts& facts)
{
    if (!facts.cgroup)
        return std::string();
    std::string path = config.cgroupsPath.empty() ? "/vitrine-oci-" + id : config.cgroupsPath;
    if (path.find(':') != std::string::npos && path.front() != '/')
        return Error::invalid("linux.cgroupsPath",
            "'" + path + "' names a unit of systemd: give a path, or --cgroup-manager=cgroupfs");
    if (path.front() != '/')
        path.insert(0, "/");
    if (hasDots(path))
        return Error::invalid("linux.cgroupsPath", "must not hold \".\" or \"..\"");
    while (path.size() > 1 && path.back() == '/')
        path.pop_back();
    for (std::size_t at; (at = path.find("//")) != std::string::npos;)
        path.erase(at, 1);
    if (path == "/")
        return Error::invalid("linux.cgroupsPath", "must not be the root of all groups");
    return facts.cgroup->parent + path;
}

Result<std::vector<GroupValue>> possibleValues(
    const std::vector<GroupValue>& values, const HostFacts& facts)
{
    std::vector<GroupValue> possible;
    for (const auto& value : values) {
        const std::string controller = controllerOf(value.file);
        if (facts.cgroup && (controller == "cgroup" || has(facts.cgroup->controllers, controller)))
            possible.push_back(value);
        else if (!asksForNothing(value))
            return Error::of(ErrorKind::NotSupported, value.field,
                "this limit cannot be kept here: "
                    + (facts.cgroup ? "the " + controller + " controller is not in cgroup v2 at "
                                + facts.cgroup->path
                                    : facts.noCgroupReason));
    }
    return possible;
}

Result<void> addGroup(
    Plan& plan, const RuntimeConfig& config, const Place& place, const HostFacts& facts)
{
    const auto values = TRY(possibleValues(config.resources.values, facts));
    if (!facts.cgroup)
        return {};
    const std::string path = TRY(groupOf(config, place.id, facts));
    const std::string& mount = facts.cgroup->path;
    // All that there are, so that limits can be set later, and usage be told.
    std::vector<std::string> controllers;
    for (const char* name : { "cpu", "cpuset", "io", "memory", "pids", "hugetlb", "rdma" })
        if (has(facts.cgroup->controllers, name))
            controllers.emplace_back(name);
    plan.emplace_back(OciStep(PrepareGroups { mount, path, controllers }));
    plan.emplace_back(MakeCgroup { mount, path });
    for (const auto& value : values)
        plan.emplace_back(SetCgroupValue { mount, path, value.file, value.value,
            value.file + " becomes " + value.value, value.field, std::nullopt });
    // In a user namespace that has no rights outside no node can be made and none is opened but
    // what is bound from the host: there is nothing left to limit.
    if (facts.initialUsers && !config.resources.devices.empty()) {
        auto rules = config.resources.devices;
        const auto defaults = kernel::defaultDeviceRules();
        // What each container can use is allowed after "nothing is" and before what is asked for.
        const auto first = std::find_if(rules.begin(), rules.end(),
            [](const auto& rule) { return rule.allow || rule.major || rule.minor; });
        rules.insert(first, defaults.begin(), defaults.end());
        plan.emplace_back(OciStep(LimitDevices { std::move(rules) }));
    }
    return {};
}

} // namespace vitrine::plan::oci
