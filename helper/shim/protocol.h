// SPDX-License-Identifier: GPL-3.0-or-later
// What launcher and shim say to each other. Qt-free and free of the standard library's heavy parts:
// the shim is a static program of a few hundred kilobytes.
//
// The launcher starts the shim as `vitrine-shim ROLE PID` with three descriptors:
//   3  socket on which the child sends its terminal or pipes (backend/plan/child.h, stream_token)
//   4  socket to the launcher that started it
//   5  ROLE init: the container's runtime directory; ROLE session: the client's socket
// PID is the child that it must reap; in ROLE session that child forks the process that matters.
//
// On 4, and on connections to `shim.sock` in the runtime directory, the launcher sends one byte:
//   'a' with a descriptor: serve this socket as a client (helper/api/console_protocol.h)
// and the shim sends ExitMessage once the process has ended. It then leaves `exit` in the runtime
// directory: a line with the wait status, then the last output.
#pragma once

#include <cstdint>

namespace vitrine::shim {

inline constexpr int childSocket = 3;
inline constexpr int launcherSocket = 4;
inline constexpr int thirdDescriptor = 5;

inline constexpr auto socketName = "shim.sock";
inline constexpr auto exitFileName = "exit";

inline constexpr char attach = 'a';

struct [[gnu::packed]] ExitMessage {
    char kind = 'x';
    std::int32_t status = 0; ///< as of waitpid(2)
};

} // namespace vitrine::shim
