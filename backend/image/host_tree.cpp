// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/image/host_tree.h"

#include "backend/base/files.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine {

namespace {

/// A directory with other mounts in it is taken apart so deep: "var/lib" is the second level.
constexpr int maximumDepth = 2;
/// One that would give more branches is shown read-only as a whole.
constexpr std::size_t branchesOfOne = 24;
constexpr off_t largestCopy = 64 * 1024;
constexpr std::size_t copiesOfOne = 32;

bool startsWith(const std::string& text, const std::string& start)
{
    return text.compare(0, start.size(), start) == 0;
}

template <std::size_t Size>
bool isOneOf(const std::array<const char*, Size>& list, const std::string& name)
{
    return std::find(list.begin(), list.end(), name) != list.end();
}

/// Not a place for files: nothing of it shows.
bool isKernels(const std::string& type)
{
    constexpr std::array<const char*, 12> types { "autofs", "proc", "sysfs", "devtmpfs", "devpts",
        "cgroup", "cgroup2", "debugfs", "tracefs", "securityfs", "mqueue", "binfmt_misc" };
    return isOneOf(types, type);
}

/// overlayfs refuses layers whose names it cannot compare byte by byte.
bool canBeStacked(const std::string& type)
{
    constexpr std::array<const char*, 9> others { "vfat", "msdos", "exfat", "ntfs", "ntfs3",
        "fuseblk", "hfs", "hfsplus", "iso9660" };
    return !isOneOf(others, type);
}

/// "\040" and the like as the kernel writes them.
std::string withoutEscapes(const std::string& text)
{
    const auto isOctal = [](char c) { return c >= '0' && c <= '7'; };
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 3 < text.size() && isOctal(text[i + 1]) && isOctal(text[i + 2])
            && isOctal(text[i + 3])) {
            plain += char((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + (text[i + 3] - '0'));
            i += 3;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

class TreeReader {
public:
    TreeReader(
        int root, const std::vector<MountPoint>& mounts, const std::vector<HiddenDirectory>& hidden)
        : m_root(root)
        , m_mounts(mounts)
        , m_hidden(hidden)
    {
    }

    struct Part {
        HostTree tree;
        bool complete = true; ///< no file was left out
    };

    /// Each entry of directory PATH ("" is the root) for itself.
    Result<Part> split(const std::string& path, int depth)
    {
        const UniqueFd directory
            = TRY(openAt(m_root, path.empty() ? "." : path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW));
        auto names = TRY(namesIn(directory.get()));
        std::sort(names.begin(), names.end());
        Part part;
        for (const auto& name : names) {
            struct stat status { };
            const std::string entry = path.empty() ? name : path + "/" + name;
            if (isHidden(entry)
                || ::fstatat(directory.get(), name.c_str(), &status,
                       AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT)
                    != 0)
                continue; // it has gone meanwhile
            if (S_ISDIR(status.st_mode))
                addDirectory(part.tree, entry, status.st_mode, depth);
            else
                addFile(part, entry, status);
        }
        return part;
    }

private:
    bool isHidden(const std::string& path) const
    {
        return std::any_of(m_hidden.begin(), m_hidden.end(),
            [&](const auto& hidden) { return hidden.path == path; });
    }

    bool isReadable(const std::string& path, int how) const
    {
        return ::faccessat(m_root, path.c_str(), how, AT_EACCESS) == 0;
    }

    void addFile(Part& part, const std::string& path, const struct stat& status) const
    {
        const bool small = S_ISREG(status.st_mode) && status.st_size <= largestCopy
            && part.tree.copies.size() < copiesOfOne && isReadable(path, R_OK);
        if (small || S_ISLNK(status.st_mode)) {
            part.tree.copies.push_back(path);
        } else {
            part.tree.leftOut.push_back("/" + path);
            part.complete = false;
        }
    }

    void addDirectory(HostTree& tree, const std::string& path, mode_t mode, int depth)
    {
        const std::string type = typeAt("/" + path);
        if (isKernels(type) || !isReadable(path, R_OK | X_OK)) {
            tree.hidden.push_back({ path, mode & 07777 });
            tree.leftOut.push_back("/" + path);
            return;
        }
        if (!canBeStacked(type)) {
            tree.branches.push_back({ path, ImageBranch::Kind::ReadOnly,
                "its file system " + type + " cannot be a layer" });
            return;
        }
        const std::string inside = mountBelow("/" + path);
        if (inside.empty()) {
            tree.branches.push_back({ path, ImageBranch::Kind::Overlay, {} });
            return;
        }
        if (depth < maximumDepth) {
            auto part = split(path, depth + 1);
            if (part && part.value().complete && part.value().tree.branches.size() <= branchesOfOne)
                return append(tree, std::move(part.value().tree));
        }
        tree.branches.push_back({ path, ImageBranch::Kind::ReadOnly,
            "other file systems are mounted in it, such as " + inside });
    }

    static void append(HostTree& tree, HostTree part)
    {
        const auto move = [](auto& from, auto& to) {
            to.insert(to.end(), std::make_move_iterator(from.begin()),
                std::make_move_iterator(from.end()));
        };
        move(part.branches, tree.branches);
        move(part.hidden, tree.hidden);
        move(part.copies, tree.copies);
        move(part.leftOut, tree.leftOut);
    }

    /// The file system that holds PATH; the last mount on one place counts.
    std::string typeAt(const std::string& path) const
    {
        const MountPoint* best = nullptr;
        for (const auto& mount : m_mounts)
            if ((mount.path == path || mount.path == "/" || startsWith(path, mount.path + "/"))
                && (!best || mount.path.size() >= best->path.size()))
                best = &mount;
        return best ? best->type : std::string();
    }

    /// A mount strictly below PATH, or "".
    std::string mountBelow(const std::string& path) const
    {
        for (const auto& mount : m_mounts)
            if (startsWith(mount.path, path + "/"))
                return mount.path;
        return {};
    }

    int m_root;
    const std::vector<MountPoint>& m_mounts;
    const std::vector<HiddenDirectory>& m_hidden;
};

} // namespace

std::vector<MountPoint> parseMountPoints(const std::string& text)
{
    std::vector<MountPoint> mounts;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        std::string id, parent, device, root, path, field, type;
        fields >> id >> parent >> device >> root >> path;
        while (fields >> field && field != "-") { }
        if (fields >> type)
            mounts.push_back({ withoutEscapes(path), type });
    }
    return mounts;
}

Result<HostTree> readHostTree(
    int root, const std::vector<MountPoint>& mounts, const std::vector<HiddenDirectory>& hidden)
{
    auto part = TRY(TreeReader(root, mounts, hidden).split("", 0));
    if (part.tree.branches.size() > maximumBranches)
        return Error::of(ErrorKind::Quota, "/",
            "has " + std::to_string(part.tree.branches.size())
                + " directories that would each be a layer; " + std::to_string(maximumBranches)
                + " can be");
    return std::move(part.tree);
}

} // namespace vitrine
