// SPDX-License-Identifier: GPL-3.0-or-later
// The networks that there are: made, brought up when they are needed, and taken away.
#pragma once

#include "backend/kernel/host_facts.h"
#include "backend/network/host_network.h"
#include "backend/network/kernel_networks.h"
#include "backend/plan/runner.h"
#include "helper/launcher/network.h"
#include "helper/launcher/places.h"
#include "helper/launcher/user_network.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace vitrine::launcher {

inline constexpr std::size_t maximumNetworks = 256;

class Networks {
public:
    /// Read what DATA holds; PROBLEMS gets what could not be read. USER: where the networks of an
    /// ordinary user are, none for root.
    [[nodiscard]] static Result<Networks> load(
        const Places& places, std::unique_ptr<UserNetwork> user, std::vector<Error>& problems);

    [[nodiscard]] const std::map<std::string, std::unique_ptr<Network>>& all() const
    {
        return m_networks;
    }
    [[nodiscard]] Result<Network*> find(const std::string& id) const;
    /// The network that NAME means to OWNER: their own, else root's. NotFound names FIELD.
    [[nodiscard]] Result<Network*> named(
        const std::string& field, const std::string& name, uid_t owner) const;

    /// What making the network of SPEC would do.
    [[nodiscard]] Result<plan::Plan> plan(const Json& spec, uid_t owner) const;

    struct Made {
        Network* network = nullptr; ///< null when it failed, then there is none
        Json steps = Json::array(); ///< STEPs of protocol.h
        std::optional<plan::RunFailure> failure;
    };
    /// Make it and bring it up. MAYFORWARD as in Manager1.CreateNetwork.
    [[nodiscard]] Made create(const Json& spec, uid_t owner, bool mayForward);
    /// Whether connections from the network FROM may lead to TO. NotSupported where one of them is
    /// isolated.
    [[nodiscard]] Result<void> setReach(Network& from, const Network& to, bool allowed);
    /// Take it down and forget it. Nobody may be in it.
    [[nodiscard]] Result<void> remove(const std::string& id);

    /// See that NETWORK is there as it shall be: make what is missing. True: something was.
    [[nodiscard]] Result<bool> bringUp(Network& network);

    /// Look at the interface of the host that the physical NETWORK is on. True: it was not there.
    /// An error is among its hindrances, too.
    [[nodiscard]] Result<bool> lookAtUplink(Network& network) const;

    /// The interfaces of a container of OWNER that has CONNECTIONS and had KEPT before. TAKEN:
    /// addresses of others. KEPT becomes what it has now.
    [[nodiscard]] Result<std::vector<plan::PlacedConnection>> place(
        const std::vector<Connection>& connections, uid_t owner, std::vector<Assignment>& kept,
        const std::map<std::string, std::set<IpAddress>>& taken) const;

    /// Who serves the names of networks; before any other call that changes something.
    void serveBy(NameServers& names);
    /// Take over the name servers that an earlier launcher has started.
    [[nodiscard]] Result<void> adoptNames();

    /// As ASSIGNMENTS say; of networks that there still are.
    [[nodiscard]] std::vector<plan::PlacedConnection> placed(
        const std::vector<Assignment>& assignments) const;

    [[nodiscard]] plan::NetworkMachine& machine() { return *m_machine; }
    /// Of an ordinary user's: see UserNetwork.
    void watchUserNetwork(EventLoop& loop, UserNetwork::Lost lost)
    {
        if (m_user)
            m_user->watchBy(loop, std::move(lost));
    }
    /// Whether a process that an ordinary user's networks need is missing; with PORTS published.
    [[nodiscard]] bool needsMending(bool ports) const;
    /// See that an ordinary user's published ports can be had. True: those that were are no more.
    [[nodiscard]] Result<bool> bringPorts() { return m_user ? m_user->bringPorts() : false; }
    /// The user namespace that an ordinary user's are in, -1: there is none.
    [[nodiscard]] int userNamespace() const { return m_user ? m_user->userNamespace() : -1; }
    /// Whether a process in the user namespace of process PID can be plugged in.
    [[nodiscard]] bool canPlugIn(pid_t pid) const { return !m_user || m_user->isAbove(pid); }

private:
    Networks(Places places, std::unique_ptr<UserNetwork> user)
        : m_places(std::move(places))
        , m_user(user.get())
    {
        if (user)
            m_machine = std::move(user);
        else
            m_machine = std::make_unique<network::KernelNetworks>();
    }
    [[nodiscard]] bool hasInterface(const std::string& name) const;
    [[nodiscard]] Result<plan::Surroundings> surroundings(const Network& network) const;
    [[nodiscard]] Result<void> setPlace(Network& network) const;
    [[nodiscard]] std::vector<Subnet> subnetsOf(const network::HostNetwork& host) const;
    [[nodiscard]] Result<Network> completed(const Json& spec, uid_t owner) const;
    [[nodiscard]] Result<void> complete(Network& network) const;
    [[nodiscard]] Result<void> completePhysical(Network& network) const;
    [[nodiscard]] std::string bridgeFor(const Network& network) const;
    /// Let its rules say what its record says.
    void findReach(Network& network) const;
    [[nodiscard]] Result<void> forgetReachOf(const Network& network);
    [[nodiscard]] Result<void> save(const Network& network) const;
    [[nodiscard]] Result<void> noteForwarding(const plan::Plan& plan) const;
    [[nodiscard]] Result<void> restoreForwarding();
    /// See that the rules of NETWORK are there. True: all rules had to be made anew.
    [[nodiscard]] Result<bool> guard(const Network& network);
    [[nodiscard]] Result<bool> bringUpPhysical(Network& network);
    [[nodiscard]] Result<void> forget(const std::string& id);
    [[nodiscard]] std::string recordPath(const std::string& id) const;
    [[nodiscard]] Result<bool> keepUp(const Network& network);
    [[nodiscard]] Result<void> apply(const plan::net::NetworkStep& step);
    [[nodiscard]] Result<void> undo(const plan::net::NetworkStep& step);
    [[nodiscard]] std::optional<plan::RunFailure> run(Network& network, plan::Plan plan);

    Places m_places;
    std::unique_ptr<plan::NetworkMachine> m_machine;
    UserNetwork* m_user; ///< the machine, of an ordinary user
    NameServers* m_names = nullptr;
    std::map<std::string, std::unique_ptr<Network>> m_networks;
};

} // namespace vitrine::launcher
