// SPDX-License-Identifier: GPL-3.0-or-later
// How the token bucket (tc-tbf(8)) of a limited interface is filled.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace vitrine::plan::net {

/// So long a packet may wait to be let out; what would wait longer is dropped.
inline constexpr std::chrono::milliseconds longestQueue { 50 };

/// Bytes that may leave at once at RATE bits a second: what it is in four milliseconds, a tick of
/// the kernel's slowest clock, and enough for ten packets of Ethernet.
constexpr std::uint64_t burstOf(std::uint64_t rate)
{
    constexpr std::uint64_t ticks = 250, bitsInByte = 8, smallest = 10 * 1514;
    return std::max(rate / bitsInByte / ticks, smallest);
}

} // namespace vitrine::plan::net
