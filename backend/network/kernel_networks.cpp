// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/kernel_networks.h"

#include "backend/kernel/interfaces.h"
#include "backend/network/firewall.h"
#include "backend/network/firewall_elements.h"
#include "backend/network/host_network.h"
#include "backend/network/inside.h"
#include "backend/network/links.h"
#include "backend/network/neighbours.h"
#include "backend/network/rate_limit.h"
#include "backend/network/uplink.h"
#include "backend/plan/firewall_neighbours.h"
#include "backend/plan/firewall_rules.h"

#include <cerrno>

namespace vitrine::network {

using namespace plan::net;

namespace {

std::string joined(const std::vector<std::string>& commands)
{
    std::string text;
    for (const auto& command : commands)
        text += command + "\n";
    return text;
}

const char* forwardingOf(IpVersion version)
{
    return version == IpVersion::V4 ? "ipv4/ip_forward" : "ipv6/conf/all/forwarding";
}

/// A host that forwards takes no router advertisements any more, and so would lose its own way out,
/// unless its interfaces have accept_ra = 2. Without forwarding that means the same as 1, so nobody
/// has to take it back.
Result<void> keepAdvertisements()
{
    const std::string interfaces = "ipv6/conf/";
    for (const auto& name : TRY(settingsIn(interfaces))) {
        const std::string setting = interfaces + name + "/accept_ra";
        const auto value = readSetting(setting);
        if (value && value.value() == "1")
            TRY(writeSetting(setting, "2"));
    }
    return {};
}

Error ofAUser()
{
    return Error::kernel(EINVAL, "apply", "a step of whoever holds a user's network");
}

Result<void> applyStep(const MakeUserNetwork&, int)
{
    return ofAUser();
}

Result<void> applyStep(const LeadOutside&, int)
{
    return ofAUser();
}

Result<void> applyStep(const AllowForwarding& step, int)
{
    if (step.version == IpVersion::V6)
        TRY(keepAdvertisements());
    return writeSetting(forwardingOf(step.version), "1");
}

Result<void> applyStep(const PrepareFirewall&, int)
{
    return runFirewall(tableRules());
}

Result<void> applyStep(const AdmitTraffic& step, int)
{
    return runFirewall(joined(commandsFor(step)));
}

Result<void> applyStep(const LeaveNeighbour&, int)
{
    return {};
}

Result<void> applyStep(const UseUplink& step, int)
{
    TRY(readUplink(step.interface, step.kind));
    return {};
}

Result<void> applyStep(const MakeBridge& step, int)
{
    TRY(addBridge(step.name, step.mac, step.mtu));
    return addAddresses(step.name, step.addresses);
}

Result<void> applyStep(const AllowLoopback& step, int)
{
    return writeSetting("ipv4/conf/" + step.bridge + "/route_localnet", "1");
}

Result<void> applyStep(const GuardNetwork& step, int)
{
    return addElements(elementsOf(step));
}

Result<void> applyStep(const AllowBetween& step, int)
{
    return addElements(elementsOf(step));
}

Result<void> applyStep(const ServeNames&, int)
{
    return Error::kernel(EINVAL, "apply", "a step of whoever looks after name servers");
}

Result<void> applyStep(const PlugIn& step, int netns)
{
    TRY(addVeth({ step.port, step.bridge, step.interface, step.mac, step.mtu, step.up }, netns));
    return step.hairpin ? allowHairpin(step.port) : Result<void>();
}

Result<void> applyStep(const PlugMacvlan& step, int netns)
{
    return addMacvlan({ step.parent, step.interface, step.mac, step.mtu }, netns);
}

Result<void> applyStep(const LimitInbound& step, int)
{
    return limitRate(step.limit.interface, step.limit.rate);
}

Result<void> applyStep(const LimitOutbound&, int)
{
    return Error::kernel(EINVAL, "apply", "a step of the container");
}

Result<void> applyStep(const PublishPorts& step, int)
{
    return addElements(elementsOf(step));
}

Result<void> applyStep(const ConfigureInterface&, int)
{
    return Error::kernel(EINVAL, "apply", "a step of the container");
}

Result<void> configure(const ConfigureInterface& step)
{
    TRY(addAddresses(step.interface, step.addresses));
    // Who has met another one at its address is told of its own, else packets go astray for
    // seconds.
    TRY(writeSetting("ipv4/conf/" + step.interface + "/arp_notify", "1"));
    const std::string version6 = "ipv6/conf/" + step.interface;
    if (readSetting(version6 + "/accept_ra")) {
        TRY(writeSetting(version6 + "/ndisc_notify", "1"));
        if (!step.announced)
            TRY(writeSetting(version6 + "/accept_ra", "0")); // another container is no router
    }
    TRY(kernel::bringUp(step.interface));
    for (const auto& gateway : step.gateways)
        TRY(addDefaultRoute(gateway, step.interface));
    return {};
}

Result<void> applyStep(const ConfigureFromHost& step, int netns)
{
    return runInside(netns, [&step] { return configure(step.interface); });
}

Result<void> applyStep(const LimitOutboundFromHost& step, int netns)
{
    return runInside(netns, [&step] { return limitRate(step.limit.interface, step.limit.rate); });
}

Result<void> applyStep(const SwitchLink& step, int)
{
    return switchLink(step.port, step.up);
}

Result<void> applyStep(const PlugAgain& step, int)
{
    return setMaster(step.port, step.bridge);
}

Result<void> leadOut(const WayOut& before, const WayOut& after)
{
    for (const auto& gateway : before.gateways)
        TRY(removeDefaultRoute(gateway, before.interface));
    for (const auto& gateway : after.gateways)
        TRY(addDefaultRoute(gateway, after.interface));
    return {};
}

Result<void> applyStep(const LeadOut& step, int netns)
{
    return runInside(netns, [&step] {
        auto led = leadOut(step.before, step.after);
        if (!led)
            (void)leadOut(step.after, step.before); // half done: the failure itself matters
        return led;
    });
}

Result<void> applyStep(const AllowHairpin& step, int)
{
    return allowHairpin(step.port);
}

Result<void> applyStep(const WithdrawPorts& step, int)
{
    return removeElements(elementsOf(step.published));
}

Result<void> applyStep(const Unplug& step, int)
{
    return removeLink(step.port);
}

Result<void> applyStep(const UnplugMacvlan& step, int netns)
{
    return runInside(netns, [&step] { return removeLink(step.interface); });
}

/// An interface that has gone with its container needs nothing taken back.
Result<void> unlessGone(Result<void> done)
{
    return !done && done.error().number == ENODEV ? Result<void>() : std::move(done);
}

} // namespace

Result<void> KernelNetworks::apply(const NetworkStep& step, int netns)
{
    return std::visit([netns](const auto& concrete) { return applyStep(concrete, netns); }, step);
}

Result<void> KernelNetworks::applyInside(const NetworkStep& step)
{
    if (const auto* interface = std::get_if<ConfigureInterface>(&step))
        return configure(*interface);
    if (const auto* outbound = std::get_if<LimitOutbound>(&step))
        return limitRate(outbound->limit.interface, outbound->limit.rate);
    return Error::kernel(EINVAL, "apply", "a step of the host");
}

Result<void> KernelNetworks::undo(const NetworkStep& step)
{
    if (const auto* bridge = std::get_if<MakeBridge>(&step))
        return removeLink(bridge->name);
    if (const auto* plug = std::get_if<PlugIn>(&step))
        return removeLink(plug->port);
    if (const auto* guard = std::get_if<GuardNetwork>(&step))
        return removeElements(elementsOf(*guard));
    if (const auto* allowed = std::get_if<AllowBetween>(&step))
        return removeElements(elementsOf(*allowed));
    if (const auto* admitted = std::get_if<AdmitTraffic>(&step))
        return withdrawFromNeighbours(admitted->bridge);
    if (const auto* ports = std::get_if<PublishPorts>(&step))
        return removeElements(elementsOf(*ports));
    if (const auto* withdrawn = std::get_if<WithdrawPorts>(&step))
        return addElements(elementsOf(withdrawn->published));
    if (const auto* inbound = std::get_if<LimitInbound>(&step))
        return unlessGone(limitRate(inbound->limit.interface, inbound->limit.before));
    if (const auto* link = std::get_if<SwitchLink>(&step))
        return unlessGone(switchLink(link->port, !link->up));
    if (const auto* forwarding = std::get_if<AllowForwarding>(&step))
        return writeSetting(forwardingOf(forwarding->version), "0");
    return {};
}

} // namespace vitrine::network
