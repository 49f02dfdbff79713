// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/network.h"

#include "backend/network/address_choice.h"
#include "backend/plan/describe.h"
#include "backend/plan/name_service.h"

#include <algorithm>

namespace vitrine::launcher {

namespace {

Result<std::optional<IpAddress>> readAddress(ObjectReader& reader, const char* name)
{
    std::string text;
    TRY(reader.read(name, text));
    if (text.empty())
        return std::optional<IpAddress>();
    return std::optional(TRY(parseAddress(name, text)));
}

/// The address that was ASKED for, else that of BEFORE while it is free, else a free one.
Result<std::optional<IpAddress>> chooseAddress(const std::string& field,
    const std::optional<Subnet>& subnet, const std::optional<IpAddress>& asked,
    const std::optional<IpAddress>& before, const std::set<IpAddress>& taken)
{
    if (!subnet && asked)
        return Error::invalid(field, "the network has no addresses of this version");
    if (!subnet)
        return std::optional<IpAddress>();
    if (asked) {
        TRY(network::checkAddress(field, *subnet, *asked, taken));
        return asked;
    }
    if (before && network::checkAddress(field, *subnet, *before, taken))
        return before;
    return std::optional(TRY(network::freeAddress(field, *subnet, taken)));
}

/// The same in the physical NETWORK; of version 6 only what was asked for: others are announced.
Result<std::optional<IpAddress>> chooseOutside(const std::string& field, const NetworkSpec& network,
    IpVersion version, const std::optional<IpAddress>& asked,
    const std::optional<IpAddress>& before, const std::set<IpAddress>& taken)
{
    if (asked && version == IpVersion::V6 && !network.subnet6)
        return Error::invalid(field, "the network has no subnet6 that it could be of");
    if (asked) {
        TRY(network::checkAddressOutside(field, network, *asked, taken));
        return asked;
    }
    if (version == IpVersion::V6)
        return std::optional<IpAddress>();
    if (before && network.range && contains(*network.range, *before)
        && network::checkAddressOutside(field, network, *before, taken))
        return before;
    return std::optional(TRY(network::freeAddressOutside(field, network, taken)));
}

/// Its other end is no interface of the host where that could be done.
Result<void> checkMacvlanLink(const std::string& field, const LinkSettings& link)
{
    if (link.inbound != 0)
        return Error::invalid(field + ".inbound",
            "what comes by macvlan cannot be limited on this computer: use the kind \"bridge\"");
    if (!link.up)
        return Error::invalid(field + ".up",
            "a macvlan interface has no cable on this computer: take it out of the network");
    return {};
}

Result<void> chooseAddresses(Assignment& assignment, const NetworkSpec& spec,
    const std::string& field, const Connection& wanted, const Assignment& before,
    const std::set<IpAddress>& taken)
{
    const std::string field4 = field + ".address", field6 = field + ".address6";
    if (isPhysical(spec.kind)) {
        assignment.address = TRY(
            chooseOutside(field4, spec, IpVersion::V4, wanted.address, before.address, taken));
        assignment.address6 = TRY(
            chooseOutside(field6, spec, IpVersion::V6, wanted.address6, before.address6, taken));
        return {};
    }
    assignment.address
        = TRY(chooseAddress(field4, spec.subnet, wanted.address, before.address, taken));
    assignment.address6
        = TRY(chooseAddress(field6, spec.subnet6, wanted.address6, before.address6, taken));
    return {};
}

} // namespace

Json recordOf(const Network& network)
{
    return { { "id", network.id }, { "owner", network.owner },
        { "spec", toJson(network.place.spec) }, { "bridge", network.place.bridge },
        { "mac", toText(network.place.mac) }, { "mayForward", network.mayForward },
        { "created", network.created }, { "reaches", network.reaches } };
}

Result<Network> networkFrom(const Json& record)
{
    Network network;
    std::int64_t owner = 0;
    std::string mac;
    ObjectReader reader = TRY(ObjectReader::of(record, "network"));
    TRY(reader.read("id", network.id));
    TRY(reader.read("owner", owner));
    TRY(reader.read("bridge", network.place.bridge));
    TRY(reader.read("mac", mac));
    TRY(reader.read("mayForward", network.mayForward));
    TRY(reader.read("created", network.created));
    std::vector<std::string> reaches;
    TRY(reader.read("reaches", reaches));
    network.reaches = { reaches.begin(), reaches.end() };
    network.place.spec = TRY(parseNetworkSpec(record.value("spec", Json::object())));
    network.place.mac = TRY(parseMac("mac", mac));
    const NetworkSpec& spec = network.place.spec;
    network.place.id = network.id;
    if (!spec.subnet || !spec.mtu
        || (!isPhysical(spec.kind) && spec.ipv6 != spec.subnet6.has_value())
        || network.place.bridge.empty())
        return Error::invalid("network", "its record is not complete");
    network.owner = uid_t(owner);
    return network;
}

Json wireOf(const Network& network)
{
    const NetworkSpec& spec = network.place.spec;
    const auto subnetText = [](const std::optional<Subnet>& subnet) {
        return subnet ? toText(*subnet) : std::string();
    };
    const auto gatewayText = [&spec](IpVersion version) {
        const auto& subnet = version == IpVersion::V4 ? spec.subnet : spec.subnet6;
        const auto gateway = spec.kind == NetworkKind::Isolated && subnet
            ? std::optional(gatewayOf(*subnet))
            : gatewayOf(spec, version);
        return gateway ? toText(*gateway) : std::string();
    };
    return { { "id", network.id }, { "owner", network.owner }, { "name", spec.name },
        { "kind", nameOf(spec.kind) }, { "created", network.created },
        { "subnet", subnetText(spec.subnet) }, { "subnet6", subnetText(spec.subnet6) },
        { "gateway", gatewayText(IpVersion::V4) }, { "gateway6", gatewayText(IpVersion::V6) },
        { "range", subnetText(spec.range) }, { "ipv6", spec.ipv6 },
        { "interface", network.place.bridge }, { "mtu", spec.mtu.value_or(0) },
        { "state", network.up ? "up" : "down" },
        { "names", network.up ? network.names.name : std::string() },
        { "namesReason", network.up ? network.names.reason : std::string() },
        { "reaches", network.reaches }, { "hindrances", network.hindrances },
        { "domain", isPhysical(spec.kind) ? std::string() : plan::net::domainOf(spec) },
        { "steps", plan::toJson(network.plan, network.records) } };
}

Result<Assignment> assignmentIn(const Network& network, const std::string& field,
    const Connection& wanted, const Assignment& before, const std::set<IpAddress>& taken)
{
    const NetworkSpec& spec = network.place.spec;
    Assignment assignment;
    assignment.network = network.id;
    assignment.name = spec.name;
    // Another one each time: the kernel may not have let go of the last one yet.
    constexpr std::size_t digits = 8;
    assignment.port = "ve" + TRY(network::randomDigits(digits));
    TRY(chooseAddresses(assignment, spec, field, wanted, before, taken));
    if (spec.kind == NetworkKind::Macvlan)
        TRY(checkMacvlanLink(field, wanted.link));
    if (!wanted.mac.empty())
        assignment.mac = TRY(parseMac(field + ".mac", wanted.mac));
    else
        assignment.mac = before.network.empty() ? TRY(network::randomMac()) : before.mac;
    assignment.link = wanted.link;
    return assignment;
}

std::vector<Assignment> keepWired(
    std::vector<Assignment> next, const std::vector<Assignment>& wired)
{
    std::set<std::string> names;
    for (const Assignment& assignment : wired)
        names.insert(assignment.interface);
    for (Assignment& assignment : next) {
        const auto same = std::find_if(wired.begin(), wired.end(), [&](const Assignment& other) {
            return other.network == assignment.network && other.mac == assignment.mac
                && other.address == assignment.address && other.address6 == assignment.address6;
        });
        if (same != wired.end()) {
            const LinkSettings link = assignment.link;
            assignment = *same;
            assignment.link = link;
            continue;
        }
        for (int i = 0; !names.insert(assignment.interface = "eth" + std::to_string(i)).second;)
            ++i;
    }
    return next;
}

Json toJson(const Assignment& assignment)
{
    const auto text = [](const std::optional<IpAddress>& address) {
        return address ? toText(*address) : std::string();
    };
    Json json { { "network", assignment.network }, { "name", assignment.name },
        { "interface", assignment.interface }, { "port", assignment.port },
        { "mac", toText(assignment.mac) }, { "address", text(assignment.address) },
        { "address6", text(assignment.address6) } };
    writeLink(json, assignment.link);
    return json;
}

Result<Assignment> assignmentFrom(const Json& json)
{
    Assignment assignment;
    std::string mac;
    ObjectReader reader = TRY(ObjectReader::of(json, "connections"));
    TRY(reader.read("network", assignment.network));
    TRY(reader.read("name", assignment.name));
    TRY(reader.read("interface", assignment.interface));
    TRY(reader.read("port", assignment.port));
    TRY(reader.read("mac", mac));
    assignment.mac = TRY(parseMac("mac", mac));
    assignment.address = TRY(readAddress(reader, "address"));
    assignment.address6 = TRY(readAddress(reader, "address6"));
    assignment.link = TRY(readLink(reader));
    return assignment;
}

} // namespace vitrine::launcher
