// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/name_service.h"

#include <algorithm>

namespace vitrine::plan::net {

namespace {

constexpr auto leaseTime = "12h";

/// Those who ask by DHCP and are nobody that we know get addresses of the last quarter: containers
/// get theirs from the other end.
std::string rangeOf(const Subnet& subnet)
{
    const std::uint64_t count = sizeOf(subnet);
    return toText(addressAt(subnet, count / 4 * 3)) + "," + toText(addressAt(subnet, count - 2))
        + "," + leaseTime;
}

/// dnsmasq wants 64 bits of network at the least.
std::string rangeOf6(const Subnet& subnet)
{
    constexpr std::uint64_t first = 0xc000, last = 0xffff;
    return toText(addressAt(subnet, first)) + "," + toText(addressAt(subnet, last)) + ","
        + std::to_string(std::max(subnet.prefix, 64U)) + "," + leaseTime;
}

} // namespace

std::string domainOf(const NetworkSpec& network)
{
    return network.name + ".internal";
}

std::string servedDirectory(const ServeNames& step)
{
    return "/" + step.network;
}

std::vector<std::string> argumentsOf(const ServeNames& step)
{
    const std::string directory = servedDirectory(step);
    std::vector<std::string> arguments { "--hostsdir=" + directory + "/hosts",
        "--keep-in-foreground", "--conf-file=/dev/null", "--pid-file=", "--log-facility=/dev/null",
        "--user=", "--group=", "--no-hosts", "--bind-dynamic", "--interface=" + step.bridge,
        "--except-interface=lo", "--domain-needed",
        // Names of other networks are refused at once, so that who is in several asks the next one.
        "--server=/internal/255.255.255.255" };
    for (const auto& subnet : { step.subnet, step.subnet6 })
        if (subnet)
            arguments.push_back("--domain=" + step.domain + "," + toText(*subnet) + ",local");
    const bool alone = step.kind == NetworkKind::Isolated || step.resolver;
    arguments.emplace_back(alone ? "--no-resolv" : "--resolv-file=/etc/resolv.conf");
    if (step.kind != NetworkKind::Isolated && step.resolver)
        arguments.push_back("--server=" + toText(*step.resolver));
    // What a guest calls itself is not believed.
    for (const char* option : { "--dhcp-ignore-names", "--dhcp-authoritative", "--no-ping" })
        arguments.emplace_back(option);
    arguments.push_back("--dhcp-hostsdir=" + directory + "/dhcp");
    arguments.push_back("--dhcp-leasefile=" + directory + "/leases");
    if (step.subnet)
        arguments.push_back("--dhcp-range=" + rangeOf(*step.subnet));
    if (step.subnet6) {
        arguments.push_back("--dhcp-range=" + rangeOf6(*step.subnet6));
        arguments.emplace_back("--enable-ra");
    }
    if (step.kind == NetworkKind::Isolated) { // it leads nowhere
        arguments.emplace_back("--dhcp-option=option:router");
        arguments.push_back("--ra-param=" + step.bridge + ",0,0");
    }
    return arguments;
}

} // namespace vitrine::plan::net
