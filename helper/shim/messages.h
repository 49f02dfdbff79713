// SPDX-License-Identifier: GPL-3.0-or-later
// Small messages with descriptors, and the shim's socket in the runtime directory.
#pragma once

#include <sys/types.h>

namespace vitrine::shim {

inline constexpr int maximumDescriptors = 8;

/// What came over a socket: a byte, descriptors and, where SO_PASSCRED is set, who sent them.
struct Received {
    long length = 0; ///< of the bytes; 0 when the other side has closed, -1 when nothing is there
    char kind = 0; ///< the first byte
    int descriptors[maximumDescriptors] {};
    int count = 0; ///< of descriptors
    pid_t sender = 0; ///< as this process's pid namespace numbers it
};

[[nodiscard]] Received receive(int socket);

/// Listen at the socket NAME in the runtime directory; -1 when that cannot be.
[[nodiscard]] int listenAt(const char* name);

} // namespace vitrine::shim
