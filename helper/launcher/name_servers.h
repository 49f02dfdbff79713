// SPDX-License-Identifier: GPL-3.0-or-later
// A dnsmasq for each network, from its making to its end.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"
#include "backend/kernel/seccomp.h"
#include "backend/plan/network_steps.h"
#include "helper/launcher/event_loop.h"
#include "helper/launcher/places.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::launcher {

/// dnsmasq in the directories of PATH; empty where it is not installed.
[[nodiscard]] std::string findNameServer();

/// A container in a network.
struct NamedHost {
    std::string name;
    MacAddress mac {};
    std::optional<IpAddress> address, address6;
    bool operator==(const NamedHost&) const = default;
};

class NameServers {
public:
    /// "running", "missing" (dnsmasq is not installed), "failed" (and why; it is tried again), ""
    struct State {
        std::string name, reason;
        bool operator==(const State&) const = default;
    };
    using Changed = std::function<void(const std::string& network, const State&)>;

    /// PROGRAM: vitrine-names. FILTER outlives this.
    NameServers(EventLoop& loop, const Places& places, std::string program,
        const kernel::BpfProgram& filter, Changed changed);

    /// Descriptors of the namespaces that networks are in; -1: ours.
    struct Home {
        int user = -1, netns = -1;
    };
    void serveIn(std::function<Home()> home) { m_home = std::move(home); }

    /// Serve the network of STEP: at once when nobody does it yet. Does not wait for dnsmasq.
    [[nodiscard]] Result<void> serve(const plan::net::ServeNames& step);
    /// End it and remove its files. No error when there is none.
    [[nodiscard]] Result<void> end(const std::string& network);
    /// Take over what an earlier launcher has started for the networks of STEPS, which are up, and
    /// start what is missing; end those of DOWN.
    [[nodiscard]] Result<void> adopt(
        const std::vector<plan::net::ServeNames>& steps, const std::vector<std::string>& down);

    [[nodiscard]] State stateOf(const std::string& network) const;

    /// All that have names in NETWORK now, by the container's id.
    [[nodiscard]] Result<void> setHosts(
        const std::string& network, const std::map<std::string, NamedHost>& hosts);

private:
    struct Server {
        plan::net::ServeNames step;
        std::map<std::string, NamedHost> hosts; ///< as the files say
        UniqueFd process; ///< pidfd; none while it does not run
        EventLoop::Clock::time_point started;
        unsigned failures = 0; ///< quick ends, one after the other
        std::optional<EventLoop::TimerId> retry;
        State state;
    };
    [[nodiscard]] std::string directoryOf(const std::string& network) const;
    [[nodiscard]] Result<void> prepare(const std::string& network) const;
    [[nodiscard]] Result<void> start(Server& server);
    [[nodiscard]] Result<void> watch(Server& server, UniqueFd process);
    void ended(const std::string& network);
    void tryAgain(const std::string& network);
    void setState(Server& server, State state);
    [[nodiscard]] Result<void> writeHost(
        const Server& server, int directory, const std::string& id, const NamedHost& host) const;

    EventLoop& m_loop;
    Places m_places;
    std::string m_program;
    const kernel::BpfProgram& m_filter;
    Changed m_changed;
    std::function<Home()> m_home = [] { return Home(); };
    std::map<std::string, Server> m_servers;
};

} // namespace vitrine::launcher
