// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/networks.h"

#include "backend/base/files.h"
#include "backend/network/address_choice.h"
#include "backend/network/host_network.h"
#include "backend/network/uplink.h"
#include "backend/plan/describe.h"
#include "backend/spec/container_spec.h"
#include "helper/launcher/container.h"
#include "helper/launcher/network_neighbours.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace vitrine::launcher {

namespace {

/// In a network outside others look after names.
std::string nameServerFor(const NetworkSpec& network)
{
    return isPhysical(network.kind) ? std::string() : findNameServer();
}

constexpr std::size_t idDigits = 16;
constexpr std::uint64_t usualMtu = 1500; ///< of Ethernet, where there is no uplink to ask
const std::string recordEnd = ".json";

} // namespace

std::string Networks::recordPath(const std::string& id) const
{
    return m_places.networks() + "/" + id + recordEnd;
}

/// Of the network namespace that networks are made in.
bool Networks::hasInterface(const std::string& name) const
{
    if (!m_user)
        return network::hasInterface(name);
    bool has = false;
    (void)m_user->inside([&]() -> Result<void> { // without one there is nothing in it
        has = network::hasInterface(name);
        return {};
    });
    return has;
}

Result<plan::Surroundings> Networks::surroundings(const Network& network) const
{
    const NetworkKind kind = network.place.spec.kind;
    // What macvlan passes no rules see, nor do they see what a bridge passes, unless asked for.
    const bool seen
        = !isPhysical(kind) || (kind == NetworkKind::Bridge && network::filtersBridges());
    if (!m_user && seen)
        return surroundingsOf(network);
    return plan::Surroundings { true, true, false, {} }; // nobody else's rules concern it
}

std::vector<Subnet> Networks::subnetsOf(const network::HostNetwork& host) const
{
    std::vector<Subnet> taken = host.subnets;
    for (const auto& [id, other] : m_networks)
        for (const auto& subnet : { other->place.spec.subnet, other->place.spec.subnet6 })
            if (subnet)
                taken.push_back(*subnet);
    return taken;
}

/// What is as it is now, not as it was when NETWORK was made.
Result<void> Networks::setPlace(Network& network) const
{
    network.place.nameServer = nameServerFor(network.place.spec);
    if (m_user)
        network.place.user = TRY(m_user->place(subnetsOf(TRY(network::readHostNetwork()))));
    return {};
}

Result<Networks> Networks::load(
    const Places& places, std::unique_ptr<UserNetwork> user, std::vector<Error>& problems)
{
    Networks networks(places, std::move(user));
    const UniqueFd directory = TRY(openDirectory(AT_FDCWD, places.networks()));
    const auto names = TRY(namesIn(directory.get()));
    if (networks.m_user && names.empty()) // what an earlier launcher could not undo
        if (auto ended = networks.m_user->end(); !ended)
            problems.push_back(std::move(ended).error());
    for (const auto& name : names) {
        const auto text = readFile(directory.get(), name, bounds::specBytes);
        const auto json
            = text ? parseJson(text.value(), bounds::specBytes, "network") : text.error();
        auto network = json ? networkFrom(json.value()) : json.error();
        if (network && network.value().id + recordEnd != name)
            network = Error::of(ErrorKind::InvalidSpec, name, "the record names another network");
        if (!network) {
            Error error = network.error();
            error.object = name + (error.object.empty() ? "" : " " + error.object);
            problems.push_back(std::move(error));
            continue;
        }
        network.value().up = networks.hasInterface(network.value().place.bridge);
        const std::string id = network.value().id;
        if (isPhysical(network.value().place.spec.kind))
            (void)networks.lookAtUplink(network.value()); // what is wrong is in it
        networks.m_networks[id] = std::make_unique<Network>(std::move(network).value());
    }
    for (const auto& [id, network] : networks.m_networks)
        networks.findReach(*network);
    return networks;
}

Result<Network*> Networks::find(const std::string& id) const
{
    const auto found = m_networks.find(id);
    if (found == m_networks.end())
        return Error::of(ErrorKind::NotFound, "network", "no network with id '" + id + "'");
    return found->second.get();
}

