// SPDX-License-Identifier: GPL-3.0-or-later
// Reading the small text files of procfs and cgroupfs.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace vitrine::observe {

/// Most that is read of one file; mountinfo of a host with thousands of mounts fits.
inline constexpr std::size_t maximumFile = 16 * 1024 * 1024;

/// The content of NAME below DIRECTORY, at most LIMIT bytes. Fails with the errno of openat or
/// read; ENOENT and ESRCH are normal for processes.
[[nodiscard]] Result<std::string> readFile(
    int directory, const char* name, std::size_t limit = maximumFile);

/// The target of a symbolic link that fits 255 bytes, empty when it cannot be read.
[[nodiscard]] std::string readLink(int directory, const char* name);

/// One kernel file that is read again and again: opened once, then pread from the start.
class KeptFile {
public:
    /// Reads NAME below DIRECTORY into BUFFER, whose size is the most that is read; the view is
    /// into BUFFER. Fails with the errno of openat or pread: ENODEV (cgroups) and ESRCH (processes)
    /// say that the object is gone.
    [[nodiscard]] Result<std::string_view> read(
        int directory, const char* name, std::string& buffer);
    void close() { m_file.reset(); }
    [[nodiscard]] bool isOpen() const { return bool(m_file); }

private:
    UniqueFd m_file;
};

} // namespace vitrine::observe
