// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/capabilities.h"

#include <cap-ng.h>
#include <cerrno>
#include <set>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace vitrine::kernel {

const std::vector<std::string>& defaultCapabilities()
{
    static const std::vector<std::string> names { "chown", "dac_override", "fowner", "fsetid",
        "kill", "setgid", "setuid", "setpcap", "net_bind_service", "sys_chroot", "setfcap" };
    return names;
}

namespace {

/// capng_apply would read /proc/PID/status three times for the bounding and the ambient set.
Result<void> narrowOtherSets(const std::set<int>& kept)
{
    for (int number = 0, has = 0; (has = ::prctl(PR_CAPBSET_READ, number, 0, 0, 0)) >= 0; ++number)
        if (has == 1 && !kept.contains(number) && ::prctl(PR_CAPBSET_DROP, number, 0, 0, 0) != 0)
            return Error::fromErrno("prctl(PR_CAPBSET_DROP)", std::to_string(number));
    if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0)
        return Error::fromErrno("prctl(PR_CAP_AMBIENT_CLEAR_ALL)");
    return {};
}

Result<void> applySets()
{
    if (const int failed = capng_apply(CAPNG_SELECT_CAPS); failed != 0) {
        Error error = Error::fromErrno("capset", "capabilities");
        error.text = "capng_apply reports " + std::to_string(failed);
        return error;
    }
    return {};
}

Result<std::set<int>> numbersOf(const std::vector<std::string>& names)
{
    std::set<int> numbers;
    for (const auto& name : names) {
        const int number = capng_name_to_capability(name.c_str());
        if (number < 0)
            return Error::kernel(EINVAL, "capng_name_to_capability", name);
        numbers.insert(number);
    }
    return numbers;
}

} // namespace

std::vector<std::string> allCapabilities()
{
    std::vector<std::string> names;
    for (unsigned number = 0; number <= CAP_LAST_CAP; ++number)
        if (const char* name = capng_capability_to_name(number))
            names.emplace_back(name);
    return names;
}

Result<void> narrowCapabilities(const std::vector<std::string>& capabilities)
{
    return narrowOtherSets(TRY(numbersOf(capabilities)));
}

Result<void> dropCapabilities()
{
    capng_clear(CAPNG_SELECT_CAPS);
    return applySets();
}

Result<void> keepCapabilities(const std::vector<std::string>& capabilities)
{
    const std::set<int> kept = TRY(numbersOf(capabilities));
    TRY(narrowOtherSets(kept));
    capng_clear(CAPNG_SELECT_CAPS);
    const auto sets = capng_type_t(CAPNG_EFFECTIVE | CAPNG_PERMITTED);
    for (const int number : kept)
        if (capng_update(CAPNG_ADD, sets, unsigned(number)) != 0)
            return Error::kernel(EINVAL, "capng_update", std::to_string(number));
    return applySets();
}

Result<void> setNoNewPrivileges()
{
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return Error::fromErrno("prctl(PR_SET_NO_NEW_PRIVS)");
    return {};
}

Result<void> setResourceLimit(const ResourceLimit& limit)
{
    const rlimit wanted { limit.soft, limit.hard };
    if (::setrlimit(__rlimit_resource(limit.resource), &wanted) != 0)
        return Error::fromErrno("setrlimit", limit.name);
    return {};
}

} // namespace vitrine::kernel