Result<Network*> Networks::named(
    const std::string& field, const std::string& name, uid_t owner) const
{
    Network* shared = nullptr;
    for (const auto& [id, network] : m_networks) {
        if (network->place.spec.name != name)
            continue;
        if (network->owner == owner)
            return network.get();
        if (network->owner == 0)
            shared = network.get();
    }
    if (shared)
        return shared;
    return Error::of(
        ErrorKind::NotFound, field, "there is no network '" + name + "': create it first");
}

/// "vt-NAME" where that fits and is free.
std::string Networks::bridgeFor(const Network& network) const
{
    constexpr std::size_t longest = 15; // IFNAMSIZ without its end
    const auto taken = [this](const std::string& name) {
        return hasInterface(name)
            || std::any_of(m_networks.begin(), m_networks.end(),
                [&](const auto& entry) { return entry.second->place.bridge == name; });
    };
    const std::string name = "vt-" + network.place.spec.name;
    if (name.size() <= longest && !taken(name))
        return name;
    return ("vt-" + network.id).substr(0, longest);
}

Result<Network> Networks::completed(const Json& json, uid_t owner) const
{
    Network network;
    network.owner = owner;
    NetworkSpec& spec = network.place.spec;
    spec = TRY(parseNetworkSpec(json));
    for (const auto& [id, other] : m_networks)
        if (other->owner == owner && other->place.spec.name == spec.name)
            return Error::of(
                ErrorKind::Exists, "name", "there is a network '" + spec.name + "' already");
    if (m_networks.size() >= maximumNetworks)
        return Error::of(ErrorKind::Quota, "networks",
            "there are " + std::to_string(maximumNetworks) + " already: delete some");
    TRY(isPhysical(spec.kind) ? completePhysical(network) : complete(network));
    network.id = TRY(network::randomDigits(idDigits));
    network.place.id = network.id;
    network.place.nameServer = nameServerFor(spec);
    network.place.bridge = isPhysical(spec.kind) ? spec.parent : bridgeFor(network);
    network.place.mac = TRY(network::randomMac());
    network.created = timeNow();
    return network;
}

/// What the specification of NETWORK leaves to be chosen.
Result<void> Networks::complete(Network& network) const
{
    NetworkSpec& spec = network.place.spec;
    const auto host = TRY(network::readHostNetwork());
    std::vector<Subnet> taken = subnetsOf(host);
    if (m_user) {
        network.place.user = TRY(m_user->place(taken));
        if (const auto& outside = network.place.user->outside) {
            taken.push_back(outside->subnet);
            if (!spec.mtu && spec.kind == NetworkKind::Nat)
                spec.mtu = outside->mtu;
        }
    }
    if (spec.subnet)
        TRY(network::checkFree("subnet", *spec.subnet, taken));
    else
        spec.subnet = TRY(network::freeSubnet(taken));
    if (spec.subnet6)
        TRY(network::checkFree("subnet6", *spec.subnet6, taken));
    else if (spec.ipv6)
        spec.subnet6 = TRY(network::freeSubnet6(taken));
    if (!spec.mtu)
        spec.mtu = host.mtu != 0 ? host.mtu : usualMtu;
    return {};
}

/// The same of one that is outside already.
Result<void> Networks::completePhysical(Network& network) const
{
    NetworkSpec& spec = network.place.spec;
    if (m_user) {
        network.place.user = TRY(m_user->place({}));
        return plan::planNetwork(network.place, {}, {}).error(); // which refuses it
    }
    for (const auto& [id, other] : m_networks)
        if (!isPhysical(other->place.spec.kind) && other->place.bridge == spec.parent)
            return Error::invalid("parent",
                "'" + spec.parent + "' is the bridge of the network '" + other->place.spec.name
                    + "': put containers into that");
    const auto uplink = TRY(network::readUplink(spec.parent, spec.kind));
    const auto outside = TRY(network::readNetworkOutside(spec.parent));
    if (!spec.subnet && !outside.subnet)
        return Error::invalid("subnet",
            "this computer has no address on '" + spec.parent
                + "' that would tell it: name that of the network outside. Addresses are not "
                  "asked for by DHCP");
    if (!spec.subnet)
        spec.subnet = outside.subnet;
    TRY(network::checkFree("subnet", *spec.subnet, subnetsOf({})));
    if (!spec.gateway && outside.gateway && contains(*spec.subnet, *outside.gateway))
        spec.gateway = outside.gateway;
    if (spec.range && (!contains(*spec.subnet, spec.range->address)))
        return Error::invalid("range", "must be a part of " + toText(*spec.subnet));
    if (spec.mtu.value_or(0) > uplink.mtu)
        return Error::invalid(
            "mtu", "'" + spec.parent + "' passes " + std::to_string(uplink.mtu) + " bytes at most");
    if (!spec.mtu)
        spec.mtu = uplink.mtu;
    return {};
}

