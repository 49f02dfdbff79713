// SPDX-License-Identifier: GPL-3.0-or-later
// One plain struct for each thing that the kernel is asked for. A plan is a list of them: it can be
// shown, run, undone and kept. For each type there are exactly describe (describe.h), apply
// (kernel_machine.h for steps on the host, child.h for steps in the container) and, for what has a
// name, undo (undo.h). Describe and apply read the same struct.
#pragma once

#include "backend/kernel/bind_mount.h"
#include "backend/kernel/capabilities.h"
#include "backend/kernel/id_map.h"
#include "backend/kernel/mounts.h"
#include "backend/kernel/paths.h"
#include "backend/kernel/terminal.h"
#include "backend/plan/network_steps.h"
#include "backend/plan/oci_steps.h"
#include "backend/plan/resolver_steps.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace vitrine::plan {

// --- on the host, before the container's first process ---------------------------------------

/// Runtime files of the container: state, journal, the shim's socket.
struct MakeRuntimeDirectory {
    std::string path;
};

struct MakeCgroup {
    std::string mount; ///< mount point of cgroup2
    std::string path; ///< below it
};

/// Give a group's children controllers that they do not have yet.
struct EnableControllers {
    std::string mount, path;
    std::vector<std::string> controllers;
};

struct SetCgroupValue {
    std::string mount, path;
    std::string file, value; ///< "memory.max", "67108864"
    std::string meaning; ///< "at most 64 MiB of memory"
    std::string field; ///< of the spec that asks for it: "limits.memory"
    std::optional<std::string> before; ///< what undo writes; none: the value goes with the group
};

/// Ask the kernel to reclaim what a group has in use above BYTES, and fail when that cannot be: a
/// smaller memory.max would make it kill.
struct FitMemory {
    std::string mount, path;
    std::uint64_t bytes = 0;
    std::string field; ///< as above
};

/// Root finds what a BindMount shall show and takes a detached mount of it along; with the ids of
/// other users in it, it could not be found from inside.
struct TakeMount {
    std::string field; ///< of the spec, for errors: "volumes[0]"
    kernel::BindSource source;
};

/// A /dev for a container with ids of its own, with nodes for devices of the host in it.
struct MakeDeviceDirectory {
    std::vector<std::string> devices; ///< "/dev/fuse"
    uid_t owner = 0; ///< outside id of the container's root
};

/// What the container prints is kept, by its shim, in files of its directory.
struct KeepLog {
    std::string directory; ///< of the container, gets "log", "log.1", …
    std::uint64_t maxSize = 0; ///< bytes of one file
    std::uint64_t files = 0;
};

/// A namespace that exists already and is entered.
struct JoinedNamespace {
    std::string kind; ///< "net"
    std::string whose; ///< "container web", a path
    bool operator==(const JoinedNamespace&) const = default;
};

/// clone3 with a shim as parent: the container's first process, which waits for what follows.
struct CloneNamespaces {
    std::uint64_t flags = 0; ///< CLONE_NEW*
    bool intoCgroup = false;
    std::vector<JoinedNamespace> joined {}; ///< user first
    std::vector<std::string> shared {}; ///< kinds that stay the host's
    bool withinUserNetwork = false; ///< its user namespace is a child of MakeUserNetwork's
};

/// A process that enters the namespaces of process PID and forks there, with a shim as parent.
struct JoinNamespaces {
    pid_t pid = 0;
    bool intoCgroup = false;
    std::uint64_t flags = 0; ///< CLONE_NEW*: those that are not the host's
};

// --- on the host, while the first process waits ----------------------------------------------

struct WriteIdMaps {
    kernel::IdMap users, groups;
    kernel::SetGroups setGroups = kernel::SetGroups::Allow;
    bool byPrograms = false; ///< newuidmap and newgidmap, which may map what the user may not
    std::string note {}; ///< what is less than usual
};

/// In a process of its own, while the first process goes on.
struct MakeNetworkNamespace { };

struct OverlayLayer {
    std::string path;
    bool shiftIds = false; ///< through an idmapped mount with the container's ids
};

struct Layers {
    std::vector<OverlayLayer> lower; ///< from the topmost down
    OverlayLayer writable; ///< the directory that holds "upper" and "work"
};

/// Root hands the container its layers as detached mounts, with their ids shifted where asked.
struct HandOverLayers {
    Layers layers;
};

// --- in the container ------------------------------------------------------------------------

struct StopPropagation { };

/// Open the empty directory on which the root will be attached, while its owner may enter it.
struct OpenMountPoint {
    std::string path;
};

/// Attach what HandOverLayers made in the container's mount namespace: overlayfs takes layers of
/// the mounter's own namespace only.
struct AttachLayers {
    std::size_t count = 0;
};

/// Become user and group id inside the user namespace.
struct SwitchUser {
    uid_t uid = 0;
    gid_t gid = 0;
    bool dropGroups = true; ///< false where setgroups is denied
};

