// SPDX-License-Identifier: GPL-3.0-or-later
// Files of the host, and empty file systems, that a container has beside its own root.
#pragma once

#include "backend/base/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitrine {

/// Whose files those of a volume are in the container.
enum class IdMapping {
    Auto, ///< All for root's containers, Owner for those of others, None where ids need no change
    None, ///< as they are: ids that the container does not have are nobody's
    Owner, ///< those of the container's owner belong to root inside, and the other way round
    All, ///< as in the layers: what belongs to 0 outside belongs to root inside, 1 to 1, …
};

/// What is mounted below a volume later on, on either side: mount_namespaces(7).
enum class Propagation {
    Private, ///< stays where it was mounted
    Slave, ///< of the host's: shows in the container too
    Shared, ///< both ways
};

struct Volume {
    std::string source; ///< absolute path on the host: a directory or a file
    std::string target; ///< absolute path in the container, made when it is missing
    bool readOnly = false;
    IdMapping idmap = IdMapping::Auto;
    Propagation propagation = Propagation::Private;
    bool nosuid = true, nodev = true, noexec = false;
    bool recursive = true; ///< with what is mounted below the source
    /// What the source was when it was handed over as a descriptor: it must still be that one.
    std::optional<std::uint64_t> device, inode;
    bool operator==(const Volume&) const = default;
};

/// An empty file system in memory.
struct TemporaryFileSystem {
    std::string target;
    std::optional<std::uint64_t> size; ///< bytes; none: half of the memory
    std::string mode = "1777"; ///< octal
    bool readOnly = false, noexec = true; ///< nosuid and nodev always
    bool operator==(const TemporaryFileSystem&) const = default;
};

struct Volumes {
    std::vector<Volume> binds;
    std::vector<TemporaryFileSystem> temporary;
    bool operator==(const Volumes&) const = default;
};

namespace bounds {
inline constexpr std::size_t volumes = 32;
inline constexpr std::size_t temporaryFileSystems = 16;
inline constexpr std::uint64_t smallestTmpfs = 4096;
}

/// Take the members "volumes" and "tmpfs" of a spec.
[[nodiscard]] Result<Volumes> readVolumes(ObjectReader& spec);
/// Put them into SPEC again, every field present but what is not set.
void writeVolumes(Json& spec, const Volumes& volumes);

/// "owner"
[[nodiscard]] const char* nameOf(IdMapping mapping);
/// "private"
[[nodiscard]] const char* nameOf(Propagation propagation);

} // namespace vitrine
