// SPDX-License-Identifier: GPL-3.0-or-later
// Requests that change a container after it was made.
#include "helper/launcher/protocol.h"
#include "helper/launcher/requests.h"
#include "helper/launcher/server.h"

namespace vitrine::launcher {

void Server::update(const Request& request)
{
    const auto updated = [&]() -> Result<Json> {
        const std::string id = TRY(textOf(request.arguments, "container"));
        std::vector<std::string> reset;
        ObjectReader reader = TRY(ObjectReader::of(request.arguments, ""));
        TRY(reader.read("reset", reset));
        TRY(m_engine->update(
            id, request.arguments.value("changes", Json::object()), reset, *request.descriptors));
        const Container& container = *TRY(m_engine->store().find(id));
        return Json { { "running", container.isRunning() },
            { "pending", wireOf(container, Steps::LeaveOut)["pending"] } };
    };
    reply(request, updated());
}

void Server::rename(const Request& request)
{
    const auto renamed = [&]() -> Result<Json> {
        const std::string id = TRY(textOf(request.arguments, "container"));
        return empty(m_engine->rename(id, TRY(textOf(request.arguments, "name"))));
    };
    reply(request, renamed());
}

void Server::clone(const Request& request)
{
    const auto id = textOf(request.arguments, "container");
    if (!id)
        return reply(request, id.error());
    m_waiting[keyOf(request)] = {};
    m_engine->whenConcluded(id.value(), [this, request] {
        if (!m_waiting.contains(keyOf(request)))
            return; // cancelled meanwhile
        if (auto started = startCloning(request); !started)
            replyLater(request, std::move(started).error());
    });
}

Result<void> Server::startCloning(const Request& request)
{
    const auto progress = [this, request](double share) {
        (void)sendTo(request.connection, { { "id", request.id }, { "progress", share } });
    };
    const auto done = [this, request](const Result<Container*>& made) {
        replyLater(request,
            made ? Result<Json>(Json { { "container", made.value()->id } })
                 : Result<Json>(made.error()));
    };
    const std::string id = TRY(textOf(request.arguments, "container"));
    const std::string name = TRY(textOf(request.arguments, "name"));
    const std::string clone = TRY(m_engine->clone(id, name, progress, done));
    m_waiting[keyOf(request)] = [this, clone] { m_engine->cancelClone(clone); };
    return {};
}

} // namespace vitrine::launcher
