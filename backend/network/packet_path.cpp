// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/packet_path.h"

#include "backend/network/packet_walk.h"

namespace vitrine::network {

const char* nameOf(HopKind kind)
{
    switch (kind) {
    case HopKind::Route:
        return "route";
    case HopKind::Link:
        return "link";
    case HopKind::Bridge:
        return "bridge";
    case HopKind::Nat:
        return "nat";
    case HopKind::Verdict:
        return "verdict";
    case HopKind::Delivered:
        return "delivered";
    case HopKind::Ended:
        break;
    }
    return "ended";
}

const char* nameOf(Ending ending)
{
    switch (ending) {
    case Ending::None:
        return "";
    case Ending::NoRoute:
        return "no-route";
    case Ending::NotForwarded:
        return "not-forwarded";
    case Ending::Denied:
        return "denied";
    case Ending::LinkDown:
        return "link-down";
    case Ending::NoHairpin:
        return "no-hairpin";
    case Ending::Nobody:
        return "nobody";
    case Ending::NotPublished:
        break;
    }
    return "not-published";
}

Json toJson(const Hop& hop)
{
    return { { "container", hop.container }, { "where", hop.where }, { "kind", nameOf(hop.kind) },
        { "interface", hop.interface }, { "text", hop.text }, { "command", hop.command },
        { "reason", nameOf(hop.ending) }, { "certain", hop.certain } };
}

Result<Path> followPacket(const Packet& packet, const AddressBook& addresses)
{
    PacketWalk walk(packet, addresses);
    TRY(walk.run());
    return walk.takePath();
}

} // namespace vitrine::network
