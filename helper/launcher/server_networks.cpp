// SPDX-License-Identifier: GPL-3.0-or-later
// Requests about networks.
#include "backend/plan/describe.h"
#include "helper/launcher/requests.h"
#include "helper/launcher/server.h"

namespace vitrine::launcher {

void Server::tellNetwork(const Network& network)
{
    broadcast({ { "event", "network" }, { "network", wireOf(network) } });
}

void Server::networkPlan(const Request& request)
{
    const auto planned = [&]() -> Result<Json> {
        const auto owner = uid_t(TRY(numberOf(request.arguments, "uid")));
        const auto plan
            = TRY(m_engine->planNetwork(request.arguments.value("spec", Json()), owner));
        return Json { { "steps", plan::toJson(plan) } };
    };
    reply(request, planned());
}

void Server::networkCreate(const Request& request)
{
    const auto owner = numberOf(request.arguments, "uid");
    if (!owner)
        return reply(request, owner.error());
    const bool mayForward = request.arguments.value("forwarding", Json()) == Json(true);
    const auto made = m_engine->createNetwork(
        request.arguments.value("spec", Json()), uid_t(owner.value()), mayForward);
    if (!made.failure)
        return reply(request, Json { { "network", made.network->id }, { "steps", made.steps } });
    if (!made.steps.empty()
        && !sendTo(request.connection, { { "id", request.id }, { "steps", made.steps } }))
        return;
    (void)sendTo(request.connection,
        { { "id", request.id },
            { "error", launcher::toJson(made.failure->error, made.failure->step) } });
}

void Server::networkDelete(const Request& request)
{
    const auto id = textOf(request.arguments, "network");
    reply(request, id ? empty(m_engine->removeNetwork(id.value())) : id.error());
}

} // namespace vitrine::launcher
