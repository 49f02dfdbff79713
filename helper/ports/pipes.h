// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/unique_fd.h"

#include <cstddef>
#include <vector>

namespace vitrine::ports {

/// What is moved at once: so much may wait in a pipe for a slow reader.
inline constexpr std::size_t pipeSize = 256 * 1024;

struct Pipe {
    UniqueFd read, write;
    explicit operator bool() const { return bool(read); }
};

/// Empty pipes, kept for the next one who needs one: a connection has one only while bytes are in
/// it.
class Pipes {
public:
    /// None, with errno, when there are no descriptors.
    [[nodiscard]] Pipe take();
    /// Give back an empty one.
    void give(Pipe pipe);

private:
    std::vector<Pipe> m_free;
};

} // namespace vitrine::ports
