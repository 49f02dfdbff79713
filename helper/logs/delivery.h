// SPDX-License-Identifier: GPL-3.0-or-later
// Brings the lines of a log to one reader, at the reader's pace.
#pragma once

#include "helper/logs/log_files.h"
#include "helper/logs/options.h"

#include <string>
#include <string_view>

namespace vitrine::logs {

class Delivery {
public:
    /// From the log in DIRECTORY to TARGET, a pipe; both stay the caller's.
    Delivery(int directory, int target, Options options);

    /// Deliver what is wanted. Ends when all is delivered, or with Options::follow when the
    /// container is removed or the reader has gone.
    [[nodiscard]] Result<void> run();

private:
    [[nodiscard]] Result<void> start();
    [[nodiscard]] Result<void> deliverNew();
    [[nodiscard]] Result<bool> deliverFrom(LogFile& log);
    [[nodiscard]] Result<void> deliver(std::string_view text);
    [[nodiscard]] Result<void> flush();
    [[nodiscard]] Result<bool> wait();
    [[nodiscard]] Result<std::uint64_t> countIn(const LogFile& log);
    void stepBack(LogFile& log, off_t size);
    void tellGap();

    int m_directory;
    LogFiles m_files;
    int m_target;
    Options m_options;
    UniqueFd m_changes; ///< inotify
    LogFile m_current;
    std::uint64_t m_skip = 0; ///< so many lines are not wanted before the tail
    std::int64_t m_last = 0; ///< time of the last line that was looked at
    std::int64_t m_known = 0; ///< lines up to this time were delivered before
    std::string m_buffer, m_output;
};

} // namespace vitrine::logs
