// SPDX-License-Identifier: GPL-3.0-or-later
// The files of a log while somebody else writes and rotates them.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <cstdint>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace vitrine::logs {

/// One of the files; as long as it is open, its inode number means it.
struct LogFile {
    UniqueFd file;
    ino_t inode = 0;
    off_t offset = 0; ///< what is before it has been read; always the begin of a line
};

class LogFiles {
public:
    /// DIRECTORY stays the caller's.
    explicit LogFiles(int directory)
        : m_directory(directory)
    {
    }

    /// All files there are, the newest first. A symlink, or what else is no regular file, counts
    /// as nothing.
    [[nodiscard]] std::vector<LogFile> openAll() const;

    /// Whether FILE is the one that is written to.
    [[nodiscard]] bool isNewest(const LogFile& file) const;

    struct Next {
        LogFile file;
        bool gap = false; ///< files between the two are gone
    };
    /// The file that came after FILE, or after none; none when there is no other.
    [[nodiscard]] std::optional<Next> after(const LogFile& file) const;

private:
    [[nodiscard]] std::optional<LogFile> open(unsigned number) const;
    [[nodiscard]] std::vector<LogFile> openOnce() const;

    int m_directory;
};

} // namespace vitrine::logs
