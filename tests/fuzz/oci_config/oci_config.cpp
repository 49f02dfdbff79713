// SPDX-License-Identifier: GPL-3.0-or-later
// A hostile config.json: it is refused by name, or becomes a plan whose paths keep to their rules.
#include "backend/kernel/device_filter.h"
#include "backend/plan/describe.h"
#include "backend/plan/oci_planner.h"

#include <cstdio>
#include <cstdlib>

using namespace vitrine;

namespace {

void want(bool holds, const char* rule)
{
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", rule);
    std::abort();
}

plan::oci::HostFacts factsOf(bool root)
{
    plan::oci::HostFacts facts;
    facts.privileged = facts.initialUsers = root;
    facts.uid = root ? 0 : 1000;
    facts.cgroup.emplace();
    facts.cgroup->path = "/sys/fs/cgroup";
    facts.cgroup->controllers = { "cpu", "memory", "pids", "io" };
    return facts;
}

void check(const plan::Step& step)
{
    (void)plan::describe(step);
    if (const auto* group = std::get_if<plan::MakeCgroup>(&step)) {
        want(group->path.size() > 1 && group->path.front() == '/', "groups lie below the mount");
        want((group->path + "/").find("/../") == std::string::npos, "groups do not climb");
    }
    if (const auto* value = std::get_if<plan::SetCgroupValue>(&step))
        want(value->file.find('/') == std::string::npos, "control files have no path");
    const auto* special = std::get_if<plan::oci::OciStep>(&step);
    if (!special)
        return;
    if (const auto* mount = std::get_if<plan::oci::Mount>(special))
        want(mount->mount.destination.front() == '/', "destinations are absolute");
    if (const auto* devices = std::get_if<plan::oci::LimitDevices>(special))
        want(!kernel::compileDeviceRules(devices->rules).empty(), "rules become a program");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto config = oci::parseRuntimeConfigText({ reinterpret_cast<const char*>(data), size });
    if (!config) {
        want(!config.error().text.empty() && !config.error().object.empty(), "errors name a field");
        return 0;
    }
    for (const bool root : { true, false }) {
        const auto plan = plan::oci::planContainer(config.value(),
            { "c", "/run/c", "/rootfs", 0, 0 }, factsOf(root), plan::oci::Begin::Waiting);
        if (!plan)
            want(!plan.error().object.empty(), "errors name a field");
        else
            for (const auto& step : plan.value())
                check(step);
    }
    return 0;
}
