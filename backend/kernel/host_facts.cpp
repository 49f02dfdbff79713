// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/host_facts.h"

#include "backend/base/files.h"
#include "backend/kernel/id_map.h"
#include "backend/kernel/mounts.h"
#include "backend/kernel/user_namespace.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace vitrine::kernel {

namespace {

Result<void> tryIdMappedMount(const UserNamespaceHolder& holder, int storage)
{
    const IdMap map { { 0, 1073741824, 65536 } };
    TRY(writeIdMaps(holder.pid(), map, map, SetGroups::Allow));
    const UniqueFd userNamespace = TRY(holder.open());
    const UniqueFd mount = TRY(cloneMount(storage, "", Depth::One));
    return mapMountIds(mount.get(), userNamespace.get(), "storage");
}

void findUserNamespaces(HostFacts& facts, int storage)
{
    auto holder = UserNamespaceHolder::start();
    facts.userNamespaces = bool(holder);
    if (!holder)
        facts.noUserNamespacesReason = holder.error().message();
    else if (facts.privileged)
        facts.idMappedLayers = bool(tryIdMappedMount(holder.value(), storage));
}

bool has(const std::vector<std::string>& list, const std::string& entry)
{
    return std::find(list.begin(), list.end(), entry) != list.end();
}

Feature subordinateIds(const HostFacts& facts)
{
    Feature feature { "subordinate-ids", "Subordinate user ids", false, {}, {} };
    if (facts.privileged) {
        feature.available = true;
        feature.reason = "root gives each container a range of its own";
        return feature;
    }
    feature.available = facts.subordinateIds.has_value();
    if (feature.available) {
        std::uint64_t count = 0;
        for (const auto& range : facts.subordinateIds->users)
            count += range.count;
        feature.reason = "containers have " + std::to_string(count)
            + " ids: root is you outside, the others come from /etc/subuid and /etc/subgid";
        return feature;
    }
    feature.reason
        = facts.noSubordinateIdsReason + ": containers have one user, root, that is you outside";
    feature.advice = facts.noSubordinateIdsAdvice;
    return feature;
}

Feature kvm()
{
    Feature feature { "kvm", "KVM virtual machines", false, {}, {} };
    if (::access("/dev/kvm", R_OK | W_OK) == 0) {
        feature.available = true;
        feature.reason = "/dev/kvm can be opened";
        return feature;
    }
    feature.reason = std::string("/dev/kvm: ") + std::strerror(errno);
    feature.advice = errno == EACCES
        ? "sudo usermod --append --groups kvm $USER, then log in again"
        : "switch on virtualization (VT-x, AMD-V) in the firmware and load kvm_intel or kvm_amd";
    return feature;
}

struct Missing {
    std::string reason, advice;
};

Missing missingController(const HostFacts& facts, const std::string& name)
{
    if (!facts.cgroup)
        return { facts.noCgroupReason, facts.noCgroupAdvice };
    if (!has(facts.cgroup->host, name))
        return { "cgroup v2 at " + facts.cgroup->path + " has no " + name + " controller",
            "if cgroup v1 holds it, boot with systemd.unified_cgroup_hierarchy=1" };
    if (name == "hugetlb")
        return { "systemd hands the hugetlb controller down to nobody",
            "have the launcher of root run outside of systemd's units" };
    return { "the " + name + " controller is not delegated to " + facts.cgroup->parent,
        "as root, write \"[Service]\" and \"Delegate=cpu cpuset io memory pids\" in "
        "/etc/systemd/system/user@.service.d/delegate.conf, then log in again" };
}

Feature controller(const HostFacts& facts, const std::string& name, const std::string& title)
{
    Feature feature { "cgroup-" + name, title, false, {}, {} };
    feature.available = facts.cgroup && has(facts.cgroup->controllers, name);
    if (feature.available) {
        feature.reason = "controller " + name + " is there";
        return feature;
    }
    const Missing missing = missingController(facts, name);
    feature.reason = missing.reason;
    feature.advice = missing.advice;
    return feature;
}

Feature ioWeight(const HostFacts& facts)
{
    Feature feature = controller(facts, "io", "Disk shares");
    feature.name = "io-weight";
    if (!feature.available)
        return feature;
    feature.available = !facts.ioWeightFile.empty();
    feature.reason = feature.available ? facts.ioWeightFile + " decides between containers"
                                       : "no disk here shares by weight";
    feature.advice = feature.available ? "" : "choose the scheduler bfq in /sys/block/DISK/queue";
    return feature;
}

/// "2MB" as the hugetlb controller has it, of the kernel's "hugepages-2048kB".
std::string hugePageSize(const std::string& name)
{
    constexpr std::string_view before = "hugepages-";
    if (name.rfind(before, 0) != 0)
        return {};
    const unsigned long long kibibytes = std::strtoull(name.c_str() + before.size(), nullptr, 10);
    if (kibibytes >= 1024 * 1024)
        return std::to_string(kibibytes / (1024 * 1024)) + "GB";
    return kibibytes >= 1024 ? std::to_string(kibibytes / 1024) + "MB"
                             : std::to_string(kibibytes) + "KB";
}

std::vector<std::string> findHugePageSizes()
{
    std::vector<std::string> sizes;
    const auto directory = openDirectory(AT_FDCWD, "/sys/kernel/mm/hugepages");
    const auto names = directory ? namesIn(directory.value().get()) : directory.error();
    if (names) // else the kernel has none
        for (const auto& name : names.value())
            if (std::string size = hugePageSize(name); !size.empty())
                sizes.push_back(std::move(size));
    std::sort(sizes.begin(), sizes.end());
    return sizes;
}

/// The file that makes disks share by weight: of bfq when a disk has that scheduler, of iocost when
/// it is switched on for a disk.
std::string findIoWeightFile(const std::string& cgroupMount)
{
    const auto cost = readFile(AT_FDCWD, cgroupMount + "/io.cost.qos");
    if (cost && cost.value().find("enable=1") != std::string::npos)
        return "io.weight";
    const auto disks = openDirectory(AT_FDCWD, "/sys/block");
    const auto names = disks ? namesIn(disks.value().get()) : disks.error();
    if (!names)
        return {};
    for (const auto& name : names.value()) {
        const auto scheduler = readFile(disks.value().get(), name + "/queue/scheduler");
        if (scheduler && scheduler.value().find("[bfq]") != std::string::npos)
            return "io.bfq.weight";
    }
    return {};
}

} // namespace

