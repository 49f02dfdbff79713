// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/plan/planner.h"

namespace vitrine::plan {

/// A machine with everything, root on it.
inline kernel::HostFacts rootFacts()
{
    kernel::HostFacts facts;
    facts.privileged = true;
    facts.cgroup = kernel::CgroupMount { "/sys/fs/cgroup", "", { "cpu", "io", "memory", "pids" },
        { "cpu", "memory" } };
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

inline ContainerPlace somePlace()
{
    return { "0123456789abcdef", "/run/vitrine/containers/0123456789abcdef", "/run/vitrine/root",
        "/var/lib/vitrine/containers/0123456789abcdef", 1073741824, 0 };
}

} // namespace vitrine::plan
