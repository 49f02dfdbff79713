// SPDX-License-Identifier: GPL-3.0-or-later
// The files of one cgroup (Documentation/admin-guide/cgroup-v2.rst): parsers and a reader that
// keeps them open.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"
#include "backend/observe/kernel_file.h"
#include "backend/observe/rows.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::observe {

/// The number after KEY in a flat keyed file ("usage_usec 12").
[[nodiscard]] std::optional<std::int64_t> flatKey(std::string_view text, std::string_view key);

/// "some avg10" of a PSI file in percent, -1 when it is not there.
[[nodiscard]] double parsePressure(std::string_view text);

/// Sums rbytes and wbytes of io.stat over all devices.
void parseIoStat(std::string_view text, CgroupFigures& figures);

/// Fills the cpu figures from cpu.stat.
void parseCpuStat(std::string_view text, CgroupFigures& figures);

class CgroupFiles {
public:
    /// Which files are read besides cpu.stat, memory.current, memory.max, memory.events and
    /// cpu.max.
    enum class Want { Row, Stat };
    /// Descriptors that stay open after read(), with the directory's.
    static constexpr std::size_t maximumOpen = 9;
    /// How old figures of an empty cgroup, and limits and controllers of any, may be.
    static constexpr std::chrono::seconds restAge { 4 };

    /// DIRECTORY: O_PATH of the cgroup.
    explicit CgroupFiles(UniqueFd directory)
        : m_directory(std::move(directory))
    {
    }

    /// Reads anew; what is not there keeps its "none". BUFFER is scratch. Fails with ENODEV when
    /// the cgroup has been removed.
    [[nodiscard]] Result<void> read(Want want, std::string& buffer);
    /// Closes the files but not the directory: an empty cgroup costs one descriptor.
    void close();
    [[nodiscard]] bool isDue() const
    {
        return std::chrono::steady_clock::now() - m_restRead >= restAge;
    }
    [[nodiscard]] const CgroupFigures& figures() const { return m_figures; }
    [[nodiscard]] int directory() const { return m_directory.get(); }

private:
    enum File {
        CpuStat,
        MemoryCurrent,
        MemoryEvents,
        Events,
        CpuPressure,
        MemoryPressure,
        IoPressure,
        IoStat,
        MemoryMax,
        CpuMax,
        PidsMax,
        Controllers,
        FileCount
    };

    [[nodiscard]] std::string_view text(File file, std::string& buffer);
    void readRest(std::string& buffer);

    UniqueFd m_directory;
    std::array<KeptFile, FileCount> m_files;
    std::array<bool, FileCount> m_missing {};
    CgroupFigures m_figures;
    std::chrono::steady_clock::time_point m_restRead {};
    bool m_gone = false;
};

} // namespace vitrine::observe
