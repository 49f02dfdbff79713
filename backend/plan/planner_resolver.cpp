// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/planner_resolver.h"

#include "backend/plan/describe.h"
#include "backend/plan/describe_text.h"
#include "backend/plan/name_service.h"

#include <algorithm>
#include <sstream>

namespace vitrine::plan {

namespace {

constexpr std::size_t longestNameserverList = 3; // MAXNS of resolv.h
constexpr std::size_t longestSearchList = 6; // MAXDNSRCH of older C libraries

bool isServed(const PlacedConnection& connection)
{
    return !connection.network.nameServer.empty();
}

void addLine(std::string& text, const std::string& word, std::vector<std::string> values,
    std::size_t longest)
{
    values.resize(std::min(values.size(), longest));
    if (!values.empty())
        text += word + " " + join(values, " ") + "\n";
}

std::string resolverText(const std::vector<PlacedConnection>& connections, const HostResolver& host)
{
    std::vector<std::string> servers, search;
    bool leadsOut = false;
    for (const auto& connection : connections) {
        const NetworkSpec& spec = connection.network.spec;
        leadsOut = leadsOut || spec.kind != NetworkKind::Isolated;
        if (!isServed(connection))
            continue;
        servers.push_back(toText(gatewayOf(*spec.subnet)));
        search.push_back(net::domainOf(spec));
    }
    if (leadsOut)
        search.insert(search.end(), host.search.begin(), host.search.end());
    if (leadsOut && servers.empty())
        servers = host.nameservers;
    std::string text;
    addLine(text, "search", search, longestSearchList);
    servers.resize(std::min(servers.size(), longestNameserverList));
    for (const auto& server : servers)
        text += "nameserver " + server + "\n";
    return text;
}

std::string hostsText(const ContainerSpec& spec, const std::vector<PlacedConnection>& connections)
{
    std::string text = "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n";
    for (const auto& connection : connections) {
        std::string names = spec.hostname;
        if (isServed(connection))
            names = spec.name + "." + net::domainOf(connection.network.spec) + " " + names;
        if (isServed(connection) && spec.name != spec.hostname)
            names += " " + spec.name;
        for (const auto& address : { connection.address, connection.address6 })
            if (address)
                text += toText(*address) + "\t" + names + "\n";
    }
    return text;
}

} // namespace

HostResolver parseResolver(const std::string& text)
{
    HostResolver resolver;
    resolver.text = text;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string word, value;
        words >> word;
        if (word == "search" || word == "domain") { // the last one counts
            resolver.search.clear();
            while (words >> value)
                if (value != ".")
                    resolver.search.push_back(value);
        }
        if (word != "nameserver" || !(words >> value))
            continue;
        const auto address = parseAddress("nameserver", value);
        const auto loopback = [&](const char* subnet) {
            return contains(parseSubnet("", subnet).value(), address.value());
        };
        if (address && !loopback("127.0.0.0/8") && !loopback("::1/128"))
            resolver.nameservers.push_back(value);
    }
    return resolver;
}

void addNames(Plan& plan, const ContainerSpec& spec,
    const std::vector<PlacedConnection>& connections, const HostResolver& host)
{
    const bool hosts = namespaceOf(spec.isolation, "net").from == NamespaceChoice::From::Host;
    if (hosts && !host.text.empty())
        plan.push_back(ShowText { "resolv.conf", "/etc/resolv.conf", host.text });
    if (connections.empty())
        return;
    plan.push_back(ShowText { "resolv.conf", "/etc/resolv.conf", resolverText(connections, host) });
    plan.push_back(ShowText { "hosts", "/etc/hosts", hostsText(spec, connections) });
    plan.push_back(ShowText { "hostname", "/etc/hostname", spec.hostname + "\n" });
}

void addPing(Plan& plan, std::uint32_t last)
{
    plan.push_back(SetKernelSetting {
        "net/ipv4/ping_group_range", "0 " + std::to_string(last), "Let everybody in it use ping" });
}

Description describe(const ShowText& step)
{
    return { "show-text", "Show a file of this start as " + step.path,
        "printf %s " + shellQuoted(step.text) + " > ROOT/dev/.vitrine/" + step.name
            + "; mount --bind ROOT/dev/.vitrine/" + step.name + " ROOT" + step.path,
        step.path, {} };
}

Description describe(const SetKernelSetting& step)
{
    std::string name = step.name;
    std::replace(name.begin(), name.end(), '/', '.');
    return { "set-kernel-setting", step.meaning,
        "sysctl -w " + shellQuoted(name + "=" + step.value), name, {} };
}

} // namespace vitrine::plan
