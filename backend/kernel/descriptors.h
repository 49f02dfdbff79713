// SPDX-License-Identifier: GPL-3.0-or-later
// Descriptors and small messages between processes of ours, over sequenced-packet sockets.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine::kernel {

/// Two connected AF_UNIX SOCK_SEQPACKET sockets, close-on-exec.
[[nodiscard]] Result<std::pair<UniqueFd, UniqueFd>> socketPair();

inline constexpr std::size_t maximumTokenDescriptors = 128;

/// Send one byte and descriptors; Quota when there are more than maximumTokenDescriptors.
[[nodiscard]] Result<void> sendToken(
    int socket, char token, const std::vector<int>& descriptors = {});

/// Send TEXT with one descriptor, and wait until the other side has room for it: what console and
/// seccomp sockets get. For sockets of others, of any type; errors call it OBJECT.
[[nodiscard]] Result<void> sendDescriptor(
    int socket, std::string_view text, int descriptor, const std::string& object);

struct Token {
    char value = 0; ///< 0 when the other side has closed its end
    std::vector<UniqueFd> descriptors;
};

/// Wait for one token, at most TIMEOUT milliseconds (-1: for ever); ETIMEDOUT when none came.
[[nodiscard]] Result<Token> receiveToken(int socket, int timeout);

} // namespace vitrine::kernel
