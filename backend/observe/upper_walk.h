// SPDX-License-Identifier: GPL-3.0-or-later
// What the writable layer of an overlay holds, compared with the layers below it
// (Documentation/filesystems/overlayfs.rst: whiteouts, opaque directories, redirect_dir).
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"
#include "backend/observe/workloads.h"

#include <chrono>
#include <cstdint>
#include <dirent.h>
#include <memory>
#include <set>
#include <string>
#include <sys/stat.h>
#include <utility>
#include <vector>

namespace vitrine::observe {

/// One thing that the upper directory changes.
struct Change {
    enum class Kind { Added, Changed, Deleted, Opaque };
    std::string path; ///< "/a/b", any bytes
    Kind kind = Kind::Added;
    const char* type = "file"; ///< as ChangeRow::type
    std::int64_t size = 0;
    std::int64_t modified = 0;
};

/// A walk that may be done in parts. The trees belong to the container, which may change them
/// meanwhile: directories are opened beneath their layer, never through a symbolic link or into
/// another mount, and entries are looked at relative to them.
class UpperWalk {
public:
    static constexpr std::size_t maximumChanges = 10'000;
    /// So many directories may wait to be read; what lies in more of them is not looked at.
    static constexpr std::size_t maximumPlaces = 100'000;
    /// So many files with several names are known again; more of them count for each name.
    static constexpr std::size_t maximumLinked = 100'000;

    /// Opens the layers. Fails when the upper directory cannot be opened; a lower one that cannot
    /// be is taken as empty.
    [[nodiscard]] static Result<UpperWalk> begin(const Workload& workload);

    /// Goes on until all is seen (true) or DEADLINE has passed (false).
    [[nodiscard]] bool run(std::chrono::steady_clock::time_point deadline);

    /// Disk blocks of all that was seen, a file with several names once.
    [[nodiscard]] std::int64_t bytes() const { return m_blocks * 512; }
    /// Sorted by nothing; at most maximumChanges.
    [[nodiscard]] const std::vector<Change>& changes() const { return m_changes; }

private:
    /// A directory of the upper layer that is still to be read.
    struct Place {
        std::string path; ///< relative, "" the root
        std::string lowerPath; ///< the same below, another one after a rename (redirect)
        std::vector<std::size_t> layers; ///< lower layers that have it as a directory
        bool whiteoutsByAttribute = false;
    };
    /// What the layers below hold under one name.
    struct Below {
        bool exists = false;
        struct stat status { };
        std::size_t at = 0; ///< which of the directories looked in has it
        std::vector<std::size_t> directories; ///< layers whose directories are merged
    };

    /// A place that is being read.
    struct Reading {
        Place place;
        std::unique_ptr<DIR, int (*)(DIR*)> upper { nullptr, ::closedir };
        std::vector<UniqueFd> lower; ///< the same directory in place.layers
    };

    UpperWalk() = default;
    [[nodiscard]] bool openNext();
    void look(const char* name);
    void lookAtDirectory(
        const std::string& path, const char* name, Below below, const struct stat& status);
    [[nodiscard]] Below lookBelow(const std::vector<std::size_t>& layers,
        const std::vector<UniqueFd>& directories, const char* name) const;
    [[nodiscard]] Below lookBelowAt(
        const std::vector<std::size_t>& layers, const std::string& path) const;
    [[nodiscard]] bool sameOwnerAndMode(const struct stat& upper, const struct stat& lower) const;
    void count(const struct stat& status);
    void add(std::string path, Change::Kind kind, const char* type, const struct stat& status);

    [[nodiscard]] bool isUnchanged(
        const char* name, const struct stat& status, const Below& below) const;
    [[nodiscard]] UniqueFd openLower(std::size_t layer, const std::string& path) const;

    UniqueFd m_upper;
    std::vector<UniqueFd> m_lower;
    bool m_piecewise = false; ///< Workload::piecewise
    std::int64_t m_ownerShift = 0; ///< of id-mapped lower layers, seen at the root
    std::vector<Place> m_places; ///< the last one is read next
    Reading m_reading;
    std::set<std::pair<dev_t, ino_t>> m_linked; ///< files with several names that were counted
    std::vector<Change> m_changes;
    std::int64_t m_blocks = 0;
};

} // namespace vitrine::observe
