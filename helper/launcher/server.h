// SPDX-License-Identifier: GPL-3.0-or-later
// Answers the daemon's requests (protocol.h) with the engine.
#pragma once

#include "helper/launcher/engine.h"
#include "helper/launcher/event_loop.h"
#include "helper/launcher/observer_link.h"
#include "helper/launcher/packet_test.h"
#include "helper/launcher/protocol.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace vitrine::launcher {

struct Programs {
    std::string shim, observer, logs, capture; ///< absolute paths
};

enum class WhenAlone { Quit, Wait }; ///< when the last daemon has gone

class Server {
public:
    /// MODE is told to daemons: "session" or "system".
    Server(EventLoop& loop, Programs programs, std::string mode, WhenAlone whenAlone);

    /// Take over the storage: before the first connection. PROBLEMS as in Engine::make.
    [[nodiscard]] Result<void> open(const Places& places, std::vector<Error>& problems);

    /// Serve a connected daemon.
    [[nodiscard]] Result<void> serve(UniqueFd socket);

private:
    /// Never used twice, unlike descriptors: a late reply must not reach a later client.
    using ConnectionId = std::uint64_t;
    struct Request {
        ConnectionId connection = 0;
        Json id;
        Json arguments;
        std::shared_ptr<const std::vector<UniqueFd>> descriptors {}; ///< that came with it
    };
    using WaitingKey = std::pair<ConnectionId, std::string>;
    using Handler = void (Server::*)(const Request&);

    void readFrom(ConnectionId connection);
    void drop(ConnectionId connection);
    void dispatch(ConnectionId connection, Message message);
    [[nodiscard]] bool sendTo(
        ConnectionId connection, const Json& body, const std::vector<int>& descriptors = {});
    void reply(const Request& request, Result<Json> result, int descriptor = -1);
    void replyLater(const Request& request, Result<Json> result);
    [[nodiscard]] static WaitingKey keyOf(const Request& request);
    void broadcast(const Json& event);
    void tellChanged(const Container& container);
    void tellSteps(const Container& container);
    void tellLimit(const Container& container, const LimitEvent& event);
    void tellRemoved(const std::string& id);
    void tellNetwork(const Network& network);
    [[nodiscard]] Json workloadOf(const Container& container) const;

    void hello(const Request& request);
    void list(const Request& request);
    void regroup(const Request& request);
    void features(const Request& request);
    void images(const Request& request);
    void plan(const Request& request);
    void create(const Request& request);
    void start(const Request& request);
    [[nodiscard]] Result<Json> started(const Request& request, const std::string& id);
    void steps(const Request& request);
    void stop(const Request& request);
    void limits(const Request& request);
    void update(const Request& request);
    void rename(const Request& request);
    void clone(const Request& request);
    [[nodiscard]] Result<void> startCloning(const Request& request);
    void pause(const Request& request);
    void resume(const Request& request);
    void remove(const Request& request);
    void console(const Request& request);
    void exec(const Request& request);
    void attach(const Request& request);
    void signal(const Request& request);
    [[nodiscard]] Json sessionsOf(const std::string& id) const;
    void networkPlan(const Request& request);
    void networkCreate(const Request& request);
    void networkDelete(const Request& request);
    void networkReach(const Request& request);
    void follow(const Request& request);
    void capture(const Request& request);
    void observe(const Request& request);
    void stats(const Request& request);
    void logs(const Request& request);
    void subscribe(const Request& request, const char* kind);
    void cancel(const Request& request);

    EventLoop& m_loop;
    PacketTests m_packetTests { m_loop };
    Programs m_programs;
    std::string m_mode;
    WhenAlone m_whenAlone;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<ObserverLink> m_observer;
    std::map<ConnectionId, UniqueFd> m_connections;
    ConnectionId m_lastConnection = 0;
    /// Requests not answered yet, by socket and id: what their cancelling does beside.
    std::map<WaitingKey, std::function<void()>> m_waiting;
};

} // namespace vitrine::launcher
