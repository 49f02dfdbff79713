// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/capabilities.h"

#include <cap-ng.h>
#include <cerrno>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace vitrine::kernel {

const std::vector<std::string>& defaultCapabilities()
{
    static const std::vector<std::string> names { "chown", "dac_override", "fowner", "fsetid",
        "kill", "setgid", "setuid", "setpcap", "net_bind_service", "sys_chroot", "setfcap" };
    return names;
}

Result<void> keepCapabilities(const std::vector<std::string>& capabilities)
{
    capng_clear(CAPNG_SELECT_ALL);
    for (const auto& name : capabilities) {
        const int number = capng_name_to_capability(name.c_str());
        if (number < 0)
            return Error::kernel(EINVAL, "capng_name_to_capability", name);
        const auto sets = capng_type_t(CAPNG_EFFECTIVE | CAPNG_PERMITTED | CAPNG_BOUNDING_SET);
        if (capng_update(CAPNG_ADD, sets, unsigned(number)) != 0)
            return Error::kernel(EINVAL, "capng_update", name);
    }
    if (const int failed = capng_apply(CAPNG_SELECT_ALL); failed != 0) {
        Error error = Error::fromErrno("capset", "capabilities");
        error.text = "capng_apply reports " + std::to_string(failed);
        return error;
    }
    return {};
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
