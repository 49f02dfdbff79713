// SPDX-License-Identifier: GPL-3.0-or-later
// The outer ends of a process's standard streams: one terminal, or three pipes.
#pragma once

#include "helper/api/console_protocol.h"
#include "helper/shim/clients.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace vitrine::shim {

class Streams {
public:
    /// Take the descriptors that the child sent.
    void takeTerminal(int master);
    void takePipes(int input, int output, int errors);

    /// Descriptors to read output from, -1 when closed.
    [[nodiscard]] int output() const { return m_output; }
    [[nodiscard]] int errors() const { return m_errors; }
    /// Read what is there; 0 at the end (the descriptor is closed then), -1 when nothing is there.
    [[nodiscard]] long readOutput(char* buffer, std::size_t size)
    {
        return read(m_output, buffer, size);
    }
    [[nodiscard]] long readErrors(char* buffer, std::size_t size)
    {
        return read(m_errors, buffer, size);
    }

    [[nodiscard]] bool taken() const { return m_taken; }
    [[nodiscard]] bool isTerminal() const { return m_terminal; }
    /// Bytes of a client for standard input, at most maximumMessage.
    void takeInput(const char* data, std::size_t size);
    void endInput();
    /// The terminal's new size; nothing when it has that, or is none.
    void resize(Size size);
    /// True while input waits for the process to read: no client is read meanwhile.
    [[nodiscard]] bool inputPending() const { return m_pendingSize > 0; }
    [[nodiscard]] int input() const { return m_input; }
    void flushInput();
    /// Hang up: the terminal's processes get SIGHUP, a reader of a pipe end-of-file.
    void close();

private:
    long read(int& fd, char* buffer, std::size_t size);

    int m_input = -1, m_output = -1, m_errors = -1;
    bool m_taken = false;
    bool m_terminal = false;
    Size m_size;
    std::array<char, api::console::maximumMessage> m_pending {};
    std::size_t m_pendingStart = 0, m_pendingSize = 0;
};

} // namespace vitrine::shim
