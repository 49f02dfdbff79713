// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/connections.h"

#include "backend/spec/container_spec.h"

#include <charconv>
#include <set>

namespace vitrine {

namespace {

constexpr std::uint64_t largestPort = 65535;

Result<std::optional<IpAddress>> readAddress(
    ObjectReader& reader, const char* name, std::optional<IpVersion> version)
{
    std::string text;
    TRY(reader.read(name, text));
    if (text.empty())
        return std::optional<IpAddress>();
    const std::string field = reader.pathOf(name);
    const IpAddress address = TRY(parseAddress(field, text));
    if (version && address.version != *version)
        return Error::invalid(
            field, std::string("must be of version ") + (*version == IpVersion::V4 ? "4" : "6"));
    return std::optional(address);
}

Result<std::uint64_t> readRate(ObjectReader& reader, const char* name)
{
    std::optional<std::uint64_t> given;
    TRY(reader.read(name, given));
    const std::uint64_t rate = given.value_or(0);
    if (rate != 0 && (rate < bounds::slowestLink || rate > bounds::fastestLink))
        return Error::invalid(reader.pathOf(name),
            "must be " + std::to_string(bounds::slowestLink) + " to "
                + std::to_string(bounds::fastestLink) + " bits a second, or 0: no limit");
    return rate;
}

Result<Connection> readConnection(ObjectReader& reader)
{
    Connection connection;
    TRY(reader.read("network", connection.network));
    connection.address = TRY(readAddress(reader, "address", IpVersion::V4));
    connection.address6 = TRY(readAddress(reader, "address6", IpVersion::V6));
    TRY(reader.read("mac", connection.mac));
    connection.link = TRY(readLink(reader));
    TRY(reader.finish());
    if (!isName(connection.network))
        return Error::invalid(reader.pathOf("network"), "must be the name of a network");
    if (!connection.mac.empty())
        connection.mac = toText(TRY(parseMac(reader.pathOf("mac"), connection.mac)));
    return connection;
}

Result<std::uint16_t> readPort(
    ObjectReader& reader, const char* name, std::optional<std::uint64_t> otherwise)
{
    std::optional<std::uint64_t> number;
    TRY(reader.read(name, number));
    const std::uint64_t port = number.value_or(otherwise.value_or(0));
    if (port < 1 || port > largestPort)
        return Error::invalid(reader.pathOf(name), "must be 1 to 65535");
    return std::uint16_t(port);
}

Result<PublishedPort> readPublished(ObjectReader& reader)
{
    PublishedPort port;
    std::string protocol = nameOf(port.protocol);
    port.container = TRY(readPort(reader, "container", {}));
    port.host = TRY(readPort(reader, "host", port.container));
    port.count = TRY(readPort(reader, "count", 1));
    TRY(reader.read("protocol", protocol));
    port.address = TRY(readAddress(reader, "address", {}));
    TRY(reader.finish());
    if (protocol != "tcp" && protocol != "udp")
        return Error::invalid(reader.pathOf("protocol"), "must be \"tcp\" or \"udp\"");
    port.protocol = protocol == "udp" ? Protocol::Udp : Protocol::Tcp;
    if (std::max(port.host, port.container) + port.count - 1 > int(largestPort))
        return Error::invalid(reader.pathOf("count"), "leads beyond port 65535");
    return port;
}

Result<void> checkNetworks(const std::vector<Connection>& networks)
{
    std::set<std::string> names;
    if (networks.size() > bounds::networksPerContainer)
        return Error::invalid(
            "networks", "more than " + std::to_string(bounds::networksPerContainer));
    for (std::size_t i = 0; i < networks.size(); ++i)
        if (!names.insert(networks[i].network).second)
            return Error::invalid("networks[" + std::to_string(i) + "].network",
                "it is in '" + networks[i].network + "' already");
    return {};
}

Result<void> checkPorts(const std::vector<PublishedPort>& ports)
{
    std::size_t count = 0;
    for (std::size_t i = 0; i < ports.size(); ++i) {
        count += ports[i].count;
        for (std::size_t j = 0; j < i; ++j)
            if (clash(ports[i], ports[j]))
                return Error::invalid("ports[" + std::to_string(i) + "].host",
                    hostSideOf(ports[i]) + " is published already, as " + hostSideOf(ports[j]));
    }
    if (count > bounds::publishedPorts)
        return Error::invalid("ports", "more than " + std::to_string(bounds::publishedPorts));
    return {};
}

Result<std::vector<PublishedPort>> readPorts(ObjectReader& spec)
{
    std::vector<PublishedPort> ports;
    for (ObjectReader& reader : TRY(spec.objects("ports")))
        ports.push_back(TRY(readPublished(reader)));
    TRY(checkPorts(ports));
    return ports;
}

} // namespace

const char* nameOf(Protocol protocol)
{
    return protocol == Protocol::Tcp ? "tcp" : "udp";
}

bool clash(const PublishedPort& left, const PublishedPort& right)
{
    return left.protocol == right.protocol && left.host < right.host + right.count
        && right.host < left.host + left.count
        && (!left.address || !right.address || *left.address == *right.address);
}

std::string hostSideOf(const PublishedPort& port)
{
    std::string text;
    if (port.address)
        text = port.address->version == IpVersion::V6 ? "[" + toText(*port.address) + "]:"
                                                      : toText(*port.address) + ":";
    text += std::to_string(port.host);
    if (port.count > 1)
        text += "-" + std::to_string(port.host + port.count - 1);
    return text + "/" + nameOf(port.protocol);
}

Result<MacAddress> parseMac(const std::string& field, const std::string& text)
{
    MacAddress mac {};
    constexpr std::size_t length = 17; // "02:00:5e:00:53:01"
    bool valid = text.size() == length;
    for (std::size_t i = 0; valid && i < mac.size(); ++i) {
        const char* const digits = text.data() + i * 3;
        valid = std::from_chars(digits, digits + 2, mac.at(i), 16).ptr == digits + 2
            && (i + 1 == mac.size() || digits[2] == ':');
    }
    if (!valid)
        return Error::invalid(field, "must be six bytes, such as 02:00:5e:00:53:01");
    if ((mac.front() & 1U) != 0 || mac == MacAddress {})
        return Error::invalid(
            field, "is no address of one interface: choose one beginning with 02");
    return mac;
}

std::string toText(const MacAddress& mac)
{
    constexpr auto digits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : mac) {
        text += text.empty() ? "" : ":";
        text += digits[byte >> 4U];
        text += digits[byte & 0xfU];
    }
    return text;
}

