// SPDX-License-Identifier: GPL-3.0-or-later
// What the daemon and the launcher say to each other.
//
// The socket is AF_UNIX SOCK_SEQPACKET; one datagram is one JSON object, descriptors travel with
// the datagram that names them. Specs, ids and descriptors cross it; never steps, never paths.
//
// Request   {"id": N, "call": CALL, "args": {…}}
// Reply     {"id": N, "result": {…}}  or  {"id": N, "error": ERROR}
// Progress  {"id": N, "steps": [STEP …]}       what a start or a create did until it failed
//           {"id": N, "progress": SHARE}       0 to 1
// Events    {"event": "container", "container": CONTAINER}    new or changed
//           {"event": "removed", "container": ID}
//           {"event": "failed", "error": ERROR}               it ends, and why
//           {"event": "limit", "container": ID, "kind", "count", "limit", "process", "pid"}
//                                                            as Container1.LimitReached
//           {"event": "sessions", "container": ID, "sessions": [SESSION …]}    those that run
//           {"event": "images"}                               ask for them again
//           {"event": "network", "network": NETWORK}          new or changed
//           {"event": "network-removed", "network": ID}
//
// CALL         args → result
// hello        {version} → {version, mode}                    first, both ways
// list         {} → {}                                        an event for each network, then a
//                                                            container and a sessions event
//                                                            each before it
// regroup      {problem} → {group}                            it may have been put into another
//                                                            control group; or why it was not
// features     {} → {features: [{name, title, available, reason, advice}]}
// images       {} → {images: [{name, description, available, reason, command,
//                              layers: [{path, title, size}]}]}
// plan         {spec, uid} → {steps: [STEP]}
// create       {spec, uid} → {container: ID, steps: [STEP]}   event "container" comes before;
//              a volume's source may be {descriptor: N}: the Nth that came with the call
// start        {container} → {leader}                         event "container" with steps follows
// steps        {container} → {steps: [STEP]}                  what the last start did;
//                                                            the event comes before
// stop         {container, timeout (ms; default: its stopTimeout)} → {}
// limits       {container, limits, kill (bool)} → {}           Progress with the steps of the
//                                                            change comes before, or before its
//                                                            error; see Container1.SetLimits
// pause, resume, delete   {container} → {}                    delete stops first, at once
// update       {container, changes {…}, reset [FIELD …]} → {running, pending [FIELD …]}
//              changes and reset as of org.vitrine.Container1.Update
// rename       {container, name} → {}
// clone        {container, name} → {container: ID}            event "container" comes before
// console      {container} → {} + socket of helper/api/console_protocol.h
// exec         {container, command, terminal, rows, columns, environment, workingDirectory, user,
//               input} → {pid, session: ID} + socket
// attach       {container, session} → {} + socket              one more client of a session
// signal       {container, session, signal ("TERM", "15")} → {}    to its process
// capture      {container, interface (""; its first)}, {network} or {interface} (of this computer)
//              → {} + stream of pcapng, to the end of the link, of the container or of who reads
// logs         {container, follow, tail, since (µs), stream} → {} + stream of
//              helper/api/log_format.h; see Workload1.OpenLogs
// network-plan    {spec, uid} → {steps: [STEP]}
// network-create  {spec, uid, forwarding (bool)} → {network: ID, steps: [STEP]}
//              event "network" comes before; see Manager1.CreateNetwork
// network-delete  {network} → {}
// network-reach   {network, other (ID), allowed (bool)} → {}    see Network1.Allow
// follow          {packet PACKET, uid, all (bool), test (bool)}
//              → {hops: [HOP], delivered (bool: it reached where it goes, or left this computer),
//                 certain (bool: it met no rules that were not followed), address, test TEST}
//              test: send it, too, which may take 4 seconds. uid: containers of others have no
//              names in the answer, unless all
// observe      {uid, all (bool), tables, workload, interval} → {} + stream   uid: whose rows
// stats        {uid, all, interval} → {} + stream
// cancel       {request: N} → {}                              N then fails with Cancelled
//
// CONTAINER {id, name, owner, image, command, hostname, state, leader, created, started, finished
//   (µs), exitStatus, exitReason, cgroup, spec {…}, pending [FIELD …] (what of spec its next start
//   takes up), restarts, nextTry (µs, 0: none), watched (bool: the launcher must stay for it),
//   health HEALTH, steps [STEP …], error ERROR or {}, limitEvents {oom, oomKills, memoryMax,
//   memoryHigh, pidsMax}, connections [CONNECTION …]} steps is left out of events in which it has
//   not changed
// CONNECTION {network (ID), name, interface, port, mac, address, address6, inbound, outbound (bits
// a
//   second; absent: no limit), up (absent: true)}
// NETWORK   {id, owner, name, kind, created, subnet, subnet6, gateway, gateway6, range, ipv6,
// interface, mtu,
//   state ("up", "down"), names ("running", "missing", "failed", "": it is down), namesReason,
//   domain, reaches [ID …], hindrances [text …] (rules of others that stop its packets), steps
//   [STEP …]}
// PACKET    {from (ID of a container; "": this computer), to (ID, "host") or address,
//   protocol ("tcp", "udp", "icmp"), port, version (4, 6; 0: either)} the first one of a
//   connection
// HOP       {container (ID; "": this computer), where, kind ("route", "link", "bridge", "nat",
//   "verdict", "delivered", "ended"), interface, text, command, reason (of "ended": "no-route",
//   "not-forwarded", "denied", "link-down", "no-hairpin", "nobody", "not-published"), certain}
// TEST      {outcome ("answered", "refused", "unreachable", "silent"), errno, text, microseconds}
// STEP      as org.vitrine.Container1.Steps
// HEALTH    {status ("starting", "healthy", "unhealthy"), failures, exitStatus, output, since
// (µs)},
//           {} when it is not checked
// SESSION   {id, command, user, terminal, pid, since (µs)}
// ERROR     {name (short: "Kernel"), text, call, object, errno, errnoText, step}
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <vector>

namespace vitrine::launcher {

inline constexpr int protocolVersion = 1;
inline constexpr std::size_t maximumMessage = 192 * 1024;
inline constexpr std::size_t maximumDescriptors = 32;

struct Message {
    nlohmann::json body;
    std::vector<UniqueFd> descriptors;
};

/// Send BODY with descriptors (not closed). Waits up to 10 s when the socket is full.
/// Fails with Quota when BODY is longer than maximumMessage.
[[nodiscard]] Result<void> send(
    int socket, const nlohmann::json& body, const std::vector<int>& descriptors = {});

/// Receive one message. Fails with NotFound when the other side has closed the socket, with Busy
/// when the socket is non-blocking and empty, with InvalidSpec when it is not a JSON object.
[[nodiscard]] Result<Message> receive(int socket);

/// An Error as ERROR above, and back. STEP is the index of the step that failed, -1 for none.
[[nodiscard]] nlohmann::json toJson(const Error& error, int step = -1);
[[nodiscard]] Error errorFromJson(const nlohmann::json& json);

} // namespace vitrine::launcher
