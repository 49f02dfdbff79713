// SPDX-License-Identifier: GPL-3.0-or-later
// The whole cgroup2 tree.
#pragma once

#include "backend/base/result.h"
#include "backend/observe/cgroup_files.h"
#include "backend/observe/process_scan.h"
#include "backend/observe/rows.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace vitrine::observe {

class CgroupScan {
public:
    /// Opens the root at MOUNT (findCgroup2). Fails with the errno of open.
    [[nodiscard]] static Result<CgroupScan> create(const std::string& mount);

    /// Rows without workload, of all cgroups. PROCESSES give the counts and, without the memory
    /// controller, the memory.
    [[nodiscard]] std::vector<CgroupRow> scan(const std::vector<Process>& processes);

private:
    struct Node {
        explicit Node(UniqueFd directory)
            : files(std::move(directory))
        {
        }
        CgroupFiles files;
        nlink_t links = 0; ///< of the directory when its children were listed
        bool stale = true; ///< children to be listed again
        std::map<std::string, std::unique_ptr<Node>> children;
    };
    struct Load {
        std::int64_t processes = 0, residentBytes = 0; ///< here and below
        std::int64_t own = 0; ///< processes here
    };
    using Loads = std::map<std::string, Load, std::less<>>;

    CgroupScan() = default;
    [[nodiscard]] static Loads loadsOf(const std::vector<Process>& processes);
    [[nodiscard]] bool visit(
        Node& node, const std::string& path, const Loads& loads, std::vector<CgroupRow>& rows);
    void listChildren(Node& node) const;

    std::unique_ptr<Node> m_root;
    std::string m_buffer;
    std::size_t m_keep = 0; ///< how many cgroups may keep their files open
    std::size_t m_open = 0; ///< how many do so far in this scan
};

} // namespace vitrine::observe
