// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/result.h"
#include "helper/capture/pcapng.h"

#include <string>
#include <vector>

namespace vitrine::capture {

/// Writes what comes to a packet socket as pcapng into a pipe. A reader who is slow makes the
/// kernel drop packets, which are counted; nobody else waits.
class Recorder {
public:
    /// SOCKET: packet(7), SOCK_RAW, bound to the link NAME, with SO_TIMESTAMPNS and
    /// PACKET_AUXDATA. TARGET: the pipe. PROCESS: a pidfd, -1: none.
    Recorder(int socket, int target, int process, std::string name);

    /// Until the reader, the link or the process has gone.
    [[nodiscard]] Result<void> run();

private:
    [[nodiscard]] Result<void> readPackets();
    [[nodiscard]] Result<bool> readPacket();
    [[nodiscard]] Result<bool> linkIsThere() const;
    [[nodiscard]] Result<void> write();
    [[nodiscard]] Result<void> finish();
    /// The last block.
    [[nodiscard]] Result<void> addLast();

    int m_socket, m_target, m_process;
    std::string m_name;
    std::vector<char> m_packet;
    std::string m_output; ///< whole blocks, but the first may have begun to be written
    std::size_t m_written = 0; ///< of m_output
    Statistics m_statistics;
    bool m_reading = true; ///< reader, link and process are there
    bool m_wasDown = false; ///< the link; it may be up again
};

} // namespace vitrine::capture
