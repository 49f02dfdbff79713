// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/unique_fd.h"
#include "helper/ports/protocol.h"

#include <string>
#include <sys/resource.h>
#include <sys/types.h>
#include <vector>

namespace vitrine::ports {

/// vitrine-ports, as the launcher starts it, but in the namespaces of the test.
class RunningProgram {
public:
    /// At most DESCRIPTORS, 0: as many as the test.
    explicit RunningProgram(rlim_t descriptors = 0);
    ~RunningProgram();
    RunningProgram(const RunningProgram&) = delete;
    RunningProgram& operator=(const RunningProgram&) = delete;

    /// A connection to ask it over.
    [[nodiscard]] UniqueFd connect() const;
    /// The errno that it answers, -1: nothing.
    int ask(const Request& request, const std::vector<int>& descriptors = {}) const;
    void send(const Request& request, const std::vector<int>& descriptors = {}) const;
    [[nodiscard]] int answer() const;

    /// It sees together what comes until goOn().
    void stop() const;
    void goOn() const;
    [[nodiscard]] bool runs() const;
    [[nodiscard]] std::size_t descriptors() const;
    /// What it has used of the processor, in ticks.
    [[nodiscard]] long used() const;

private:
    UniqueFd m_listener, m_lifeline, m_asker;
    pid_t m_pid = -1;
};

/// A socket at ADDRESS: it listens, or takes datagrams.
[[nodiscard]] UniqueFd serverOf(Transport transport, const char* address = "127.0.0.1");
/// One that is connected with what SERVER is bound to.
[[nodiscard]] UniqueFd clientOf(Transport transport, int server);
/// Who comes next at SERVER.
[[nodiscard]] UniqueFd accepted(int server);
/// Where SOCKET is bound.
[[nodiscard]] Endpoint endpointOf(int socket);

[[nodiscard]] Request lead(Transport transport, int socket, int target);
[[nodiscard]] Request request(Request::Kind kind, const HostSide& host);

/// What comes, up to a second; "end", "reset" or "silence" when nothing does.
[[nodiscard]] std::string received(int socket);

} // namespace vitrine::ports
