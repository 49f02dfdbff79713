// SPDX-License-Identifier: GPL-3.0-or-later
// Programs that benchmarks run.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <string>
#include <sys/types.h>
#include <vector>

namespace vitrine::bench {

using Command = std::vector<std::string>; ///< found in PATH

/// Run COMMAND with nothing on its standard input and output; milliseconds from start to exit.
/// Fails when it cannot be started or ends with a status other than 0.
[[nodiscard]] Result<double> timeCommand(const Command& command);

/// Run COMMANDS all at once; milliseconds from the start of the first to the exit of the last.
/// Fails as timeCommand() does.
[[nodiscard]] Result<double> timeAtOnce(const std::vector<Command>& commands);

/// A program that does one run for each byte it is sent and answers with a line of numbers.
class Coprocess {
public:
    [[nodiscard]] static Result<Coprocess> start(const Command& command);
    Coprocess(Coprocess&&) noexcept = default;
    Coprocess& operator=(Coprocess&&) = delete;
    ~Coprocess();

    /// One run: the numbers of its line.
    [[nodiscard]] Result<std::vector<double>> run();

private:
    Coprocess(pid_t pid, UniqueFd requests, UniqueFd answers);

    pid_t m_pid;
    UniqueFd m_requests, m_answers;
};

/// The folder that this program lies in, with the product's programs.
[[nodiscard]] std::string programFolder();

} // namespace vitrine::bench
