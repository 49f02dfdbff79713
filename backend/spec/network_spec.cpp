// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/network_spec.h"

#include "backend/spec/container_spec.h"

#include <algorithm>
#include <array>

namespace vitrine {

namespace {

constexpr std::array kinds { NetworkKind::Nat, NetworkKind::Isolated, NetworkKind::Routed,
    NetworkKind::Macvlan, NetworkKind::Bridge };
constexpr std::size_t longestInterface = 15; // IFNAMSIZ without its end

Result<NetworkKind> parseKind(const std::string& text)
{
    for (const NetworkKind kind : kinds)
        if (text == nameOf(kind))
            return kind;
    return Error::invalid(
        "kind", "must be \"nat\", \"isolated\", \"routed\", \"macvlan\" or \"bridge\"");
}

Result<std::optional<Subnet>> readSubnet(
    ObjectReader& reader, const char* field, IpVersion version, unsigned shortest, unsigned longest)
{
    std::string text;
    TRY(reader.read(field, text));
    if (text.empty())
        return std::optional<Subnet>();
    const Subnet subnet = TRY(parseSubnet(field, text));
    if (subnet.address.version != version)
        return Error::invalid(field,
            version == IpVersion::V4 ? "must be of version 4: use subnet6 for version 6"
                                     : "must be of version 6: use subnet for version 4");
    if (subnet.prefix < shortest || subnet.prefix > longest)
        return Error::invalid(field,
            "its prefix must be " + std::to_string(shortest) + " to " + std::to_string(longest));
    return std::optional(subnet);
}

/// No network of ours: loopback, multicast and what is reserved.
Result<void> checkUsable(const char* field, const std::optional<Subnet>& subnet)
{
    for (const char* reserved : { "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3",
             "::/8", "fe80::/10", "ff00::/8" })
        if (subnet && overlap(*subnet, TRY(parseSubnet(field, reserved))))
            return Error::invalid(
                field, std::string("overlaps ") + reserved + ", which is reserved");
    return {};
}

bool isInterface(const std::string& name)
{
    return !name.empty() && name.size() <= longestInterface && name != "." && name != ".."
        && std::all_of(name.begin(), name.end(), [](unsigned char letter) {
               return letter > ' ' && letter < 0x7f && letter != '/' && letter != ':'
                   && letter != '"';
           });
}

Result<void> readPhysical(ObjectReader& reader, NetworkSpec& spec)
{
    std::string gateway;
    TRY(reader.read("parent", spec.parent));
    TRY(reader.read("gateway", gateway));
    if (!gateway.empty())
        spec.gateway = TRY(parseAddress("gateway", gateway));
    spec.range = TRY(readSubnet(reader, "range", IpVersion::V4, bounds::shortestPrefix, 32));
    return {};
}

/// What only physical networks have, and what they must have.
Result<void> checkPhysical(const NetworkSpec& spec)
{
    if (!isPhysical(spec.kind)) {
        for (const auto& [field, given] : { std::pair("parent", !spec.parent.empty()),
                 std::pair("gateway", spec.gateway.has_value()),
                 std::pair("range", spec.range.has_value()) })
            if (given)
                return Error::invalid(field, "is for the kinds \"macvlan\" and \"bridge\"");
        return {};
    }
    if (!isInterface(spec.parent))
        return Error::invalid("parent",
            spec.kind == NetworkKind::Bridge ? "must be the name of a bridge of this computer"
                                             : "must be the name of an interface of this computer");
    if (spec.gateway && (!spec.subnet || !contains(*spec.subnet, *spec.gateway)))
        return Error::invalid(
            "gateway", "must be an address of the network's subnet: name that, too");
    const auto isOutside = [&](const IpAddress& address, unsigned prefix) {
        return spec.subnet && (!contains(*spec.subnet, address) || prefix < spec.subnet->prefix);
    };
    if (spec.range && isOutside(spec.range->address, spec.range->prefix))
        return Error::invalid("range", "must be a part of the network's subnet");
    return {};
}

} // namespace

const char* nameOf(NetworkKind kind)
{
    switch (kind) {
    case NetworkKind::Isolated:
        return "isolated";
    case NetworkKind::Routed:
        return "routed";
    case NetworkKind::Macvlan:
        return "macvlan";
    case NetworkKind::Bridge:
        return "bridge";
    case NetworkKind::Nat:
        break;
    }
    return "nat";
}

Result<NetworkSpec> parseNetworkSpec(const Json& json)
{
    NetworkSpec spec;
    ObjectReader reader = TRY(ObjectReader::of(json, ""));
    std::string kind = nameOf(spec.kind);
    TRY(reader.read("name", spec.name));
    TRY(reader.read("kind", kind));
    spec.kind = TRY(parseKind(kind));
    spec.subnet = TRY(
        readSubnet(reader, "subnet", IpVersion::V4, bounds::shortestPrefix, bounds::longestPrefix));
    TRY(reader.read("ipv6", spec.ipv6));
    spec.subnet6 = TRY(readSubnet(
        reader, "subnet6", IpVersion::V6, bounds::shortestPrefix6, bounds::longestPrefix6));
    TRY(reader.read("mtu", spec.mtu));
    TRY(readPhysical(reader, spec));
    TRY(reader.finish());
    if (!isName(spec.name))
        return Error::invalid("name", "must be 1 to 63 of a-z, 0-9 and '-', not starting with '-'");
    if (spec.name == "none" || spec.name == "host")
        return Error::invalid("name", "'" + spec.name + "' means something else: choose another");
    if (spec.subnet6 && !spec.ipv6)
        return Error::invalid("subnet6", "is given, and ipv6 is off");
    if (spec.mtu && (*spec.mtu < bounds::smallestMtu || *spec.mtu > bounds::largestMtu))
        return Error::invalid("mtu", "must be 1280 to 65535 bytes");
    TRY(checkUsable("subnet", spec.subnet));
    TRY(checkUsable("subnet6", spec.subnet6));
    TRY(checkPhysical(spec));
    return spec;
}

Json toJson(const NetworkSpec& spec)
{
    Json json { { "name", spec.name }, { "kind", nameOf(spec.kind) }, { "ipv6", spec.ipv6 } };
    if (spec.subnet)
        json["subnet"] = toText(*spec.subnet);
    if (spec.subnet6)
        json["subnet6"] = toText(*spec.subnet6);
    if (spec.mtu)
        json["mtu"] = *spec.mtu;
    if (!spec.parent.empty())
        json["parent"] = spec.parent;
    if (spec.gateway)
        json["gateway"] = toText(*spec.gateway);
    if (spec.range)
        json["range"] = toText(*spec.range);
    return json;
}

IpAddress gatewayOf(const Subnet& subnet)
{
    return addressAt(subnet, 1);
}

std::optional<IpAddress> gatewayOf(const NetworkSpec& network, IpVersion version)
{
    const auto& subnet = version == IpVersion::V4 ? network.subnet : network.subnet6;
    if (isPhysical(network.kind))
        return version == IpVersion::V4 ? network.gateway : std::nullopt;
    return subnet && network.kind != NetworkKind::Isolated ? std::optional(gatewayOf(*subnet))
                                                           : std::nullopt;
}

} // namespace vitrine