void findControlGroups(HostFacts& facts)
{
    facts.cgroup.reset();
    facts.ioWeightFile.clear();
    facts.noCgroupReason.clear();
    facts.noCgroupAdvice.clear();
    auto cgroup = findCgroupParent();
    if (cgroup) {
        facts.cgroup = std::move(cgroup).value();
        facts.ioWeightFile = findIoWeightFile(facts.cgroup->path);
    } else {
        facts.noCgroupAdvice = cgroup.error().text;
        facts.noCgroupReason = cgroup.error().object + " cannot be written";
    }
}

HostFacts findHostFacts(int storage)
{
    HostFacts facts;
    facts.uid = ::geteuid();
    facts.gid = ::getegid();
    facts.privileged = facts.uid == 0;
    findControlGroups(facts);
    facts.hugePageSizes = findHugePageSizes();
    findUserNamespaces(facts, storage);
    if (!facts.privileged) {
        if (auto ids = findSubordinateIds()) {
            facts.subordinateIds = std::move(ids).value();
        } else {
            facts.noSubordinateIdsReason = ids.error().text;
            facts.noSubordinateIdsAdvice = ids.error().object;
        }
    }
    const std::uint32_t action = SECCOMP_RET_ERRNO;
    facts.seccomp = ::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
    facts.noNewPrivileges = ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
    rlimit files {};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0) {
        facts.openFilesSoft = files.rlim_cur;
        facts.openFilesHard = files.rlim_max;
    }
    return facts;
}

std::string whyNoController(const HostFacts& facts, const std::string& controller)
{
    const Missing missing = missingController(facts, controller);
    return missing.reason + (missing.advice.empty() ? "" : "; " + missing.advice);
}

std::vector<Feature> describeFeatures(const HostFacts& facts)
{
    std::vector<Feature> features;
    features.push_back({ "user-namespaces", "User namespaces", facts.userNamespaces,
        facts.userNamespaces ? "root in a container is nobody outside"
                             : facts.noUserNamespacesReason,
        facts.userNamespaces ? "" : "sudo sysctl user.max_user_namespaces=15000" });
    features.push_back(subordinateIds(facts));
    features.push_back({ "cgroup-v2", "Control groups", facts.cgroup.has_value(),
        facts.cgroup ? "groups are made under " + facts.cgroup->path + facts.cgroup->parent
                     : facts.noCgroupReason,
        facts.cgroup ? "" : facts.noCgroupAdvice });
    features.push_back(controller(facts, "memory", "Memory limit"));
    features.push_back(controller(facts, "cpu", "CPU limit"));
    features.push_back(controller(facts, "pids", "Process limit"));
    features.push_back(controller(facts, "io", "Disk limit"));
    features.push_back(ioWeight(facts));
    features.push_back(controller(facts, "cpuset", "Processor choice"));
    features.push_back(controller(facts, "hugetlb", "Huge page limit"));
    features.push_back({ "idmapped-layers", "Shifted ids on layers", facts.idMappedLayers,
        facts.idMappedLayers ? "files of a container belong to ids of its own outside"
            : facts.privileged
            ? "the file system of Vitrine's storage cannot do idmapped mounts: root in a container "
              "is root for its files"
            : "only root can make idmapped mounts; not needed for your own containers",
        facts.idMappedLayers || !facts.privileged ? ""
                                                  : "keep the storage on ext4, xfs or btrfs" });
    features.push_back({ "seccomp", "System call filter", facts.seccomp,
        facts.seccomp ? "the default profile is loaded in every container"
                      : "this kernel was built without seccomp filters",
        "" });
    features.push_back(kvm());
    return features;
}

} // namespace vitrine::kernel
