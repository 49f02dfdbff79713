// SPDX-License-Identifier: GPL-3.0-or-later
// The network namespace of an ordinary user, with the user namespace that it belongs to. A process,
// vitrine-holder, keeps both, and is found again by the socket at which it listens. The launcher
// stays outside: it owns the user namespace, and lets children of its own do what has to be done
// inside.
#pragma once

#include "backend/kernel/host_facts.h"
#include "backend/network/kernel_networks.h"
#include "backend/plan/planner_network.h"
#include "helper/launcher/event_loop.h"
#include "helper/launcher/kept_process.h"
#include "helper/launcher/places.h"

#include <functional>
#include <string>
#include <vector>

namespace vitrine::launcher {

class UserNetwork : public plan::NetworkMachine {
public:
    /// Paths of programs of ours.
    struct Programs {
        std::string holder; ///< vitrine-holder
        std::string ports; ///< vitrine-ports
    };
    /// Find what an earlier launcher has left.
    UserNetwork(Places places, Programs programs, const kernel::HostFacts& facts);
    ~UserNetwork() override;
    UserNetwork(const UserNetwork&) = delete;
    UserNetwork& operator=(const UserNetwork&) = delete;

    /// Call LOST from LOOP with the name of each of its processes that ends by itself from now on.
    /// Both must live longer.
    using Lost = std::function<void(const std::string& program)>;
    void watchBy(EventLoop& loop, Lost lost);

    /// Whether there is one.
    [[nodiscard]] bool isThere() const { return bool(m_netns); }
    /// Descriptor of its user namespace, -1: there is none.
    [[nodiscard]] int userNamespace() const { return m_user.get(); }
    /// And of it.
    [[nodiscard]] int networkNamespace() const { return m_netns.get(); }
    /// Whether its user namespace is the parent of that of process PID.
    [[nodiscard]] bool isAbove(pid_t pid) const;
    /// How it is made, and what leads out of it, in a subnet that is none of TAKEN.
    [[nodiscard]] Result<plan::UserNetwork> place(const std::vector<Subnet>& taken) const;
    /// Do WORK inside. NotFound when there is none.
    [[nodiscard]] Result<void> inside(const std::function<Result<void>()>& work) const;
    /// See that what leads out of it runs. True: it did not.
    [[nodiscard]] Result<bool> leadOutside(const plan::net::LeadOutside& step);
    /// See that what brings ports into it runs, before any is published: a step may be applied by
    /// a process that becomes something else. True: it did not.
    [[nodiscard]] Result<bool> bringPorts();
    /// Whether its holder, what leads OUTSIDE or what brings PORTS in does not run, where wanted.
    [[nodiscard]] bool lacks(bool outside, bool ports) const;
    /// End it, with all that is in it. No error when there is none.
    [[nodiscard]] Result<void> end();

    Result<void> apply(const plan::net::NetworkStep& step, int netns) override;
    Result<void> applyInside(const plan::net::NetworkStep& step) override;
    Result<void> undo(const plan::net::NetworkStep& step) override;

private:
    [[nodiscard]] std::string outsideSocket() const { return m_places.runtime + "/outside.sock"; }
    [[nodiscard]] std::string portsSocket() const { return m_places.runtime + "/ports.sock"; }
    void adopt();
    void watch(UniqueFd& process, const char* program);
    void forget(const UniqueFd& process);
    [[nodiscard]] kernel::StartRequest requestInside() const;
    [[nodiscard]] Result<void> make(const plan::net::MakeUserNetwork& step);
    [[nodiscard]] Result<void> setUp(const plan::net::MakeUserNetwork& step, pid_t pid);
    [[nodiscard]] Result<void> hold(const plan::net::MakeUserNetwork& step, int listener);
    [[nodiscard]] Result<void> endOutside();
    [[nodiscard]] Result<void> endPorts();
    [[nodiscard]] Result<bool> hasNetworks(const std::string& set) const;

    Places m_places;
    Programs m_programs;
    const kernel::HostFacts m_facts; ///< as this launcher found them
    network::KernelNetworks m_kernel;
    kernel::Started m_holder; ///< without descriptor: there is none
    UniqueFd m_user, m_netns;
    EventLoop* m_loop = nullptr;
    Lost m_lost;
    UniqueFd m_outside, m_ports; ///< pidfds of what is watched beside the holder
};

} // namespace vitrine::launcher
