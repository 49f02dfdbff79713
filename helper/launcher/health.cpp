// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/health.h"

namespace vitrine::launcher {

namespace {

const char* nameOf(HealthStatus status)
{
    switch (status) {
    case HealthStatus::None:
        return "";
    case HealthStatus::Starting:
        return "starting";
    case HealthStatus::Healthy:
        return "healthy";
    case HealthStatus::Unhealthy:
        return "unhealthy";
    }
    return "";
}

} // namespace

Health afterCheck(const HealthCheck& check, Health health, CheckResult result,
    std::chrono::microseconds age, std::int64_t now)
{
    const HealthStatus before = health.status;
    const bool counts
        = before != HealthStatus::Starting || age >= std::chrono::milliseconds(check.startPeriod);
    if (result.exitStatus == 0) {
        health.status = HealthStatus::Healthy;
        health.failures = 0;
    } else if (counts && ++health.failures >= check.retries) {
        health.status = HealthStatus::Unhealthy;
    }
    if (health.status != before)
        health.since = now;
    health.last = std::move(result);
    return health;
}

Json toJson(const Health& health)
{
    if (health.status == HealthStatus::None)
        return Json::object();
    return { { "status", nameOf(health.status) }, { "failures", health.failures },
        { "exitStatus", health.last.exitStatus }, { "output", health.last.output },
        { "since", health.since } };
}

} // namespace vitrine::launcher