Result<LinkSettings> readLink(ObjectReader& reader)
{
    LinkSettings link;
    link.inbound = TRY(readRate(reader, "inbound"));
    link.outbound = TRY(readRate(reader, "outbound"));
    TRY(reader.read("up", link.up));
    return link;
}

void writeLink(Json& json, const LinkSettings& link)
{
    if (link.inbound != 0)
        json["inbound"] = link.inbound;
    if (link.outbound != 0)
        json["outbound"] = link.outbound;
    if (!link.up)
        json["up"] = false;
}

Result<std::vector<PublishedPort>> readPublishedPorts(const Json& spec)
{
    ObjectReader reader = TRY(ObjectReader::of(spec, ""));
    return readPorts(reader);
}

Result<Connections> readConnections(ObjectReader& spec)
{
    Connections connections;
    for (ObjectReader& reader : TRY(spec.objects("networks")))
        connections.networks.push_back(TRY(readConnection(reader)));
    connections.ports = TRY(readPorts(spec));
    TRY(checkNetworks(connections.networks));
    if (!connections.ports.empty() && connections.networks.empty())
        return Error::invalid("ports", "need a network: name one in networks");
    return connections;
}

void writeConnections(Json& spec, const Connections& connections)
{
    Json networks = Json::array();
    for (const auto& connection : connections.networks) {
        Json json { { "network", connection.network } };
        if (connection.address)
            json["address"] = toText(*connection.address);
        if (connection.address6)
            json["address6"] = toText(*connection.address6);
        if (!connection.mac.empty())
            json["mac"] = connection.mac;
        writeLink(json, connection.link);
        networks.push_back(std::move(json));
    }
    Json ports = Json::array();
    for (const auto& port : connections.ports) {
        Json json { { "host", port.host }, { "container", port.container }, { "count", port.count },
            { "protocol", nameOf(port.protocol) } };
        if (port.address)
            json["address"] = toText(*port.address);
        ports.push_back(std::move(json));
    }
    spec["networks"] = std::move(networks);
    spec["ports"] = std::move(ports);
}

} // namespace vitrine
