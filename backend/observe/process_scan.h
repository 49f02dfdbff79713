// SPDX-License-Identifier: GPL-3.0-or-later
// All processes of /proc.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"
#include "backend/observe/kernel_file.h"
#include "backend/observe/process_files.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <dirent.h>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace vitrine::observe {

/// A namespace that a process holds without being in it.
struct HeldNamespace {
    enum class By { Thread, ForChildren, File };
    By by = By::File;
    NamespaceId id;
    std::int64_t number = 0; ///< thread id or descriptor
    bool operator==(const HeldNamespace&) const = default;
};

/// What is known of one process.
struct Process {
    ProcessStat stat;
    std::uint32_t uid = 0; ///< real
    std::int64_t innerPid = 0;
    std::string command;
    std::string cgroup;
    std::array<std::uint64_t, namespaceTypes> namespaces {};
    std::vector<HeldNamespace> held; ///< only when asked for
    std::string workload; ///< set by who knows the workloads

    [[nodiscard]] std::uint64_t inode(NamespaceType type) const
    {
        return namespaces[std::size_t(type)];
    }
    [[nodiscard]] std::int64_t cpuUsec() const;
    /// The same of the children that it has waited for.
    [[nodiscard]] std::int64_t reapedCpuUsec() const;
    [[nodiscard]] std::int64_t residentBytes() const;
    /// "PID:STARTTIME"
    [[nodiscard]] std::string key() const;
    [[nodiscard]] ProcessRow row() const;
};

/// Reads all processes again and again, cheaply: stat always, the rest when stat shows that the
/// process did something, or when what is known is older than detailAge.
class ProcessScan {
public:
    enum class Held { Skip, Find };

    static constexpr std::chrono::seconds detailAge { 4 };
    static constexpr std::size_t maximumCommand = 4096;

    /// Opens /proc.
    [[nodiscard]] static Result<ProcessScan> create();

    /// All processes by pid. With Held::Find also the namespaces held by threads, open files and
    /// pid_for_children and time_for_children; those of the calling process's files are left out.
    [[nodiscard]] Result<std::vector<Process>> scan(Held held);

    /// /proc/PID of a process of the last scan, or of the process that now has this pid.
    [[nodiscard]] Result<UniqueFd> openProcess(std::int64_t pid) const;

private:
    using Clock = std::chrono::steady_clock;
    struct DirectoryCloser {
        void operator()(DIR* directory) const { ::closedir(directory); }
    };
    struct Known {
        UniqueFd directory; ///< O_PATH of /proc/PID
        KeptFile stat;
        Process process;
        Clock::time_point detailed {}, searched {};
        std::uint64_t round = 0;
    };

    ProcessScan() = default;
    [[nodiscard]] bool refresh(std::int64_t pid, Known& known, Held held);
    [[nodiscard]] bool readStat(std::int64_t pid, Known& known, ProcessStat& stat);
    void readDetails(Known& known);
    void findHeld(Known& known);
    void findHeldByThreads(Known& known);
    void findHeldByFiles(Known& known);
    [[nodiscard]] std::vector<std::int64_t> numbersIn(int directory, const char* name) const;

    std::unique_ptr<DIR, DirectoryCloser> m_proc;
    std::unordered_map<std::int64_t, Known> m_known;
    std::string m_buffer;
    std::size_t m_keep = 0; ///< how many processes may keep descriptors
    std::uint64_t m_round = 0;
    std::int64_t m_self = 0;
};

} // namespace vitrine::observe
