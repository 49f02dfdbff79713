// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/quota.h"

#include "helper/daemon/container_object.h"
#include "helper/daemon/jobs.h"

namespace vitrine::daemon {

Result<void> checkQuota(const Parts& parts, uid_t user)
{
    int count = parts.jobs.running(user, QStringLiteral("create"))
        + parts.jobs.running(user, QStringLiteral("clone"));
    for (const auto* container : parts.tree.all<ContainerObject>())
        if (container->owner() == user)
            ++count;
    if (count >= maximumContainers)
        return Error::of(ErrorKind::Quota, "containers",
            "You have " + std::to_string(maximumContainers) + " containers; delete one");
    return {};
}

} // namespace vitrine::daemon
