// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/cgroup_scan.h"

#include "backend/observe/text.h"

#include <dirent.h>
#include <fcntl.h>
#include <set>
#include <sys/resource.h>
#include <sys/stat.h>

namespace vitrine::observe {

namespace {

struct DirectoryCloser {
    void operator()(DIR* directory) const { ::closedir(directory); }
};

} // namespace

Result<CgroupScan> CgroupScan::create(const std::string& mount)
{
    UniqueFd root(::open(mount.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!root)
        return Error::fromErrno("open", mount);
    CgroupScan scan;
    scan.m_root = std::make_unique<Node>(std::move(root));
    scan.m_buffer.resize(64 * 1024);
    // A third of the descriptors that we may have is for cgroups.
    if (rlimit limit {}; ::getrlimit(RLIMIT_NOFILE, &limit) == 0)
        scan.m_keep = std::size_t(limit.rlim_cur) / 3 / CgroupFiles::maximumOpen;
    return scan;
}

CgroupScan::Loads CgroupScan::loadsOf(const std::vector<Process>& processes)
{
    Loads loads;
    for (const Process& process : processes) {
        std::string path = process.cgroup;
        loads[path].own += 1;
        for (;;) {
            Load& load = loads[path];
            load.processes += 1;
            load.residentBytes += process.residentBytes();
            const std::size_t slash = path.rfind('/');
            if (path.size() <= 1 || slash == std::string::npos)
                break;
            path.resize(std::max<std::size_t>(slash, 1));
        }
    }
    return loads;
}

std::vector<CgroupRow> CgroupScan::scan(const std::vector<Process>& processes)
{
    std::vector<CgroupRow> rows;
    m_open = 0;
    (void)visit(*m_root, "/", loadsOf(processes), rows);
    return rows;
}

/// Adds the rows of NODE and what is below it; false when it has been removed.
bool CgroupScan::visit(
    Node& node, const std::string& path, const Loads& loads, std::vector<CgroupRow>& rows)
{
    const auto load = loads.find(path);
    const bool populated = load != loads.end();
    if (populated || node.files.figures().populated || node.files.isDue()) {
        if (!node.files.read(CgroupFiles::Want::Row, m_buffer))
            return false;
        if (!populated || ++m_open > m_keep)
            node.files.close();
    }
    // A directory that has been removed still answers fstat, but nothing is in it.
    struct stat status {
    }, procs {};
    if (::fstatat(node.files.directory(), "cgroup.procs", &procs, AT_SYMLINK_NOFOLLOW) != 0
        || ::fstat(node.files.directory(), &status) != 0)
        return false;
    CgroupRow row;
    row.key = validUtf8(path);
    row.figures = node.files.figures();
    row.processes = populated ? load->second.own : 0;
    const bool accounted = row.figures.memoryBytes >= 0;
    row.memorySource = accounted ? "cgroup" : "processes";
    row.memoryBytes = accounted ? row.figures.memoryBytes
        : populated             ? load->second.residentBytes
                                : 0;
    rows.push_back(std::move(row));
    // A cgroup directory has a link for each child: the same number means the same children, unless
    // one of them turns out to be gone.
    if (node.stale || node.links != status.st_nlink) {
        listChildren(node);
        node.links = status.st_nlink;
        node.stale = false;
    }
    for (auto it = node.children.begin(); it != node.children.end();) {
        const std::string below = (path == "/" ? "" : path) + "/" + it->first;
        if (visit(*it->second, below, loads, rows)) {
            ++it;
        } else {
            node.stale = true;
            it = node.children.erase(it);
        }
    }
    return true;
}

void CgroupScan::listChildren(Node& node) const
{
    UniqueFd file(::openat(node.files.directory(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!file)
        return;
    const std::unique_ptr<DIR, DirectoryCloser> directory(::fdopendir(file.get()));
    if (!directory)
        return;
    const int parent = file.release(); // closedir closes it
    std::set<std::string> names;
    while (const dirent* entry = ::readdir(directory.get()))
        if (entry->d_type == DT_DIR && entry->d_name[0] != '.')
            names.insert(entry->d_name);
    std::erase_if(
        node.children, [&names](const auto& child) { return !names.contains(child.first); });
    for (const std::string& name : names) {
        if (node.children.contains(name))
            continue;
        UniqueFd child(::openat(parent, name.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
        if (child)
            node.children.emplace(name, std::make_unique<Node>(std::move(child)));
    }
}

} // namespace vitrine::observe
