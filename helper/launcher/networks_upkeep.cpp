// SPDX-License-Identifier: GPL-3.0-or-later
// How networks are brought up, kept so and taken away.
#include "helper/launcher/networks.h"

#include "backend/base/files.h"
#include "backend/network/firewall.h"
#include "backend/network/uplink.h"
#include "backend/plan/firewall_rules.h"
#include "backend/plan/host_machine.h"
#include "helper/launcher/network_neighbours.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace vitrine::launcher {

namespace {

constexpr auto forwardingNote = "forwarding"; ///< in the runtime directory: what we turned on

std::vector<IpVersion> versions()
{
    return { IpVersion::V4, IpVersion::V6 };
}

/// All that a network is made of, whatever the host does already.
plan::Plan wholePlan(const Network& network)
{
    // Allowed and done already: never an error, and forwarding is not part of it.
    plan::NetworkPlace place = network.place;
    if (place.user && !place.user->outside)
        place.user->outside.emplace();
    return plan::planNetwork(place, { true, true }, {}).value();
}

/// The step of its kind in PLAN, which has one.
template <typename Wanted> Wanted stepIn(const plan::Plan& plan)
{
    for (const auto& step : plan)
        if (const auto* wanted = std::get_if<Wanted>(&std::get<plan::net::NetworkStep>(step)))
            return *wanted;
    return {};
}

plan::net::GuardNetwork guardOf(const plan::Plan& plan)
{
    return stepIn<plan::net::GuardNetwork>(plan);
}

plan::net::ServeNames serviceOf(const plan::Plan& plan)
{
    return stepIn<plan::net::ServeNames>(plan);
}

} // namespace

/// What the plan turns on, so that somebody turns it off again.
Result<void> Networks::noteForwarding(const plan::Plan& plan) const
{
    const UniqueFd directory = TRY(openDirectory(AT_FDCWD, m_places.runtime));
    const auto before = readFile(directory.get(), forwardingNote);
    std::string note = before ? before.value() : std::string();
    for (const auto& step : plan) {
        const auto* forwarding
            = std::get_if<plan::net::AllowForwarding>(&std::get<plan::net::NetworkStep>(step));
        if (forwarding)
            note += forwarding->version == IpVersion::V4 ? '4' : '6';
    }
    if (note.empty())
        return {};
    return replaceFile(directory.get(), forwardingNote, note, Durability::Process);
}

Result<void> Networks::restoreForwarding()
{
    const bool needed = std::any_of(m_networks.begin(), m_networks.end(), [](const auto& entry) {
        return entry.second->up && isForwarded(entry.second->place.spec.kind);
    });
    const UniqueFd directory = TRY(openDirectory(AT_FDCWD, m_places.runtime));
    const auto note = readFile(directory.get(), forwardingNote);
    // Networks of another launcher on this computer may need it as well.
    if (needed || !note || TRY(network::hasElements("bridges")))
        return {};
    for (const IpVersion version : versions())
        if (note.value().find(version == IpVersion::V4 ? '4' : '6') != std::string::npos)
            TRY(m_machine->undo(plan::net::AllowForwarding { version }));
    if (::unlinkat(directory.get(), forwardingNote, 0) != 0 && errno != ENOENT)
        return Error::fromErrno("unlinkat", forwardingNote);
    return {};
}

Result<void> Networks::apply(const plan::net::NetworkStep& step)
{
    const auto* names = std::get_if<plan::net::ServeNames>(&step);
    return names ? m_names->serve(*names) : m_machine->apply(step, -1);
}

Result<void> Networks::undo(const plan::net::NetworkStep& step)
{
    const auto* names = std::get_if<plan::net::ServeNames>(&step);
    return names ? m_names->end(names->network) : m_machine->undo(step);
}

void Networks::serveBy(NameServers& names)
{
    m_names = &names;
    if (m_user)
        names.serveIn([user = m_user] {
            return NameServers::Home { user->userNamespace(), user->networkNamespace() };
        });
}

