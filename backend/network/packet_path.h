// SPDX-License-Identifier: GPL-3.0-or-later
// The way of one packet, hop by hop, as the kernel would take it: followPacket() asks, sends
// nothing and changes nothing.
#pragma once

#include "backend/base/json.h"
#include "backend/base/result.h"
#include "backend/base/unique_fd.h"
#include "backend/spec/connections.h"
#include "backend/spec/ip_address.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace vitrine::network {

/// A network namespace: the host's, which the caller must be in, or a running container's.
struct Place {
    std::string container; ///< id; empty: the host
    std::string name; ///< of the container, for people
    pid_t leader = 0; ///< its first process
    std::shared_ptr<const UniqueFd> netns;

    [[nodiscard]] bool isHost() const { return !netns; }
};

/// The first packet of a connection.
struct Packet {
    Place from;
    IpAddress to;
    std::optional<Protocol> protocol; ///< none: ICMP echo
    std::uint16_t port = 0;
};

enum class HopKind { Route, Link, Bridge, Nat, Verdict, Delivered, Ended };

/// Why a way ends before its destination.
enum class Ending {
    None,
    NoRoute, ///< the routing table has none
    NotForwarded, ///< the host passes nothing on between interfaces
    Denied, ///< by a rule
    LinkDown,
    NoHairpin, ///< the bridge does not send back to the port that it came from
    Nobody, ///< nobody there has the address
    NotPublished, ///< nothing on the host listens there, and no port is published
};

struct Hop {
    std::string container; ///< id of where it is; empty: the host
    std::string where; ///< its name; "host"
    HopKind kind = HopKind::Route;
    std::string interface; ///< it leaves by, or came to
    std::string text; ///< for people
    std::string command; ///< that shows the same; may be empty
    Ending ending = Ending::None;
    bool certain = true; ///< false: a rule of others, which may drop it
};

struct Path {
    std::vector<Hop> hops; ///< the last one is Delivered or Ended
    bool delivered = false; ///< it reached its destination, or left this computer
    bool certain = true; ///< no rules of others that may drop it were met
};

/// "route", "no-route" …
[[nodiscard]] const char* nameOf(HopKind kind);
[[nodiscard]] const char* nameOf(Ending ending);
/// HOP of helper/launcher/protocol.h.
[[nodiscard]] Json toJson(const Hop& hop);

/// Who has an address: a running container, or nobody that is known.
using AddressBook = std::function<std::optional<Place>(const IpAddress&)>;

/// Follow PACKET. Fails only when the kernel could not be asked.
[[nodiscard]] Result<Path> followPacket(const Packet& packet, const AddressBook& addresses);

} // namespace vitrine::network
