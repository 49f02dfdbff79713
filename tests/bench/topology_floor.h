// SPDX-License-Identifier: GPL-3.0-or-later
// The least that the kernel must be asked for the links and addresses of many network namespaces.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace vitrine::bench {

/// One socket in an empty network namespace; reads what comes and looks at nothing in it.
class TopologyFloor {
public:
    /// Enters a new network namespace for a moment.
    [[nodiscard]] static Result<TopologyFloor> create();

    /// Gives each of SPACES, open network namespaces, a number.
    [[nodiscard]] Result<void> number(const std::vector<UniqueFd>& spaces);
    /// All links and addresses of the numbered ones; how many messages came.
    [[nodiscard]] Result<std::size_t> look();

private:
    explicit TopologyFloor(UniqueFd socket);
    [[nodiscard]] Result<std::size_t> ask(const void* request, std::size_t size);

    UniqueFd m_socket;
    std::vector<char> m_buffer;
    std::int32_t m_numbered = 0;
};

} // namespace vitrine::bench
