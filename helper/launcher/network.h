// SPDX-License-Identifier: GPL-3.0-or-later
// A network as the launcher knows it.
#pragma once

#include "backend/base/json.h"
#include "backend/plan/planner_network.h"
#include "backend/plan/record.h"
#include "helper/launcher/name_servers.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <sys/types.h>
#include <vector>

namespace vitrine::launcher {

struct Network {
    // kept on disk
    std::string id;
    uid_t owner = 0;
    plan::NetworkPlace place; ///< complete
    bool mayForward = false; ///< its owner agreed to the host's forwarding being turned on
    std::int64_t created = 0; ///< CLOCK_REALTIME, µs
    std::set<std::string> reaches; ///< ids of networks that connections from it may lead to

    // while this launcher lives
    bool up = false;
    NameServers::State names;
    std::vector<std::string> hindrances; ///< what stops its packets; known once it was looked at
    plan::Plan plan; ///< that brought it up
    std::vector<plan::StepRecord> records;
};

/// What is kept on disk, and back.
[[nodiscard]] Json recordOf(const Network& network);
[[nodiscard]] Result<Network> networkFrom(const Json& record);

/// NETWORK of protocol.h.
[[nodiscard]] Json wireOf(const Network& network);

/// What a container has in a network: chosen once, kept with its record.
struct Assignment {
    std::string network; ///< id
    std::string name; ///< of the network
    std::string interface; ///< "eth0"
    std::string port; ///< its end on the host, of the last start
    MacAddress mac {};
    std::optional<IpAddress> address, address6;
    LinkSettings link {};
    bool operator==(const Assignment&) const = default;
};

/// What a container that had BEFORE gets in NETWORK for WANTED: FIELD ("networks[0]") of its
/// specification. Errors name its members. TAKEN: addresses of others.
[[nodiscard]] Result<Assignment> assignmentIn(const Network& network, const std::string& field,
    const Connection& wanted, const Assignment& before, const std::set<IpAddress>& taken);

/// NEXT for a container that runs with WIRED: what stays as it is keeps its interface and port,
/// what is new gets an interface whose name is free.
[[nodiscard]] std::vector<Assignment> keepWired(
    std::vector<Assignment> next, const std::vector<Assignment>& wired);

/// CONNECTION of protocol.h, which is also what is kept; and back.
[[nodiscard]] Json toJson(const Assignment& assignment);
[[nodiscard]] Result<Assignment> assignmentFrom(const Json& json);

} // namespace vitrine::launcher
