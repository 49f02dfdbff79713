// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that only containers of the OCI command line need; see steps.h.
#pragma once

#include "backend/kernel/id_map.h"
#include "backend/kernel/process_attributes.h"
#include "backend/spec/oci/runtime_config.h"

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace vitrine::plan::oci {

using vitrine::oci::Device;
using vitrine::oci::DeviceRule;
using vitrine::oci::Hook;

// --- on the host ---------------------------------------------------------------------------------

/// Make the groups above a container's own, where they are missing, and give their children the
/// controllers. They stay: others may be in them.
struct PrepareGroups {
    std::string mount, path; ///< of the container's own group
    std::vector<std::string> controllers;
};

/// Limit the devices that the container's group may use.
struct LimitDevices {
    std::vector<DeviceRule> rules;
};

/// Let this command itself run on these processors only; what it starts begins there.
struct TakeProcessors {
    std::string list; ///< "0-3,7"
};

struct JoinedNamespace {
    std::uint64_t flag = 0; ///< CLONE_NEW*
    std::string name; ///< "network"
    std::string path;
};

/// clone3 with the caller as parent: the container's first process, or one more.
struct StartProcess {
    std::uint64_t flags = 0; ///< CLONE_NEW*: new ones
    std::vector<JoinedNamespace> joined;
    bool intoCgroup = false;
};

/// /proc/PID/oom_score_adj, by the host because only it may lower the value.
struct SetOomScore {
    int value = 0;
};

/// Programs that the container's creator wants run at this moment; each gets the state on its
/// standard input.
struct RunHooks {
    std::string phase; ///< "createRuntime"
    std::vector<Hook> hooks;
};

struct SourceMount {
    std::string path;
    bool recursive = true;
    kernel::IdMap users, groups; ///< to show other owners; empty: as they are
    bool ofContainer = false; ///< map as the container's own user namespace does
};

/// Open what a container in a user namespace of its own could not, as detached mounts.
struct HandOverMounts {
    std::vector<SourceMount> sources;
};

// --- in the container ----------------------------------------------------------------------------

/// Offsets of the clocks of a time namespace that what is executed next will be in.
struct EnterTimeNamespace {
    std::vector<vitrine::oci::TimeOffset> offsets;
};

/// A cgroup namespace whose root is the group that the process is in.
struct UnshareCgroups { };

/// MS_SLAVE, MS_PRIVATE… on all that is mounted.
struct SetPropagation {
    std::string path; ///< "/"
    unsigned long flags = 0;
};

/// Show the root directory at its own path, so that it is a mount.
struct AttachRoot {
    std::string path;
    int handedOver = -1; ///< index in HandOverMounts, -1: opened here
};

struct Mount {
    vitrine::oci::Mount mount;
    int handedOver = -1; ///< index in HandOverMounts, -1: opened here
};

/// Make mounts that later ones were put on read-only.
struct SealMounts {
    std::vector<std::string> paths;
};

struct MakeDevices {
    std::vector<Device> devices;
    bool bind = false; ///< from the host, where no node can be made
};

struct Link {
    std::string path, target;
};
struct MakeLinks {
    std::vector<Link> links;
};

struct SetDomainname {
    std::string name;
};

struct WriteSysctls {
    std::map<std::string, std::string> values;
};

/// A terminal from the container's own /dev/pts as standard streams and /dev/console; its other end
/// goes to who asked for it.
struct OpenConsole {
    std::uint16_t rows = 0, columns = 0;
    bool makeConsole = true; ///< /dev/console, for the first process
};

/// A session of its own with the caller's standard streams.
struct KeepStreams { };

/// Wait for `start`. What fails from here on is told to that.
struct WaitForStart { };

struct SetPriorities {
    std::optional<vitrine::oci::IoPriority> io;
    std::optional<vitrine::oci::Scheduler> scheduler;
};

/// The processors that it may run on, of those that its group has; "" for all.
struct SetAffinity {
    std::string list;
};

struct SetPersonality {
    unsigned long persona = 0;
};

struct BecomeUser {
    std::uint32_t uid = 0, gid = 0;
    std::vector<std::uint32_t> groups;
    std::uint32_t umask = 022;
    bool mayChangeGroups = true;
};

struct SetCapabilities {
    kernel::CapabilitySets sets;
};
/// The part of it that must come before BecomeUser.
struct NarrowCapabilities {
    kernel::CapabilitySets sets;
};

struct LoadFilter {
    unsigned flags = 0;
    std::string listener; ///< path of the socket that gets the listener
    std::string metadata;
};

/// chdir, and see that it led to a directory of the container.
struct EnterDirectory {
    std::string path;
};

/// Find the program now, so that creating fails when it is missing.
struct FindProgram {
    std::string name;
    std::vector<std::string> environment;
    std::uint32_t uid = 0; ///< whose home directory HOME is, where it is not said
};

struct ExecuteProgram {
    std::vector<std::string> arguments, environment;
    int keptDescriptors = 0; ///< from 3 on
};

using OciStep = std::variant<PrepareGroups, LimitDevices, TakeProcessors, StartProcess, SetOomScore,
    HandOverMounts, RunHooks, EnterTimeNamespace, UnshareCgroups, SetPropagation, AttachRoot, Mount,
    SealMounts, MakeDevices, MakeLinks, SetDomainname, WriteSysctls, OpenConsole, KeepStreams,
    WaitForStart, SetPriorities, SetAffinity, SetPersonality, BecomeUser, SetCapabilities,
    NarrowCapabilities, LoadFilter, EnterDirectory, FindProgram, ExecuteProgram>;

} // namespace vitrine::plan::oci
