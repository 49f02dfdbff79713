// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/server.h"

#include "backend/plan/describe.h"
#include "helper/launcher/protocol.h"
#include "helper/launcher/requests.h"

#include <cstdint>

namespace vitrine::launcher {

namespace {

constexpr int largestStopTimeout = 3600000;

Json toJson(const Image& image)
{
    Json layers = Json::array();
    for (const auto& layer : image.layers)
        layers.push_back(
            { { "path", layer.path }, { "title", layer.title }, { "size", layer.size } });
    return { { "name", image.name }, { "description", image.description },
        { "available", image.available }, { "reason", image.reason }, { "command", image.command },
        { "layers", std::move(layers) } };
}

Json toJson(const kernel::Feature& feature)
{
    return { { "name", feature.name }, { "title", feature.title },
        { "available", feature.available }, { "reason", feature.reason },
        { "advice", feature.advice } };
}

} // namespace

Server::Server(EventLoop& loop, Programs programs, std::string mode, WhenAlone whenAlone)
    : m_loop(loop)
    , m_programs(std::move(programs))
    , m_mode(std::move(mode))
    , m_whenAlone(whenAlone)
{
}

Result<void> Server::open(const Places& places, std::vector<Error>& problems)
{
    const EngineEvents events { [this](const Container& container) { tellChanged(container); },
        [this](const Container& container) { tellSteps(container); },
        [this](const std::string& id) { tellRemoved(id); },
        [this] {
            broadcast({ { "event", "images" } });
        },
        [this](
            const Container& container, const LimitEvent& event) { tellLimit(container, event); },
        [this](const std::string& id) { broadcast(sessionsOf(id)); },
        [this](const Network& network) { tellNetwork(network); },
        [this](const std::string& id) {
            broadcast({ { "event", "network-removed" }, { "network", id } });
        } };
    m_engine = TRY(Engine::make(m_loop, places, m_programs.shim, events, problems));
    m_observer = std::make_unique<ObserverLink>(m_loop, m_programs.observer, [this] {
        std::vector<Json> workloads;
        for (const auto& [id, container] : m_engine->store().all())
            workloads.push_back(workloadOf(*container));
        return workloads;
    });
    return {};
}

// --- connections -----------------------------------------------------------------------------

Result<void> Server::serve(UniqueFd socket)
{
    const ConnectionId connection = ++m_lastConnection;
    TRY(m_loop.watch(socket.get(), [this, connection] { readFrom(connection); }));
    m_connections[connection] = std::move(socket);
    return {};
}

void Server::drop(ConnectionId connection)
{
    const auto found = m_connections.find(connection);
    if (found == m_connections.end())
        return;
    m_loop.forget(found->second.get());
    m_connections.erase(found);
    std::erase_if(
        m_waiting, [connection](const auto& entry) { return entry.first.first == connection; });
    if (m_connections.empty() && m_whenAlone == WhenAlone::Quit)
        m_loop.quit();
}

void Server::readFrom(ConnectionId connection)
{
    auto message = receive(m_connections.at(connection).get());
    if (message)
        return dispatch(connection, std::move(message).value());
    if (message.error().kind != ErrorKind::Busy)
        drop(connection); // gone, or not speaking our language
}

/// False when it has gone, which drops it.
bool Server::sendTo(ConnectionId connection, const Json& body, const std::vector<int>& descriptors)
{
    const auto found = m_connections.find(connection);
    if (found == m_connections.end())
        return false;
    if (send(found->second.get(), body, descriptors))
        return true;
    drop(connection);
    return false;
}

void Server::dispatch(ConnectionId connection, Message message)
{
    const Json& body = message.body;
    static const std::map<std::string, Handler> handlers { { "hello", &Server::hello },
        { "list", &Server::list }, { "regroup", &Server::regroup },
        { "features", &Server::features }, { "images", &Server::images }, { "plan", &Server::plan },
        { "create", &Server::create }, { "start", &Server::start }, { "steps", &Server::steps },
        { "stop", &Server::stop }, { "limits", &Server::limits }, { "pause", &Server::pause },
        { "resume", &Server::resume }, { "update", &Server::update }, { "rename", &Server::rename },
        { "clone", &Server::clone }, { "delete", &Server::remove }, { "console", &Server::console },
        { "exec", &Server::exec }, { "attach", &Server::attach }, { "signal", &Server::signal },
        { "network-plan", &Server::networkPlan }, { "network-create", &Server::networkCreate },
        { "network-delete", &Server::networkDelete }, { "network-reach", &Server::networkReach },
        { "follow", &Server::follow }, { "capture", &Server::capture }, { "logs", &Server::logs },
        { "observe", &Server::observe }, { "stats", &Server::stats },
        { "cancel", &Server::cancel } };
    Request request { connection, body.value("id", Json()), body.value("args", Json::object()),
        std::make_shared<const std::vector<UniqueFd>>(std::move(message.descriptors)) };
    const auto call = textOf(body, "call");
    if (!call || !request.arguments.is_object())
        return reply(request, Error::invalid("call", "a request has call and args"));
    const auto handler = handlers.find(call.value());
    if (handler == handlers.end())
        return reply(request, Error::of(ErrorKind::NotSupported, call.value(), "unknown call"));
    (this->*handler->second)(request);
}

void Server::reply(const Request& request, Result<Json> result, int descriptor)
{
    Json body { { "id", request.id } };
    if (result)
        body["result"] = std::move(result).value();
    else
        body["error"] = toJson(result.error());
    std::vector<int> descriptors;
    if (descriptor >= 0)
        descriptors.push_back(descriptor);
    (void)sendTo(request.connection, body, descriptors);
}

/// For requests that may be cancelled while they wait.
void Server::replyLater(const Request& request, Result<Json> result)
{
    if (m_waiting.erase(keyOf(request)) > 0)
        reply(request, std::move(result));
}

Server::WaitingKey Server::keyOf(const Request& request)
{
    return { request.connection, request.id.dump() };
}

void Server::broadcast(const Json& event)
{
    std::vector<ConnectionId> all;
    for (const auto& [connection, socket] : m_connections)
        all.push_back(connection);
    for (const ConnectionId connection : all)
        (void)sendTo(connection, event);
}

void Server::tellChanged(const Container& container)
{
    broadcast({ { "event", "container" }, { "container", wireOf(container, Steps::LeaveOut) } });
    if (m_observer && m_observer->isRunning())
        m_observer->tell(workloadOf(container));
}

void Server::tellSteps(const Container& container)
{
    broadcast({ { "event", "container" }, { "container", wireOf(container, Steps::Include) } });
}

void Server::tellLimit(const Container& container, const LimitEvent& event)
{
    broadcast({ { "event", "limit" }, { "container", container.id }, { "kind", event.kind },
        { "count", event.count }, { "limit", event.limit }, { "process", event.process },
        { "pid", event.pid } });
}

void Server::tellRemoved(const std::string& id)
{
    broadcast({ { "event", "removed" }, { "container", id } });
    if (m_observer && m_observer->isRunning())
        m_observer->tell({ { "removed", id } });
}

Json Server::workloadOf(const Container& container) const
{
    const std::string directory = m_engine->store().directoryOf(container.id);
    const LowerLayers lower = m_engine->lowerLayersOf(container);
    return { { "workload",
        { { "id", container.id }, { "name", container.spec.name }, { "owner", container.owner },
            { "leader", container.leader }, { "cgroup", container.cgroup },
            { "lower", lower.paths }, { "upper", directory + "/upper" },
            { "work", directory + "/work" }, { "piecewise", lower.piecewise },
            { "limits", vitrine::toJson(container.spec)["limits"] } } } };
}

// --- calls -----------------------------------------------------------------------------------

void Server::hello(const Request& request)
{
    const auto version = numberOf(request.arguments, "version");
    if (!version || version.value() != protocolVersion)
        return reply(request,
            Error::of(ErrorKind::NotSupported, "version",
                "this launcher speaks version " + std::to_string(protocolVersion)
                    + ": helper and launcher must be of one installation"));
    reply(request, Json { { "version", protocolVersion }, { "mode", m_mode } });
}

void Server::list(const Request& request)
{
    for (const auto& [id, network] : m_engine->networks().all())
        if (!sendTo(
                request.connection, { { "event", "network" }, { "network", wireOf(*network) } }))
            return;
    for (const auto& [id, container] : m_engine->store().all()) {
        const Json event { { "event", "container" },
            { "container", wireOf(*container, Steps::Include) } };
        if (!sendTo(request.connection, event) || !sendTo(request.connection, sessionsOf(id)))
            return;
    }
    reply(request, Json::object());
}

void Server::regroup(const Request& request)
{
    const auto problem = textOf(request.arguments, "problem");
    if (!problem)
        return reply(request, problem.error());
    m_engine->regroup(problem.value());
    reply(request, Json { { "group", m_engine->group() } });
}

void Server::features(const Request& request)
{
    Json features = Json::array();
    for (const auto& feature : m_engine->features())
        features.push_back(toJson(feature));
    reply(request, Json { { "features", std::move(features) } });
}

void Server::images(const Request& request)
{
    Json images = Json::array();
    for (const auto& image : m_engine->images())
        images.push_back(toJson(image));
    reply(request, Json { { "images", std::move(images) } });
}

void Server::plan(const Request& request)
{
    const auto planned = [&]() -> Result<Json> {
        const auto owner = uid_t(TRY(numberOf(request.arguments, "uid")));
        const auto plan = TRY(m_engine->plan(request.arguments.value("spec", Json()), owner));
        return Json { { "steps", plan::toJson(plan) } };
    };
    reply(request, planned());
}

void Server::create(const Request& request)
{
    StepLog log;
    const auto created = [&]() -> Result<Json> {
        const auto owner = uid_t(TRY(numberOf(request.arguments, "uid")));
        const Container* container = TRY(m_engine->create(
            request.arguments.value("spec", Json()), owner, *request.descriptors, log));
        return Json { { "container", container->id }, { "steps", log.steps() } };
    };
    auto result = created();
    if (!result && !log.steps().empty())
        (void)sendTo(request.connection, { { "id", request.id }, { "steps", log.steps() } });
    reply(request, std::move(result));
}

void Server::start(const Request& request)
{
    const auto id = textOf(request.arguments, "container");
    if (!id)
        return reply(request, id.error());
    const WaitingKey key = keyOf(request);
    m_waiting[key] = {};
    m_engine->whenConcluded(id.value(), [this, request, key, id = id.value()] {
        if (m_waiting.erase(key) > 0) // else cancelled meanwhile
            reply(request, started(request, id));
    });
}

Result<Json> Server::started(const Request& request, const std::string& id)
{
    const Container* container = TRY(m_engine->store().find(id));
    if (auto done = m_engine->start(id); !done) {
        const Json progress { { "id", request.id }, { "steps", stepsOf(*container) } };
        (void)sendTo(request.connection, progress);
        return std::move(done).error();
    }
    return Json { { "leader", container->leader } };
}

void Server::steps(const Request& request)
{
    const auto id = textOf(request.arguments, "container");
    const auto container = id ? m_engine->store().find(id.value()) : id.error();
    if (!container)
        return reply(request, container.error());
    m_engine->recordStart(id.value());
    reply(request, Json { { "steps", stepsOf(*container.value()) } });
}

void Server::stop(const Request& request)
{
    const auto id = textOf(request.arguments, "container");
    if (!id)
        return reply(request, id.error());
    std::optional<int> timeout;
    if (request.arguments.contains("timeout")) {
        const auto given = numberOf(request.arguments, "timeout");
        if (!given || given.value() < 0 || given.value() > largestStopTimeout)
            return reply(request, Error::invalid("timeout", "must be 0 to 3600000 milliseconds"));
        timeout = int(given.value());
    }
    m_waiting[keyOf(request)] = [this, id = id.value()] { m_engine->cancelStop(id); };
    m_engine->stop(id.value(), timeout,
        [this, request](Result<void> done) { replyLater(request, empty(std::move(done))); });
}

void Server::limits(const Request& request)
{
    const auto id = textOf(request.arguments, "container");
    if (!id)
        return reply(request, id.error());
    const auto room = request.arguments.value("kill", Json()) == Json(true)
        ? plan::Room::KillForIt
        : plan::Room::MustBeThere;
    const auto change
        = m_engine->setLimits(id.value(), request.arguments.value("limits", Json()), room);
    const Json progress { { "id", request.id }, { "steps", change.steps } };
    if (!change.steps.empty() && !sendTo(request.connection, progress))
        return;
    if (!change.failure)
        return reply(request, Json::object());
    (void)sendTo(request.connection,
        { { "id", request.id },
            { "error", launcher::toJson(change.failure->error, change.failure->step) } });
}

void Server::pause(const Request& request)
{
    const auto id = textOf(request.arguments, "container");
    reply(request, id ? empty(m_engine->pause(id.value())) : id.error());
}

void Server::resume(const Request& request)
{
    const auto id = textOf(request.arguments, "container");
    reply(request, id ? empty(m_engine->resume(id.value())) : id.error());
}

void Server::remove(const Request& request)
{
    const auto id = textOf(request.arguments, "container");
    if (!id)
        return reply(request, id.error());
    m_waiting[keyOf(request)] = {};
    m_engine->remove(id.value(),
        [this, request](Result<void> done) { replyLater(request, empty(std::move(done))); });
}

void Server::observe(const Request& request)
{
    subscribe(request, "observe");
}

void Server::stats(const Request& request)
{
    subscribe(request, "stats");
}

void Server::subscribe(const Request& request, const char* kind)
{
    Json subscription = request.arguments;
    subscription["subscribe"] = kind;
    const auto stream = m_observer->subscribe(subscription);
    if (!stream)
        return reply(request, stream.error());
    reply(request, Json::object(), stream.value().get());
}

void Server::cancel(const Request& request)
{
    const Request cancelled { request.connection, request.arguments.value("request", Json()), {},
        {} };
    const auto waiting = m_waiting.find(keyOf(cancelled));
    if (waiting != m_waiting.end()) {
        if (waiting->second)
            waiting->second();
        replyLater(cancelled, Error::of(ErrorKind::Cancelled, "request", "cancelled on request"));
    }
    reply(request, Json::object());
}

} // namespace vitrine::launcher
