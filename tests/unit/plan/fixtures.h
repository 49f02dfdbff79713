// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/plan/planner.h"

namespace vitrine::plan {

/// A machine with everything, root on it.
inline kernel::HostFacts rootFacts()
{
    kernel::HostFacts facts;
    facts.privileged = true;
    const std::vector<std::string> controllers { "cpu", "cpuset", "hugetlb", "io", "memory",
        "pids" };
    facts.cgroup = kernel::CgroupMount { "/sys/fs/cgroup", "", controllers, { "cpu", "memory" },
        controllers, "0-3", "0-1" };
    facts.hugePageSizes = { "1GB", "2MB" };
    facts.ioWeightFile = "io.bfq.weight";
    facts.userNamespaces = true;
    facts.idMappedLayers = true;
    facts.seccomp = true;
    facts.openFilesSoft = 1024;
    facts.openFilesHard = 524288;
    return facts;
}

/// An ordinary user, without delegated control groups.
inline kernel::HostFacts userFacts()
{
    kernel::HostFacts facts = rootFacts();
    facts.uid = 1000;
    facts.gid = 1000;
    facts.privileged = false;
    facts.idMappedLayers = false;
    facts.cgroup.reset();
    facts.noCgroupReason = "/sys/fs/cgroup/user.slice cannot be written";
    return facts;
}

inline Image busyboxImage()
{
    Image image;
    image.name = "busybox";
    image.available = true;
    image.command = { "/bin/sh" };
    image.layers = { { "/var/lib/vitrine/images/busybox-1", "busybox", 0, true } };
    return image;
}

/// The host's root file system, for an ordinary user.
inline Image thisSystemImage()
{
    Image image;
    image.name = "this-system";
    image.available = true;
    image.command = { "/bin/sh" };
    image.layers = { { "/", "this computer's root file system", 0, false } };
    image.hidden = { { "home", 0755 }, { "boot/private", 0700 } };
    image.branches = { { "boot", ImageBranch::Kind::ReadOnly,
                           "other file systems are mounted in it, such as /boot/efi" },
        { "etc", ImageBranch::Kind::Overlay, {} }, { "usr", ImageBranch::Kind::Overlay, {} } };
    image.copies = { "bin" };
    image.leftOut = { "/lost+found", "/swapfile" };
    return image;
}

inline ContainerSpec shellSpec()
{
    ContainerSpec spec;
    spec.name = spec.hostname = "web";
    spec.image = "busybox";
    spec.command = { "/bin/sh" };
    return spec;
}

inline Limits someLimits()
{
    Limits limits;
    limits.memory = 67108864;
    limits.cpu = 0.5;
    limits.pids = 64;
    return limits;
}

/// Every limit that there is.
inline Limits allLimits()
{
    Limits limits = someLimits();
    limits.memoryHigh = 60 << 20;
    limits.memoryLow = 16 << 20;
    limits.memoryMin = 8 << 20;
    limits.swap = 0;
    limits.oomGroup = true;
    limits.cpuPeriod = 25000;
    limits.cpuWeight = 50;
    limits.cpus = "0-1,3";
    limits.memoryNodes = "0";
    limits.ioWeight = 10000;
    limits.io["/dev/sda"] = { 1 << 20, 2000000, 100, {}, DeviceNumber { 8, 0 } };
    limits.io["8:16"] = { {}, {}, {}, 7, DeviceNumber { 8, 16 } };
    limits.hugePages["2MB"] = 4 << 20;
    return limits;
}

inline ContainerPlace somePlace()
{
    return { "0123456789abcdef", "/run/vitrine/containers/0123456789abcdef", "/run/vitrine/root",
        "/var/lib/vitrine/containers/0123456789abcdef", 1073741824, 0 };
}

} // namespace vitrine::plan
