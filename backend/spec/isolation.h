// SPDX-License-Identifier: GPL-3.0-or-later
// What a container has of its own, what it shares, and what it may do.
#pragma once

#include "backend/base/json.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace vitrine {

/// The kinds that can be shared; a mount namespace of its own is what makes a container.
inline constexpr std::array<const char*, 7> sharedNamespaceKinds { "uts", "ipc", "pid", "net",
    "user", "cgroup", "time" };

/// Which namespace of a kind.
struct NamespaceChoice {
    enum class From {
        New,
        Host,
        Container, ///< of the running container NAME
        Path, ///< of a file such as /run/netns/blue or /proc/1234/ns/net
    };
    From from = From::New;
    std::string name; ///< of the container, or the path
    bool operator==(const NamespaceChoice&) const = default;
};

/// How ids in an ordinary user's container are mapped to ids outside.
enum class IdMapChoice {
    Auto, ///< Subordinate where they can be had, else Single
    Subordinate, ///< root is the user; 1 and up come from /etc/subuid and /etc/subgid
    Single, ///< root is the user, and there is nobody else
};

struct ClockOffsets {
    std::int64_t boottime = 0, monotonic = 0; ///< seconds
    bool operator==(const ClockOffsets&) const = default;
};

struct CapabilityChoice {
    std::vector<std::string> add, drop; ///< "net_raw"; "all"
    bool operator==(const CapabilityChoice&) const = default;
};

struct Isolation {
    std::map<std::string, NamespaceChoice> namespaces; ///< by kind, those that are not new
    ClockOffsets clockOffsets;
    std::string domainname;
    bool init = false; ///< process 1 is a reaper of ours, the command its child
    IdMapChoice idMap = IdMapChoice::Auto;
    std::string user; ///< "name", "1000", "name:group", "1000:1000"; empty: root
    std::vector<std::string> groups; ///< additional ones, names or numbers
    CapabilityChoice capabilities;
    std::vector<std::string> devices; ///< "/dev/fuse"
    bool privileged = false;
    bool noNewPrivileges = true;
    bool seccomp = true; ///< "default", else "off"
    bool operator==(const Isolation&) const = default;
};

namespace bounds {
inline constexpr std::size_t devices = 32;
inline constexpr std::size_t groups = 32;
inline constexpr std::size_t capabilities = 64;
inline constexpr std::size_t accountLength = 64; ///< of a user's or group's name
inline constexpr std::size_t domainLength = 64; ///< __NEW_UTS_LEN
}

/// The choice for KIND ("net"), New when nothing was said.
[[nodiscard]] NamespaceChoice namespaceOf(const Isolation& isolation, const std::string& kind);

/// Take the members of a spec that are about isolation.
[[nodiscard]] Result<Isolation> readIsolation(ObjectReader& spec);
/// Put them into SPEC again, every field present.
void writeIsolation(Json& spec, const Isolation& isolation);

/// A user as Isolation::user has it. InvalidSpec names FIELD.
[[nodiscard]] Result<void> checkUser(const std::string& field, const std::string& user);

/// What of ISOLATION gives a container more than it has by itself, for people: "additional
/// capabilities: net_raw".
[[nodiscard]] std::vector<std::string> risksOf(const Isolation& isolation);

} // namespace vitrine
