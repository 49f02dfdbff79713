// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/upper_walk.h"

#include "backend/observe/overlay_marks.h"

#include <array>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace vitrine::observe {

namespace {

/// Opens PATH ("" is ROOT itself) beneath ROOT as overlayfs would: no symbolic link on the way, and
/// with RESOLVE_NO_XDEV in MORE no other mount.
UniqueFd openBeneath(int root, const std::string& path, std::uint64_t flags, std::uint64_t more)
{
    open_how how {};
    how.flags = flags | O_CLOEXEC | O_NOFOLLOW;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | more;
    const char* name = path.empty() ? "." : path.c_str();
    return UniqueFd(int(::syscall(SYS_openat2, root, name, &how, sizeof how)));
}

const char* typeOf(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFDIR:
        return "directory";
    case S_IFLNK:
        return "symlink";
    case S_IFCHR:
    case S_IFBLK:
        return "device";
    case S_IFIFO:
        return "fifo";
    case S_IFSOCK:
        return "socket";
    default:
        return "file";
    }
}

std::string join(const std::string& directory, const char* name)
{
    return directory.empty() ? std::string(name) : directory + "/" + name;
}

bool isDots(const char* name)
{
    return name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'));
}

} // namespace

Result<UpperWalk> UpperWalk::begin(const Workload& workload)
{
    UpperWalk walk;
    walk.m_piecewise = workload.piecewise;
    walk.m_upper.reset(::open(workload.upper.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!walk.m_upper)
        return Error::fromErrno("open", workload.upper);
    Place root;
    for (const std::string& path : workload.lower) {
        UniqueFd layer(::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
        if (layer) {
            root.layers.push_back(walk.m_lower.size());
            walk.m_lower.push_back(std::move(layer));
        }
    }
    struct stat upper {
    }, lower {};
    if (::fstat(walk.m_upper.get(), &upper) == 0) {
        walk.count(upper);
        if (!walk.m_lower.empty() && ::fstat(walk.m_lower.front().get(), &lower) == 0)
            walk.m_ownerShift = std::int64_t(upper.st_uid) - lower.st_uid;
    }
    walk.m_places.push_back(std::move(root));
    return walk;
}

bool UpperWalk::run(std::chrono::steady_clock::time_point deadline)
{
    constexpr int entriesBetweenLooksAtTheClock = 64;
    for (int left = entriesBetweenLooksAtTheClock;; --left) {
        const dirent* entry = m_reading.upper ? ::readdir(m_reading.upper.get()) : nullptr;
        if (entry && !isDots(entry->d_name))
            look(entry->d_name);
        else if (!entry && !openNext())
            return true;
        if (left > 0)
            continue;
        if (std::chrono::steady_clock::now() >= deadline)
            return false;
        left = entriesBetweenLooksAtTheClock;
    }
}

/// Opens the next directory; false when there is none. One that is gone, replaced or too deep for a
/// path is left out, as are its contents.
bool UpperWalk::openNext()
{
    m_reading = {};
    while (!m_reading.upper && !m_places.empty()) {
        Place place = std::move(m_places.back());
        m_places.pop_back();
        UniqueFd file
            = openBeneath(m_upper.get(), place.path, O_RDONLY | O_DIRECTORY, RESOLVE_NO_XDEV);
        m_reading.upper.reset(file ? ::fdopendir(file.get()) : nullptr);
        if (!m_reading.upper)
            continue;
        (void)file.release(); // closedir closes it
        for (const std::size_t layer : place.layers)
            m_reading.lower.push_back(openLower(layer, place.lowerPath));
        m_reading.place = std::move(place);
    }
    return bool(m_reading.upper);
}

void UpperWalk::look(const char* name)
{
    const int upper = ::dirfd(m_reading.upper.get());
    const Place& place = m_reading.place;
    struct stat status { };
    if (::fstatat(upper, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return; // gone since readdir
    count(status);
    const std::string path = join(place.path, name);
    if (isWhiteoutDevice(status)
        || (place.whiteoutsByAttribute && isWhiteoutFile(upper, name, status))) {
        status.st_size = 0;
        add("/" + path, Change::Kind::Deleted, "whiteout", status);
        return;
    }
    Below below = lookBelow(place.layers, m_reading.lower, name);
    if (S_ISDIR(status.st_mode))
        lookAtDirectory(path, name, std::move(below), status);
    else if (!isUnchanged(name, status, below))
        add("/" + path, below.exists ? Change::Kind::Changed : Change::Kind::Added,
            typeOf(status.st_mode), status);
}

void UpperWalk::lookAtDirectory(
    const std::string& path, const char* name, Below below, const struct stat& status)
{
    const Place& place = m_reading.place;
    const DirectoryMarks marks = marksOf(::dirfd(m_reading.upper.get()), name);
    Place next { path, join(place.lowerPath, name), {}, marks.whiteoutsByAttribute };
    const bool replaces = below.exists && S_ISDIR(below.status.st_mode);
    const Change::Kind kind = below.exists ? Change::Kind::Changed : Change::Kind::Added;
    if (!marks.redirect.empty()) {
        const bool absolute = marks.redirect.front() == '/';
        next.lowerPath
            = absolute ? marks.redirect.substr(1) : join(place.lowerPath, marks.redirect.c_str());
        next.layers = lookBelowAt(place.layers, next.lowerPath).directories;
        add("/" + path, kind, "directory", status);
    } else if (!replaces) {
        add("/" + path, kind, "directory", status);
    } else if (marks.opaque) {
        add("/" + path, Change::Kind::Opaque, "directory", status);
    } else {
        // Copied up on the way to something inside: a change only when it differs itself.
        next.layers = std::move(below.directories);
        if (!sameOwnerAndMode(status, below.status))
            add("/" + path, Change::Kind::Changed, "directory", status);
    }
    if (m_places.size() < maximumPlaces)
        m_places.push_back(std::move(next));
}

UpperWalk::Below UpperWalk::lookBelow(const std::vector<std::size_t>& layers,
    const std::vector<UniqueFd>& directories, const char* name) const
{
    Below below;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        struct stat status { };
        if (!directories[i]
            || ::fstatat(directories[i].get(), name, &status, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT)
                != 0)
            continue;
        if (isWhiteoutDevice(status) || isWhiteoutFile(directories[i].get(), name, status))
            break;
        if (below.exists && !S_ISDIR(status.st_mode))
            break; // hidden by the directory above it
        if (!below.exists) {
            below.status = status;
            below.at = i;
        }
        below.exists = true;
        if (!S_ISDIR(status.st_mode))
            break;
        below.directories.push_back(layers[i]);
        if (marksOf(directories[i].get(), name).opaque)
            break;
    }
    return below;
}

UpperWalk::Below UpperWalk::lookBelowAt(
    const std::vector<std::size_t>& layers, const std::string& path) const
{
    const std::size_t slash = path.rfind('/');
    const std::string parent = slash == std::string::npos ? "" : path.substr(0, slash);
    const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
    std::vector<UniqueFd> directories;
    for (const std::size_t layer : layers)
        directories.push_back(openLower(layer, parent));
    if (name.empty() || isDots(name.c_str()))
        return {}; // not what overlayfs writes
    return lookBelow(layers, directories, name.c_str());
}

UniqueFd UpperWalk::openLower(std::size_t layer, const std::string& path) const
{
    return openBeneath(m_lower[layer].get(), path, O_PATH | O_DIRECTORY,
        m_piecewise ? 0 : std::uint64_t(RESOLVE_NO_XDEV));
}

/// True for what a container that was put together piecewise got as a copy and left as it was:
/// symbolic links and small files of directories that are no overlay.
bool UpperWalk::isUnchanged(const char* name, const struct stat& status, const Below& below) const
{
    if (!m_piecewise || !below.exists || !sameOwnerAndMode(status, below.status)
        || status.st_size != below.status.st_size)
        return false;
    if (S_ISREG(status.st_mode))
        return status.st_mtim.tv_sec == below.status.st_mtim.tv_sec
            && status.st_mtim.tv_nsec == below.status.st_mtim.tv_nsec;
    if (!S_ISLNK(status.st_mode))
        return false;
    std::array<char, PATH_MAX> above {}, under {};
    const ssize_t length
        = ::readlinkat(::dirfd(m_reading.upper.get()), name, above.data(), above.size());
    return length >= 0
        && ::readlinkat(m_reading.lower[below.at].get(), name, under.data(), under.size()) == length
        && above == under;
}

bool UpperWalk::sameOwnerAndMode(const struct stat& upper, const struct stat& lower) const
{
    if (m_piecewise)
        return upper.st_mode == lower.st_mode || upper.st_mode == (lower.st_mode | 0700);
    auto sameId = [this](std::uint32_t above, std::uint32_t below) {
        return above == below || std::int64_t(above) - below == m_ownerShift;
    };
    return upper.st_mode == lower.st_mode && sameId(upper.st_uid, lower.st_uid)
        && sameId(upper.st_gid, lower.st_gid);
}

void UpperWalk::count(const struct stat& status)
{
    if (status.st_nlink > 1 && !S_ISDIR(status.st_mode) && m_linked.size() < maximumLinked
        && !m_linked.emplace(status.st_dev, status.st_ino).second)
        return;
    m_blocks += status.st_blocks;
}

void UpperWalk::add(
    std::string path, Change::Kind kind, const char* type, const struct stat& status)
{
    if (m_changes.size() < maximumChanges)
        m_changes.push_back({ std::move(path), kind, type, status.st_size, status.st_mtim.tv_sec });
}

} // namespace vitrine::observe
