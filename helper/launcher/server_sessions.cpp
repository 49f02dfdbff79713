// SPDX-License-Identifier: GPL-3.0-or-later
// Requests about consoles, and about sessions in running containers.
#include "helper/launcher/protocol.h"
#include "helper/launcher/requests.h"
#include "helper/launcher/server.h"

namespace vitrine::launcher {

void Server::console(const Request& request)
{
    const auto id = textOf(request.arguments, "container");
    if (!id)
        return reply(request, id.error());
    const auto socket = m_engine->console(id.value());
    if (!socket)
        return reply(request, socket.error());
    reply(request, Json::object(), socket.value().get());
}

void Server::exec(const Request& request)
{
    const auto id = textOf(request.arguments, "container");
    if (!id)
        return reply(request, id.error());
    Json options = request.arguments;
    options.erase("container");
    const WaitingKey key = keyOf(request);
    m_waiting[key] = {};
    m_engine->exec(id.value(), options, [this, request, key](Result<Engine::Session> session) {
        if (m_waiting.erase(key) == 0)
            return; // cancelled meanwhile: without a client it ends
        if (!session)
            return reply(request, session.error());
        const Engine::Session& made = session.value();
        reply(request, Json { { "pid", made.pid }, { "session", made.id } }, made.socket.get());
    });
}

void Server::attach(const Request& request)
{
    const auto attached = [&]() -> Result<UniqueFd> {
        const std::string id = TRY(textOf(request.arguments, "container"));
        return m_engine->attachSession(id, TRY(textOf(request.arguments, "session")));
    };
    const auto socket = attached();
    if (!socket)
        return reply(request, socket.error());
    reply(request, Json::object(), socket.value().get());
}

void Server::signal(const Request& request)
{
    const auto sent = [&]() -> Result<Json> {
        const std::string id = TRY(textOf(request.arguments, "container"));
        const std::string session = TRY(textOf(request.arguments, "session"));
        return empty(
            m_engine->signalSession(id, session, TRY(textOf(request.arguments, "signal"))));
    };
    reply(request, sent());
}

Json Server::sessionsOf(const std::string& id) const
{
    return { { "event", "sessions" }, { "container", id }, { "sessions", m_engine->sessions(id) } };
}

} // namespace vitrine::launcher
