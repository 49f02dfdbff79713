// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/process_attributes.h"

#include <cap-ng.h>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <set>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace vitrine::kernel {

namespace {

/// A number that this kernel does not have is an error: less would be done than was asked.
Result<int> numberOf(const std::string& name)
{
    const int number = capng_name_to_capability(name.c_str());
    if (number < 0 || ::prctl(PR_CAPBSET_READ, number, 0, 0, 0) < 0)
        return Error::of(ErrorKind::NotSupported, "capability " + name, "this kernel has none");
    return number;
}

Result<std::uint64_t> bitsOf(const std::vector<std::string>& names)
{
    std::uint64_t bits = 0;
    for (const auto& name : names)
        bits |= std::uint64_t(1) << TRY(numberOf(name));
    return bits;
}

} // namespace

std::vector<std::string> knownCapabilities()
{
    std::vector<std::string> names;
    for (int number = 0; ::prctl(PR_CAPBSET_READ, number, 0, 0, 0) >= 0; ++number)
        if (const char* name = capng_capability_to_name(unsigned(number)))
            names.emplace_back(name);
    return names;
}

Result<void> narrowBoundingSet(const CapabilitySets& sets)
{
    const std::uint64_t kept = TRY(bitsOf(sets.bounding));
    for (int number = 0; ::prctl(PR_CAPBSET_READ, number, 0, 0, 0) >= 0; ++number)
        if (!(kept >> number & 1) && ::prctl(PR_CAPBSET_DROP, number, 0, 0, 0) != 0)
            return Error::fromErrno("prctl(PR_CAPBSET_DROP)", std::to_string(number));
    return {};
}

Result<void> setCapabilities(const CapabilitySets& sets)
{
    const std::uint64_t effective = TRY(bitsOf(sets.effective));
    const std::uint64_t permitted = TRY(bitsOf(sets.permitted));
    const std::uint64_t inheritable = TRY(bitsOf(sets.inheritable));
    __user_cap_header_struct header { _LINUX_CAPABILITY_VERSION_3, 0 };
    __user_cap_data_struct data[2] {};
    for (int half = 0; half < 2; ++half) {
        data[half].effective = std::uint32_t(effective >> (32 * half));
        data[half].permitted = std::uint32_t(permitted >> (32 * half));
        data[half].inheritable = std::uint32_t(inheritable >> (32 * half));
    }
    if (::syscall(SYS_capset, &header, data) != 0)
        return Error::fromErrno("capset", "capabilities");
    if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0)
        return Error::fromErrno("prctl(PR_CAP_AMBIENT_CLEAR_ALL)");
    for (const auto& name : sets.ambient) {
        const int number = TRY(numberOf(name));
        const std::uint64_t bit = std::uint64_t(1) << number;
        if (!(permitted & inheritable & bit))
            continue; // capabilities(7): ambient ones are always permitted and inheritable, too
        if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, number, 0, 0) != 0)
            return Error::fromErrno("prctl(PR_CAP_AMBIENT_RAISE)", name);
    }
    return {};
}

Result<void> becomeUser(
    uid_t uid, gid_t gid, const std::vector<gid_t>& groups, bool mayChangeGroups)
{
    if (mayChangeGroups && ::setgroups(groups.size(), groups.data()) != 0)
        return Error::fromErrno("setgroups", std::to_string(groups.size()) + " groups");
    if (::setresgid(gid, gid, gid) != 0)
        return Error::fromErrno("setresgid", "group " + std::to_string(gid));
    if (::setresuid(uid, uid, uid) != 0)
        return Error::fromErrno("setresuid", "user " + std::to_string(uid));
    return {};
}

Result<void> keepCapabilitiesOverUserChange()
{
    if (::prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) != 0)
        return Error::fromErrno("prctl(PR_SET_KEEPCAPS)");
    return {};
}

Result<void> setIoPriority(int priorityClass, int level)
{
    // <linux/ioprio.h> has these, but is no C++ everywhere: a parameter is called class.
    constexpr int whoProcess = 1, classShift = 13;
    if (::syscall(SYS_ioprio_set, whoProcess, 0, priorityClass << classShift | level) != 0)
        return Error::fromErrno("ioprio_set", "process.ioPriority");
    return {};
}

Result<void> setScheduling(const SchedulingPolicy& policy)
{
    struct { // struct sched_attr of <linux/sched/types.h>, which <sched.h> does not get on with
        std::uint32_t size, policy;
        std::uint64_t flags;
        std::int32_t nice;
        std::uint32_t priority;
        std::uint64_t runtime, deadline, period;
    } attributes { 48, policy.policy, policy.flags, policy.nice, policy.priority, policy.runtime,
        policy.deadline, policy.period };
    static_assert(sizeof attributes == 48);
    if (::syscall(SYS_sched_setattr, 0, &attributes, 0) != 0)
        return Error::fromErrno("sched_setattr", "process.scheduler");
    return {};
}

Result<void> setPersonality(unsigned long persona)
{
    if (::personality(persona) < 0)
        return Error::fromErrno("personality", "linux.personality");
    return {};
}

namespace {

/// "0-3,7" as a set; "" is all there are.
Result<cpu_set_t> processorsOf(const std::string& field, const std::string& list)
{
    cpu_set_t set;
    std::memset(&set, list.empty() ? 0xff : 0, sizeof set);
    const char* at = list.c_str();
    const auto number = [&]() -> unsigned long {
        char* end = nullptr;
        const unsigned long value = std::strtoul(at, &end, 10);
        const bool none = end == at;
        at = end;
        return none ? ULONG_MAX : value;
    };
    while (*at) {
        if (*at == ',' || *at == ' ') {
            ++at;
            continue;
        }
        const unsigned long first = number();
        unsigned long last = first;
        if (*at == '-') {
            ++at;
            last = number();
        }
        if (first > last || last >= CPU_SETSIZE)
            return Error::invalid(field, "'" + list + "' is no list of processors");
        for (unsigned long processor = first; processor <= last; ++processor)
            CPU_SET(processor, &set);
    }
    return set;
}

} // namespace

Result<void> setAffinity(const std::string& field, const std::string& list)
{
    const cpu_set_t set = TRY(processorsOf(field, list));
    if (::sched_setaffinity(0, sizeof set, &set) == 0)
        return {};
    Error error = Error::fromErrno("sched_setaffinity", field);
    if (error.number == EINVAL)
        error.text = "it may run on none of the processors " + list;
    return error;
}

} // namespace vitrine::kernel