Result<plan::Plan> Networks::plan(const Json& spec, uid_t owner) const
{
    const Network network = TRY(completed(spec, owner));
    return plan::planNetwork(network.place, TRY(surroundings(network)), { true, true });
}

Networks::Made Networks::create(const Json& spec, uid_t owner, bool mayForward)
{
    Made made;
    const auto fail = [&made](Error error) {
        made.failure = plan::RunFailure { std::move(error), -1 };
        return made;
    };
    auto network = completed(spec, owner);
    if (!network)
        return fail(network.error());
    network.value().mayForward = mayForward;
    auto owned = std::make_unique<Network>(std::move(network).value());
    // From here on the next launcher knows of it, whatever happens.
    if (auto saved = save(*owned); !saved)
        return fail(saved.error());
    const auto up = bringUp(*owned);
    made.steps = plan::toJson(owned->plan, owned->records);
    if (!up) {
        (void)::unlink(recordPath(owned->id).c_str());
        int failed = -1;
        for (std::size_t i = 0; i < owned->records.size(); ++i)
            if (owned->records[i].state == plan::StepState::Failed)
                failed = int(i);
        made.failure = plan::RunFailure { up.error(), failed };
        return made;
    }
    made.network = owned.get();
    m_networks[owned->id] = std::move(owned);
    return made;
}

Result<void> Networks::save(const Network& network) const
{
    const UniqueFd directory = TRY(openDirectory(AT_FDCWD, m_places.networks()));
    return replaceFile(
        directory.get(), network.id + recordEnd, dumpJson(recordOf(network)), Durability::PowerCut);
}

Result<std::vector<plan::PlacedConnection>> Networks::place(
    const std::vector<Connection>& connections, uid_t owner, std::vector<Assignment>& kept,
    const std::map<std::string, std::set<IpAddress>>& taken) const
{
    std::vector<Assignment> assigned;
    for (const Connection& wanted : connections) {
        const std::string field = "networks[" + std::to_string(assigned.size()) + "]";
        const Network& network = *TRY(named(field + ".network", wanted.network, owner));
        const auto before = std::find_if(kept.begin(), kept.end(),
            [&](const Assignment& had) { return had.network == network.id; });
        const auto found = taken.find(network.id);
        auto others = found == taken.end() ? std::set<IpAddress>() : found->second;
        if (isPhysical(network.place.spec.kind))
            others.merge(TRY(network::readNetworkOutside(network.place.bridge)).addresses);
        Assignment assignment = TRY(assignmentIn(
            network, field, wanted, before == kept.end() ? Assignment() : *before, others));
        assignment.interface = "eth" + std::to_string(assigned.size());
        assigned.push_back(std::move(assignment));
    }
    kept = std::move(assigned);
    return placed(kept);
}

std::vector<plan::PlacedConnection> Networks::placed(
    const std::vector<Assignment>& assignments) const
{
    std::vector<plan::PlacedConnection> placed;
    for (const Assignment& assignment : assignments)
        if (const auto network = find(assignment.network)) {
            plan::NetworkPlace place = network.value()->place;
            place.nameServer = nameServerFor(place.spec);
            if (m_user)
                if (auto user = m_user->place({}))
                    place.user = std::move(user).value();
            placed.push_back({ std::move(place), assignment.port, assignment.interface,
                assignment.mac, assignment.address, assignment.address6, assignment.link });
        }
    return placed;
}

} // namespace vitrine::launcher
