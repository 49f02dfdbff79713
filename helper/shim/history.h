// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/console_protocol.h"

#include <array>
#include <cstddef>

namespace vitrine::shim {

/// The last bytes of output: a ring. Its pages stay untouched until something is printed.
class History {
public:
    void append(const char* data, std::size_t size)
    {
        for (std::size_t i = 0; i < size; ++i) {
            m_ring[m_end] = data[i];
            m_end = (m_end + 1) % m_ring.size();
        }
        m_size = m_size + size > m_ring.size() ? m_ring.size() : m_size + size;
    }

    [[nodiscard]] std::size_t size() const { return m_size; }

    /// Copy up to SIZE bytes from OFFSET on (0: the oldest) to TARGET; returns how many.
    std::size_t copy(std::size_t offset, char* target, std::size_t size) const
    {
        const std::size_t begin = (m_end + m_ring.size() - m_size) % m_ring.size();
        std::size_t count = 0;
        for (; count < size && offset + count < m_size; ++count)
            target[count] = m_ring[(begin + offset + count) % m_ring.size()];
        return count;
    }

private:
    std::array<char, api::console::historySize> m_ring {};
    std::size_t m_end = 0;
    std::size_t m_size = 0;
};

} // namespace vitrine::shim