/// Stack the layers and attach the result on the mount point; done as root of the container, so
/// that overlayfs never acts with more than the container's own rights.
struct MountOverlay {
    Layers layers;
    std::string path; ///< the mount point
};

/// Where "/" of the host cannot be stacked as a whole: the upper directory is the root itself, and
/// what follows is attached in it.
struct AttachUpper {
    std::string writable; ///< directory that holds "upper" and "work"
    std::string path; ///< the mount point
    std::vector<std::string> leftOut; ///< what does not show of the host
};

/// Stack a directory of the upper one on the same directory of the host, and attach the result
/// there in the new root.
struct MountBranch {
    std::string directory; ///< "/usr", here and in the container
    std::string writable;
    unsigned attributes = 0; ///< MOUNT_ATTR_*
};

/// A directory of the host as it is, with all that is mounted in it, read-only.
struct BindReadOnly {
    std::string directory;
    std::string reason; ///< why it is not stacked
};

struct MountFilesystem {
    std::string type, target; ///< target inside the new root
    kernel::MountOptions options;
    unsigned attributes = 0; ///< MOUNT_ATTR_*
    kernel::Symlinks links = kernel::Symlinks::Refuse; ///< on the way to the target
};

/// Show a directory or a file of the host on TARGET of the new root.
struct BindMount {
    std::string field;
    kernel::BindSource source;
    std::string target;
    bool taken = false; ///< by the next TakeMount; else it is found from here
};

/// Bind a device node of the host.
struct BindDevice {
    std::string name; ///< "null"
};

struct MakeSymlink {
    std::string target, path;
};

/// Hide a file under /dev/null, a directory under an empty read-only tmpfs.
struct MaskPaths {
    std::vector<std::string> paths;
    std::string whose = "the kernel"; ///< for people
};

struct ProtectPaths {
    std::vector<std::string> paths; ///< made read-only
};

struct PivotRoot { };

struct MakeRootReadOnly { };

/// Enter what MakeNetworkNamespace has made, when it is ready.
struct EnterNetworkNamespace { };

struct SetHostname {
    std::string name;
};

struct SetDomainName {
    std::string name;
};

/// A time namespace whose clocks are ahead of the host's, or behind, by seconds.
struct ShiftClocks {
    std::int64_t boottime = 0, monotonic = 0;
};

struct BringUpInterface {
    std::string name;
};

struct SetResourceLimit {
    kernel::ResourceLimit limit;
};

/// Standard input, output and error: a terminal of the container's own, or pipes.
struct OpenStandardStreams {
    bool terminal = true;
    kernel::TerminalSize size;
};

struct KeepCapabilities {
    std::vector<std::string> names;
    std::vector<std::string> risks {}; ///< what the container may do beyond the usual, in words
};

/// What a program may ever have; the process keeps what it needs to become another user.
struct LimitCapabilities {
    std::vector<std::string> names;
    std::vector<std::string> risks {};
};

/// Become a user of the container, looked up in its own tables; another than root has no
/// capabilities.
struct SwitchAccount {
    std::string user; ///< "name", "1000", "name:group"; empty: root
    std::vector<std::string> groups;
    std::vector<std::string> capabilities; ///< of root
    bool setGroups = true; ///< false where setgroups is denied
};

struct SetNoNewPrivileges { };

struct LoadSeccomp { };

struct ChangeDirectory {
    std::string path;
};

struct Execute {
    std::vector<std::string> command;
    std::map<std::string, std::string> environment;
    bool init = false; ///< as the child of a small process 1 that reaps and passes signals on
};

using Step = std::variant<MakeRuntimeDirectory, MakeCgroup, EnableControllers, SetCgroupValue,
    FitMemory, MakeDeviceDirectory, TakeMount, KeepLog, CloneNamespaces, JoinNamespaces,
    MakeNetworkNamespace, WriteIdMaps, HandOverLayers, StopPropagation, OpenMountPoint,
    AttachLayers, SwitchUser, MountOverlay, AttachUpper, MountBranch, BindReadOnly, MountFilesystem,
    BindMount, BindDevice, MakeSymlink, MaskPaths, ProtectPaths, PivotRoot, MakeRootReadOnly,
    EnterNetworkNamespace, SetHostname, SetDomainName, ShiftClocks, BringUpInterface,
    SetResourceLimit, OpenStandardStreams, KeepCapabilities, LimitCapabilities, SwitchAccount,
    SetNoNewPrivileges, LoadSeccomp, ChangeDirectory, Execute, ShowText, SetKernelSetting,
    net::NetworkStep, oci::OciStep>;

using Plan = std::vector<Step>;

enum class Where { Host, Child };

/// Where a step runs: Host steps come before all Child steps in a plan.
[[nodiscard]] Where whereRuns(const Step& step);
[[nodiscard]] Where whereRuns(const net::NetworkStep& step);
[[nodiscard]] Where whereRuns(const oci::OciStep& step);

/// Whether STEP starts the process that all Child steps run in.
[[nodiscard]] bool startsProcess(const Step& step);

} // namespace vitrine::plan