Result<void> Networks::adoptNames()
{
    std::vector<plan::net::ServeNames> steps;
    std::vector<std::string> down;
    for (const auto& [id, network] : m_networks) {
        TRY(setPlace(*network));
        if (isPhysical(network->place.spec.kind))
            continue;
        if (network->up)
            steps.push_back(serviceOf(wholePlan(*network)));
        else
            down.push_back(id);
    }
    return m_names->adopt(steps, down);
}

std::optional<plan::RunFailure> Networks::run(Network& network, plan::Plan plan)
{
    network.plan = std::move(plan);
    plan::HostMachine machine(
        [this](const plan::Step& step) { return apply(std::get<plan::net::NetworkStep>(step)); },
        [this](const plan::Step& step) { return undo(std::get<plan::net::NetworkStep>(step)); });
    plan::RunOutcome outcome = plan::run(network.plan, machine, {});
    network.records = std::move(outcome.records);
    return std::move(outcome.failure);
}

Result<bool> Networks::guard(const Network& network)
{
    // Its rules may be gone: whoever loads rules of their own flushes all others.
    const auto guarded = m_machine->apply(guardOf(wholePlan(network)), -1);
    if (guarded)
        return false;
    if (guarded.error().number != ENOENT)
        return guarded.error();
    TRY(m_machine->apply(plan::net::PrepareFirewall {}, -1));
    for (const auto& [id, other] : m_networks)
        if (!isPhysical(other->place.spec.kind))
            TRY(m_machine->apply(guardOf(wholePlan(*other)), -1));
    TRY(m_machine->apply(guardOf(wholePlan(network)), -1));
    return true;
}

/// Of an ordinary user's that is there.
Result<bool> Networks::keepUp(const Network& network)
{
    bool anew = false;
    TRY(m_user->apply(network.place.user->make, -1));
    if (network.place.spec.kind == NetworkKind::Nat && network.place.user->outside)
        anew = TRY(m_user->leadOutside(*network.place.user->outside));
    TRY(m_names->serve(serviceOf(wholePlan(network))));
    return TRY(guard(network)) || anew;
}

Result<bool> Networks::lookAtUplink(Network& network) const
{
    const bool wasUp = std::exchange(network.up, false);
    const std::string& parent = network.place.bridge;
    network.hindrances.clear();
    auto uplink = network::readUplink(parent, network.place.spec.kind);
    if (!uplink) {
        Error error = std::move(uplink).error();
        error.object = network.place.spec.name;
        network.hindrances = { error.text };
        return error;
    }
    network.up = true;
    noteHindrances(network, TRY(surroundings(network)));
    if (auto hindrance = network::hindranceOf(parent, uplink.value()); !hindrance.empty())
        network.hindrances.push_back(std::move(hindrance));
    return !wasUp;
}

Result<bool> Networks::bringUpPhysical(Network& network)
{
    const bool anew = TRY(lookAtUplink(network));
    if (!network.plan.empty())
        return anew;
    if (auto failure
        = run(network, TRY(plan::planNetwork(network.place, TRY(surroundings(network)), {})))) {
        network.up = false;
        return std::move(failure->error);
    }
    return anew;
}

Result<bool> Networks::bringUp(Network& network)
{
    TRY(setPlace(network));
    if (isPhysical(network.place.spec.kind))
        return bringUpPhysical(network);
    if (hasInterface(network.place.bridge)) {
        network.up = true;
        if (m_user)
            return keepUp(network);
        TRY(m_names->serve(serviceOf(wholePlan(network))));
        const bool anew = TRY(guard(network));
        TRY(admit(network, *m_machine));
        return anew;
    }
    TRY(m_names->end(network.id)); // one that serves the bridge of before
    const plan::Forwarding allowed { network.mayForward, network.mayForward };
    const auto host = TRY(surroundings(network));
    plan::Plan plan = TRY(plan::planNetwork(network.place, host, allowed));
    TRY(noteForwarding(plan));
    if (auto failure = run(network, std::move(plan))) {
        network.up = false;
        (void)restoreForwarding(); // the failure itself is what matters
        return std::move(failure->error);
    }
    network.up = true;
    noteHindrances(network, host);
    return true;
}

