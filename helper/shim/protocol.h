// SPDX-License-Identifier: GPL-3.0-or-later
// What launcher and shim say to each other. Qt-free and free of the standard library's heavy parts:
// the shim is a static program of a few hundred kilobytes.
//
// The launcher starts the shim as `vitrine-shim init PID [MAXIMUM FILES]` or `vitrine-shim session
// PID ID` with these descriptors:
//   3  socket on which the child sends its terminal or pipes (backend/plan/child.h, stream_token)
//   4  socket to the launcher that started it
//   5  the container's runtime directory
//   6  of a session: the client's socket; of a container with MAXIMUM and FILES: its directory,
//      which gets its log (helper/api/log_format.h) in FILES files of at most MAXIMUM bytes each
// PID is the child that it must reap; that of a session forks the process that matters. ID is the
// session's, as in Container1.Sessions.
//
// On 4, and on connections to its socket in the runtime directory (`shim.sock`, a session's
// `session-ID.sock`), the launcher sends one byte:
//   'a' with a descriptor: serve this socket as a client (helper/api/console_protocol.h)
// and the shim sends ExitMessage once the process has ended. One of a container then leaves `exit`
// in the runtime directory: a line with the wait status; by then its log is written. One of a
// session removes its socket, and ends when its clients have got all.
#pragma once

#include <cstdint>

namespace vitrine::shim {

inline constexpr int childSocket = 3;
inline constexpr int launcherSocket = 4;
inline constexpr int runtimeDirectory = 5;
inline constexpr int clientSocket = 6;
inline constexpr int logDirectory = 6;

inline constexpr auto socketName = "shim.sock";
inline constexpr auto sessionPrefix = "session-";
inline constexpr auto socketSuffix = ".sock";
inline constexpr auto recordSuffix = ".json"; ///< what the launcher keeps of a session
inline constexpr auto exitFileName = "exit";

inline constexpr char attach = 'a';

struct [[gnu::packed]] ExitMessage {
    char kind = 'x';
    std::int32_t status = 0; ///< as of waitpid(2)
};

} // namespace vitrine::shim
