// SPDX-License-Identifier: GPL-3.0-or-later
// Following a packet: where it starts, and which address it is for.
#include "helper/launcher/container_network.h"
#include "helper/launcher/engine.h"

#include <algorithm>

namespace vitrine::launcher {

namespace {

constexpr std::int64_t largestPort = 65535;

Result<void> checkRuns(const Container& container)
{
    if (container.isRunning())
        return {};
    return Error::of(ErrorKind::Busy, container.spec.name,
        "'" + container.spec.name + "' does not run: start it first");
}

Result<network::Place> placeOfRunning(const Container& container)
{
    TRY(checkRuns(container));
    return network::Place { container.id, container.spec.name, container.leader,
        std::make_shared<const UniqueFd>(TRY(openNetworkOf(container))) };
}

std::optional<IpAddress> addressIn(const Assignment& assignment, IpVersion version)
{
    return version == IpVersion::V4 ? assignment.address : assignment.address6;
}

/// An address of TARGET: in a network that SOURCE (null: the host) is in, too, if there is one.
Result<IpAddress> addressFor(
    const Container& target, const Container* source, const std::vector<IpVersion>& versions)
{
    const auto shared = [&](const Assignment& assignment) {
        return source
            && std::ranges::find(source->assignments, assignment.network, &Assignment::network)
            != source->assignments.end();
    };
    for (const bool wanted : { true, false })
        for (const IpVersion version : versions)
            for (const auto& assignment : target.assignments)
                if (const auto address = addressIn(assignment, version);
                    address && shared(assignment) == wanted)
                    return *address;
    return Error::of(ErrorKind::NotFound, target.spec.name,
        "'" + target.spec.name + "' has no such address: it is in no network that has them");
}

/// The host's address in a network that SOURCE (null: the host itself) is in.
Result<IpAddress> addressOfHost(
    const Networks& networks, const Container* source, const std::vector<IpVersion>& versions)
{
    if (!source)
        return parseAddress("to", versions.front() == IpVersion::V4 ? "127.0.0.1" : "::1");
    for (const IpVersion version : versions)
        for (const auto& assignment : source->assignments) {
            const Network* const network = TRY(networks.find(assignment.network));
            const auto& spec = network->place.spec;
            const auto& subnet = version == IpVersion::V4 ? spec.subnet : spec.subnet6;
            if (subnet && !isPhysical(spec.kind))
                return gatewayOf(*subnet);
        }
    return Error::of(ErrorKind::NotFound, source->spec.name,
        "'" + source->spec.name + "' is in no network where this computer has such an address");
}

/// What PACKET is beside where from and where to.
Result<void> readTransport(ObjectReader& arguments, network::Packet& packet)
{
    std::string protocol;
    std::int64_t port = 0;
    const bool hasPort = arguments.has("port");
    TRY(arguments.read("protocol", protocol));
    TRY(arguments.read("port", port));
    if (hasPort && (port < 1 || port > largestPort))
        return Error::invalid("port", "must be 1 to 65535");
    if (protocol.empty())
        protocol = hasPort ? "tcp" : "icmp";
    if (protocol != "tcp" && protocol != "udp" && protocol != "icmp")
        return Error::invalid("protocol", "must be \"tcp\", \"udp\" or \"icmp\"");
    if ((protocol == "icmp") == hasPort)
        return Error::invalid("port", hasPort ? "ICMP has no ports" : protocol + " needs one");
    if (protocol != "icmp")
        packet.protocol = protocol == "tcp" ? Protocol::Tcp : Protocol::Udp;
    packet.port = std::uint16_t(port);
    return {};
}

Result<std::vector<IpVersion>> readVersions(ObjectReader& arguments)
{
    std::int64_t version = 0;
    TRY(arguments.read("version", version));
    if (version != 0 && version != 4 && version != 6)
        return Error::invalid("version", "must be 4 or 6");
    if (version != 0)
        return std::vector { version == 4 ? IpVersion::V4 : IpVersion::V6 };
    return std::vector { IpVersion::V4, IpVersion::V6 };
}

} // namespace

Result<network::Packet> Engine::readPacket(const Json& json) const
{
    ObjectReader arguments = TRY(ObjectReader::of(json, {}));
    std::string from, to, address;
    TRY(arguments.read("from", from));
    TRY(arguments.read("to", to));
    TRY(arguments.read("address", address));
    if (to.empty() == address.empty())
        return Error::invalid("to", "either a container or an address is where it goes");
    network::Packet packet;
    TRY(readTransport(arguments, packet));
    const auto versions = TRY(readVersions(arguments));
    TRY(arguments.finish());
    const Container* const source = from.empty() ? nullptr : TRY(m_store.find(from));
    if (!address.empty()) {
        packet.to = TRY(parseAddress("address", address));
        if (std::ranges::find(versions, packet.to.version) == versions.end())
            return Error::invalid("version", "'" + address + "' is of the other version");
    }
    if (source)
        packet.from = TRY(placeOfRunning(*source));
    if (to == "host") {
        packet.to = TRY(addressOfHost(m_networks, source, versions));
    } else if (!to.empty()) {
        const Container* const target = TRY(m_store.find(to));
        TRY(checkRuns(*target));
        packet.to = TRY(addressFor(*target, source, versions));
    }
    return packet;
}

Result<Engine::Followed> Engine::follow(
    const Json& packet, const std::function<bool(const Container&)>& mayName) const
{
    if (!m_facts.privileged)
        return Error::of(ErrorKind::NotSupported, "networks",
            "an ordinary user's packets cannot be followed: only the system's helper can");
    const auto ofAddress = [&](const IpAddress& address) -> std::optional<network::Place> {
        for (const auto& [id, container] : m_store.all())
            for (const auto& assignment : container->assignments)
                if (container->isRunning()
                    && (assignment.address == address || assignment.address6 == address))
                    if (auto place = placeOfRunning(*container)) {
                        if (mayName(*container))
                            return std::move(place).value();
                        return network::Place { {}, "a container of another user", 0,
                            place.value().netns };
                    }
        return {};
    };
    Followed followed { TRY(readPacket(packet)), {} };
    followed.path = TRY(network::followPacket(followed.packet, ofAddress));
    return followed;
}

} // namespace vitrine::launcher
