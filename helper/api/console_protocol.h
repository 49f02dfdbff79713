// SPDX-License-Identifier: GPL-3.0-or-later
// What flows over the socket that OpenConsole and Exec hand out. Qt-free: the shim, the window
// and the command line share it.
//
// The socket is AF_UNIX SOCK_SEQPACKET, so that one send is one message and nothing needs framing.
// The first byte of a message is its kind, the rest its body. Closing the socket detaches; the
// process in the container goes on (an Exec session without a terminal gets end-of-file on its
// standard input).
#pragma once

#include <cstddef>
#include <cstdint>

namespace vitrine::api::console {

enum class Kind : std::uint8_t {
    Input = 'i', ///< client → container: bytes for standard input
    EndOfInput = 'e', ///< client → container: no more input (sessions without a terminal)
    Resize = 'r', ///< client → container: u16 rows, u16 columns, little endian
    Output = 'o', ///< container → client: bytes of the terminal or of standard output
    ErrorOutput = 'E', ///< container → client: bytes of standard error (no terminal)
    Exited = 'x', ///< container → client, last message: i32 wait status as of waitpid(2)
    Failed = 'f', ///< container → client, last message: JSON error as in org.vitrine.Job1.Error
};

/// No message is longer, its kind byte included.
inline constexpr std::size_t maximumMessage = 32 * 1024;

/// How much past output a new client of a container's console is sent first.
inline constexpr std::size_t historySize = 64 * 1024;

} // namespace vitrine::api::console
