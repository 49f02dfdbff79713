// SPDX-License-Identifier: GPL-3.0-or-later
// Requests about networks.
#include "backend/plan/describe.h"
#include "helper/launcher/capture.h"
#include "helper/launcher/requests.h"
#include "helper/launcher/server.h"
#include "helper/launcher/spawn.h"

#include <fcntl.h>
#include <unistd.h>

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

void Server::networkReach(const Request& request)
{
    const auto set = [&]() -> Result<void> {
        const std::string network = TRY(textOf(request.arguments, "network"));
        const std::string other = TRY(textOf(request.arguments, "other"));
        const bool allowed = request.arguments.value("allowed", Json()) == Json(true);
        return m_engine->setReach(network, other, allowed);
    };
    reply(request, empty(set()));
}

void Server::follow(const Request& request)
{
    const auto followed = [&]() -> Result<Engine::Followed> {
        const auto user = uid_t(TRY(numberOf(request.arguments, "uid")));
        const bool all = request.arguments.value("all", Json()) == Json(true);
        return m_engine->follow(request.arguments.value("packet", Json()),
            [=](const Container& container) { return all || container.owner == user; });
    };
    const auto found = followed();
    if (!found)
        return reply(request, found.error());
    const auto& [packet, path] = found.value();
    Json answer { { "hops", Json::array() }, { "delivered", path.delivered },
        { "certain", path.certain }, { "address", toText(packet.to) } };
    for (const auto& hop : path.hops)
        answer["hops"].push_back(network::toJson(hop));
    if (request.arguments.value("test", Json()) != Json(true))
        return reply(request, answer);
    m_waiting[keyOf(request)] = {};
    const network::Probe probe { packet.to, packet.protocol, packet.port };
    m_packetTests.start(
        packet, [this, request, answer, probe](Result<network::ProbeAnswer> told) mutable {
            if (!told)
                return replyLater(request, told.error());
            answer["test"] = network::toJson(told.value(), probe);
            replyLater(request, answer);
        });
}

void Server::capture(const Request& request)
{
    const auto open = [&]() -> Result<UniqueFd> {
        const CaptureSource source = TRY(openCapture(*m_engine, request.arguments));
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0)
            return Error::fromErrno("pipe2");
        UniqueFd readEnd(ends[0]);
        const UniqueFd writeEnd(ends[1]);
        std::vector<int> descriptors { source.socket.get(), writeEnd.get() };
        if (source.process >= 0)
            descriptors.push_back(source.process);
        TRY(spawnProgram(m_programs.capture, { source.name }, descriptors));
        return readEnd;
    };
    const auto stream = open();
    if (!stream)
        return reply(request, stream.error());
    reply(request, Json::object(), stream.value().get());
}

} // namespace vitrine::launcher
