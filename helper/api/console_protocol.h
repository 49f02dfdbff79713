// SPDX-License-Identifier: GPL-3.0-or-later
// What flows over the socket that OpenConsole and Exec hand out. Qt-free: the shim, the window
// and the command line share it.
//
// The socket is AF_UNIX SOCK_SEQPACKET, so that one send is one message and nothing needs framing.
// The first byte of a message is its kind, the rest its body.
//
// Closing a socket that OpenConsole gave detaches; the container goes on. Closing the last one of a
// session (Exec) ends that, as hanging up a terminal does: its processes get SIGHUP, and those that
// are still there 2 seconds later are killed. A session that was told to Detach goes on until its
// process ends.
//
// A terminal has the size of the client that used it last: that sent Input or a new size.
#pragma once

#include <cstddef>
#include <cstdint>

namespace vitrine::api::console {

enum class Kind : std::uint8_t {
    Input = 'i', ///< client → container: bytes for standard input
    EndOfInput = 'e', ///< client → container: no more input (sessions without a terminal)
    Resize = 'r', ///< client → container: u16 rows, u16 columns, little endian
    Signal = 'k', ///< client → container: u8, a signal's number, for its process
    Detach = 'd', ///< client → session: it shall go on when its clients have gone
    Session = 's', ///< session → client, first message: its id, see Container1.Sessions
    Output = 'o', ///< container → client: bytes of the terminal or of standard output
    ErrorOutput = 'E', ///< container → client: bytes of standard error (no terminal)
    Exited = 'x', ///< container → client, last message: i32 wait status as of waitpid(2)
    Failed = 'f', ///< container → client, last message: JSON error as in org.vitrine.Job1.Error
};

/// No message is longer, its kind byte included.
inline constexpr std::size_t maximumMessage = 32 * 1024;

/// How much past output a new client of a container's console, or of a session with a terminal, is
/// sent first.
inline constexpr std::size_t historySize = 64 * 1024;

} // namespace vitrine::api::console