bool Networks::needsMending(bool ports) const
{
    const bool open = std::ranges::any_of(m_networks, [](const auto& entry) {
        return entry.second->up && entry.second->place.spec.kind != NetworkKind::Isolated;
    });
    return m_user && m_user->isThere() && m_user->lacks(open, ports);
}

void Networks::findReach(Network& network) const
{
    network.place.reaches.clear();
    for (const auto& id : network.reaches)
        if (const auto other = find(id))
            network.place.reaches.push_back(other.value()->place.bridge);
}

Result<void> Networks::setReach(Network& from, const Network& to, bool allowed)
{
    for (const Network* network : { &std::as_const(from), &to })
        if (allowed && isPhysical(network->place.spec.kind))
            return Error::of(ErrorKind::NotSupported, network->place.spec.name,
                "'" + network->place.spec.name
                    + "' is a network outside: what reaches it is decided there");
    for (const Network* network : { &std::as_const(from), &to })
        if (allowed && network->place.spec.kind == NetworkKind::Isolated)
            return Error::of(ErrorKind::NotSupported, network->place.spec.name,
                "'" + network->place.spec.name
                    + "' is isolated: nothing leads out of it, so no answer would come back");
    if (allowed && &from == &to)
        return Error::invalid("network", "its containers reach each other anyway");
    if (from.reaches.contains(to.id) == allowed)
        return {};
    // What is denied is so before it is written down, what is allowed after: a launcher that is
    // killed on the way leaves nothing open that the record denies. Its rules may be there without
    // it.
    const plan::net::AllowBetween passage { from.place.bridge, to.place.bridge };
    if (!allowed)
        TRY(m_machine->undo(passage));
    const auto before = from.reaches;
    allowed ? void(from.reaches.insert(to.id)) : void(from.reaches.erase(to.id));
    auto done = save(from);
    if (done && allowed && from.up)
        done = m_machine->apply(passage, -1);
    if (!done) { // the failure itself is what matters
        from.reaches = before;
        (void)save(from);
        if (!allowed && from.up)
            (void)m_machine->apply(passage, -1);
    }
    findReach(from);
    return done;
}

/// Before NETWORK goes. Its id in the records of others says nothing without it, so that a full
/// disk keeps nobody from deleting it.
Result<void> Networks::forgetReachOf(const Network& network)
{
    for (const auto& [id, other] : m_networks) {
        if (!other->reaches.contains(network.id))
            continue;
        TRY(m_machine->undo(plan::net::AllowBetween { other->place.bridge, network.place.bridge }));
        other->reaches.erase(network.id);
        findReach(*other);
        (void)save(*other);
    }
    return {};
}

Result<void> Networks::remove(const std::string& id)
{
    Network& network = *TRY(find(id));
    if (isPhysical(network.place.spec.kind))
        return forget(id); // nothing was made
    TRY(forgetReachOf(network));
    TRY(setPlace(network));
    const plan::Plan whole = wholePlan(network);
    TRY(m_machine->undo(plan::net::AdmitTraffic { network.place.bridge, {}, {}, {} }));
    for (auto step = whole.rbegin(); step != whole.rend(); ++step)
        TRY(undo(std::get<plan::net::NetworkStep>(*step)));
    network.up = false;
    TRY(restoreForwarding());
    const bool last = std::none_of(m_networks.begin(), m_networks.end(), [&](const auto& entry) {
        return entry.first != id && !isPhysical(entry.second->place.spec.kind);
    });
    if (!m_user && last && !TRY(network::hasElements("bridges")))
        TRY(network::removeFromFirewall(
            { std::string("delete table ") + plan::net::firewallTable }));
    // The record goes last: whatever is left when this fails, the network can be deleted again.
    return forget(id);
}

Result<void> Networks::forget(const std::string& id)
{
    if (::unlink(recordPath(id).c_str()) != 0 && errno != ENOENT)
        return Error::fromErrno("unlink", recordPath(id));
    m_networks.erase(id);
    return {};
}

} // namespace vitrine::launcher
