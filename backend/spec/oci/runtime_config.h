// SPDX-License-Identifier: GPL-3.0-or-later
// config.json of the OCI runtime specification 1.2 for Linux, as values.
//
// Every field is read. One that is unknown, or that Linux with cgroup v2 cannot honour, is an error
// that names it by its dotted path; so nothing is ignored that was meant to have an effect.
#pragma once

#include "backend/base/json.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::oci {

struct User {
    std::uint32_t uid = 0, gid = 0;
    std::optional<std::uint32_t> umask;
    std::vector<std::uint32_t> additionalGroups;
    bool operator==(const User&) const = default;
};

/// Names as the kernel's without CAP_, in small letters: "chown".
struct Capabilities {
    std::vector<std::string> bounding, effective, inheritable, permitted, ambient;
    bool operator==(const Capabilities&) const = default;
};

struct ProcessLimit {
    std::string name; ///< "nofile"
    int resource = 0; ///< RLIMIT_*
    std::uint64_t soft = 0, hard = 0;
    bool operator==(const ProcessLimit&) const = default;
};

struct IoPriority {
    int priorityClass = 0; ///< IOPRIO_CLASS_*
    int level = 0;
    bool operator==(const IoPriority&) const = default;
};

/// As sched_setattr(2) takes it.
struct Scheduler {
    std::uint32_t policy = 0; ///< SCHED_*
    std::uint64_t flags = 0; ///< SCHED_FLAG_*
    std::int32_t nice = 0;
    std::uint32_t priority = 0;
    std::uint64_t runtime = 0, deadline = 0, period = 0; ///< nanoseconds
    bool operator==(const Scheduler&) const = default;
};

struct ConsoleSize {
    std::uint16_t height = 0, width = 0;
    bool operator==(const ConsoleSize&) const = default;
};

struct Process {
    bool terminal = false;
    std::optional<ConsoleSize> consoleSize;
    User user;
    std::vector<std::string> arguments;
    std::vector<std::string> environment; ///< "NAME=value"
    std::string workingDirectory;
    std::optional<Capabilities> capabilities;
    std::vector<ProcessLimit> limits;
    bool noNewPrivileges = false;
    std::optional<int> oomScoreAdjustment;
    std::optional<IoPriority> ioPriority;
    std::optional<Scheduler> scheduler;
    std::string initialAffinity, finalAffinity; ///< lists of processors, for exec only
};

struct IdMapping {
    std::uint32_t containerId = 0, hostId = 0, size = 0;
    bool operator==(const IdMapping&) const = default;
};

enum class Recursion { No, Yes };

/// How a bind mount's files show other owners.
struct MountIdMap {
    std::vector<IdMapping> users, groups; ///< both empty: the container's own
    Recursion recursion = Recursion::No;
};

struct Mount {
    std::string destination;
    std::string type; ///< "bind" where options say so
    std::string source;
    bool bind = false;
    Recursion bindRecursion = Recursion::No;
    unsigned setAttributes = 0, clearAttributes = 0; ///< MOUNT_ATTR_*
    unsigned setRecursively = 0, clearRecursively = 0; ///< MOUNT_ATTR_*, "rro" and the like
    std::vector<unsigned long> propagation; ///< MS_PRIVATE…, with MS_REC, in their order
    std::vector<std::pair<std::string, std::string>> data; ///< of the file system
    bool copyUp = false; ///< "tmpcopyup": fill it with what the directory holds
    std::optional<MountIdMap> idMap;
    bool followSource = true, followDestination = true;
};

struct Root {
    std::string path;
    bool readOnly = false;
};

struct Hook {
    std::string path;
    std::vector<std::string> arguments; ///< with the program's name first; empty: the path
    std::vector<std::string> environment;
    std::optional<int> timeout; ///< seconds
};

struct Hooks {
    std::vector<Hook> prestart, createRuntime, createContainer, startContainer, poststart, poststop;
};

struct Namespace {
    std::uint64_t flag = 0; ///< CLONE_NEW*
    std::string name; ///< "network"
    std::string path; ///< to be joined; empty: a new one
};

