// SPDX-License-Identifier: GPL-3.0-or-later
// All namespaces that can be found from here, what keeps them and how they hang together.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"
#include "backend/observe/process_scan.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace vitrine::observe {

/// Something else than a process in it that keeps a namespace.
struct NamespacePin {
    enum class Kind { Thread, ForChildren, File, BindMount, Child, Owned };
    static constexpr std::size_t noProcess = std::size_t(-1);

    Kind kind = Kind::Child;
    std::size_t process = noProcess; ///< index: who holds it; for mounts, who sees them
    std::int64_t number = 0; ///< thread or descriptor
    std::string path; ///< of a mount, relative to that process's root
    NamespaceId by {}; ///< the child or owned namespace; for mounts the mount namespace
};

/// One namespace as a fact: indexes refer to the list of processes of the same scan.
struct NamespaceFact {
    NamespaceId id;
    std::uint64_t parent = 0; ///< user and pid
    std::uint64_t owner = 0;
    std::int64_t ownerUid = -1;
    bool initial = false;
    std::vector<std::size_t> members; ///< by pid
    std::vector<NamespacePin> pins;
};

class NamespaceScan {
public:
    using Facts = std::map<NamespaceId, NamespaceFact>;

    /// How old another mount namespace's list of mounts may be.
    static constexpr std::chrono::seconds mountsAge { 4 };

    /// Notes which namespaces are the caller's own: those are the initial ones.
    NamespaceScan();

    /// PROCESSES is a scan with ProcessScan::Held::Find by READER.
    [[nodiscard]] Facts scan(const std::vector<Process>& processes, const ProcessScan& reader);

    /// A descriptor of a namespace of the last scan; verified to be this one. Fails with NotFound
    /// when nothing that leads to it can be opened (gone, or not ours to open).
    [[nodiscard]] static Result<UniqueFd> open(const NamespaceFact& fact,
        const std::vector<Process>& processes, const ProcessScan& reader);

    [[nodiscard]] bool isInitial(const NamespaceId& id) const
    {
        return m_initial[std::size_t(id.type)] == id.inode;
    }

private:
    using Clock = std::chrono::steady_clock;
    struct Relation {
        std::string witness; ///< what led to it: when that changes, the inode may be another one's
        std::uint64_t parent = 0, owner = 0;
        std::int64_t ownerUid = -1;
        std::uint64_t round = 0;
    };
    struct NamespaceMount {
        NamespaceId id;
        std::string path;
    };
    struct MountList {
        std::vector<NamespaceMount> mounts;
        std::int64_t reader = 0;
        Clock::time_point read {};
        std::uint64_t round = 0;
    };

    void addMembers(Facts& facts, const std::vector<Process>& processes) const;
    void addMounts(Facts& facts, const std::vector<Process>& processes, const ProcessScan& reader);
    void readMounts(MountList& list, const Process& process, const ProcessScan& reader) const;
    void relateAll(Facts& facts, const std::vector<Process>& processes, const ProcessScan& reader);
    void relate(Facts& facts, const NamespaceId& id, const std::string& witness, int file);
    std::uint64_t climb(Facts& facts, int file, unsigned long request, NamespaceType type);
    void addAncestors(Facts& facts, const NamespaceId& id);

    std::array<std::uint64_t, namespaceTypes> m_initial {};
    std::map<NamespaceId, Relation> m_relations;
    std::map<std::uint64_t, MountList> m_mounts; ///< by inode of the mount namespace
    std::uint64_t m_round = 0;
};

} // namespace vitrine::observe
