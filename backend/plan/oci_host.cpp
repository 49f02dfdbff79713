// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/oci_host.h"

#include "backend/base/files.h"
#include "backend/kernel/cgroup.h"
#include "backend/kernel/device_filter.h"
#include "backend/kernel/hook.h"
#include "backend/kernel/map_holder.h"
#include "backend/kernel/mounts.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

namespace vitrine::plan::oci {

using namespace vitrine::kernel;

namespace {

Result<void> apply(const PrepareGroups& step, const HostState&)
{
    std::string group;
    for (std::size_t at = 1; at != std::string::npos;) {
        const UniqueFd directory = TRY(openDirectory(AT_FDCWD, step.mount + group));
        const std::string enabled = " " + TRY(readFile(directory.get(), "cgroup.subtree_control"));
        for (const auto& controller : step.controllers) {
            const std::size_t found = enabled.find(" " + controller);
            const std::size_t end = found + 1 + controller.size();
            if (found != std::string::npos && (enabled[end] == ' ' || enabled[end] == '\n'))
                continue;
            auto written
                = writeExisting(directory.get(), "cgroup.subtree_control", "+" + controller);
            if (!written) {
                Error error = std::move(written).error();
                error.object = step.mount + group + "/cgroup.subtree_control = +" + controller;
                return error;
            }
        }
        const std::size_t slash = step.path.find('/', at);
        if (slash == std::string::npos)
            return {};
        group = step.path.substr(0, slash);
        if (::mkdir((step.mount + group).c_str(), 0755) != 0 && errno != EEXIST)
            return Error::fromErrno("mkdir", step.mount + group);
        at = slash + 1;
    }
    return {};
}

Result<void> apply(const LimitDevices& step, const HostState& state)
{
    return attachDeviceRules(state.cgroup, step.rules);
}

Result<void> apply(const TakeProcessors& step, const HostState&)
{
    return setAffinity("process.execCPUAffinity.initial", step.list);
}

Result<void> apply(const SetOomScore& step, const HostState& state)
{
    auto written = writeExisting(AT_FDCWD, "/proc/" + std::to_string(state.pid) + "/oom_score_adj",
        std::to_string(step.value));
    if (!written) {
        Error error = std::move(written).error();
        error.object = "process.oomScoreAdj " + std::to_string(step.value);
        return error;
    }
    return {};
}

Result<void> apply(const RunHooks& step, const HostState& state)
{
    const std::string input = stateWithPid(state.parts->stateForHooks, state.pid);
    for (const auto& hook : step.hooks)
        TRY(runHook({ hook.path, hook.arguments, hook.environment, hook.timeout }, input));
    return {};
}

Result<UniqueFd> openSource(const SourceMount& source, pid_t pid)
{
    const UniqueFd original = TRY(openAt(AT_FDCWD, source.path, O_PATH));
    UniqueFd mount
        = TRY(cloneMount(original.get(), "", source.recursive ? Depth::Recursive : Depth::One));
    if (source.ofContainer) {
        const UniqueFd user
            = TRY(openAt(AT_FDCWD, "/proc/" + std::to_string(pid) + "/ns/user", O_RDONLY));
        TRY(mapMountIds(mount.get(), user.get(), source.path));
    } else if (!source.users.empty()) {
        const UniqueFd user = TRY(userNamespaceWith(source.users, source.groups));
        TRY(mapMountIds(mount.get(), user.get(), source.path));
    }
    return mount;
}

Result<void> apply(const HandOverMounts& step, const HostState& state)
{
    for (const auto& source : step.sources)
        state.handedOver.push_back(TRY(openSource(source, state.pid)));
    return {};
}

/// Steps of the container, and StartProcess, never come here.
template <typename Other> Result<void> apply(const Other&, const HostState&)
{
    return Error::kernel(EINVAL, "apply", "a step of the container");
}

} // namespace

Result<void> applyOnHost(const OciStep& step, const HostState& state)
{
    return std::visit([&](const auto& concrete) { return apply(concrete, state); }, step);
}

} // namespace vitrine::plan::oci