struct Device {
    char type = 'c'; ///< c, b or p
    std::string path;
    std::uint32_t major = 0, minor = 0;
    std::uint32_t mode = 0666;
    std::uint32_t uid = 0, gid = 0;
};

struct TimeOffset {
    std::string clock; ///< "monotonic", "boottime"
    std::int64_t seconds = 0;
    std::uint32_t nanoseconds = 0;
};

/// One line of what devices may be used; later lines win.
struct DeviceRule {
    bool allow = false;
    char type = 'a'; ///< a (both), c or b
    std::optional<std::uint32_t> major, minor; ///< empty: all
    bool read = false, write = false, make = false;
    bool operator==(const DeviceRule&) const = default;
};

/// One file of cgroup v2 and what goes into it.
struct GroupValue {
    std::string field; ///< of config.json: "linux.resources.memory.limit"
    std::string file, value; ///< "memory.max", "67108864"
    bool operator==(const GroupValue&) const = default;
};

struct Resources {
    std::vector<GroupValue> values; ///< in the order in which they must be written
    std::vector<DeviceRule> devices;
};

struct SeccompArgument {
    std::uint32_t index = 0;
    std::uint64_t value = 0, valueTwo = 0;
    std::string comparison; ///< "SCMP_CMP_EQ"
};

struct SeccompCalls {
    std::vector<std::string> names;
    std::string action; ///< "SCMP_ACT_ALLOW"
    std::optional<std::uint32_t> errnoValue;
    std::vector<SeccompArgument> arguments;
};

struct SeccompProfile {
    std::string defaultAction;
    std::optional<std::uint32_t> defaultErrno;
    std::vector<std::string> architectures, flags;
    std::string listenerPath, listenerMetadata;
    std::vector<SeccompCalls> calls;
    std::string text; ///< the profile as compact JSON, which stands for all of the above
};

struct RuntimeConfig {
    std::string version;
    std::optional<Root> root;
    std::optional<Process> process;
    std::string hostname, domainname;
    std::vector<Mount> mounts;
    Hooks hooks;
    std::map<std::string, std::string> annotations;

    std::vector<Namespace> namespaces;
    std::vector<IdMapping> users, groups;
    std::vector<TimeOffset> timeOffsets;
    std::vector<Device> devices;
    std::string cgroupsPath;
    Resources resources;
    unsigned long rootPropagation = 0; ///< MS_PRIVATE…, 0: not said
    std::optional<SeccompProfile> seccomp;
    std::map<std::string, std::string> sysctl;
    std::vector<std::string> maskedPaths, readOnlyPaths;
    std::optional<unsigned long> personality; ///< as personality(2) takes it

    /// The namespace of this kind that was asked for; nullptr: the caller's own.
    [[nodiscard]] const Namespace* find(std::uint64_t flag) const;
};

/// Bounds that a config.json must keep.
namespace bounds {
inline constexpr std::size_t configBytes = 8 * 1024 * 1024;
inline constexpr std::size_t entries = 4096; ///< of any list
inline constexpr std::size_t pathLength = 4095;
}

/// Parse and validate. Errors are InvalidSpec or NotSupported with the field's dotted path.
[[nodiscard]] Result<RuntimeConfig> parseRuntimeConfig(const Json& json);
/// The file's text.
[[nodiscard]] Result<RuntimeConfig> parseRuntimeConfigText(std::string_view text);

/// process.json of `exec`, the same as "process" of a config.json.
[[nodiscard]] Result<Process> parseProcess(const Json& json, const std::string& path);

/// "linux.resources", also what `update` takes. PATH is what errors put before the names.
[[nodiscard]] Result<Resources> parseResources(const Json& json, const std::string& path);

/// "CAP_CHOWN", "cap_chown" or "chown" → "chown".
[[nodiscard]] Result<std::string> parseCapability(
    const std::string& field, const std::string& text);

/// Every name that may stand in the options of a mount, for `features`.
[[nodiscard]] std::vector<std::string> knownMountOptions();

/// The names of the kinds of namespaces: "mount" → CLONE_NEWNS.
[[nodiscard]] const std::map<std::string, std::uint64_t>& namespaceKinds();

} // namespace vitrine::oci
