// SPDX-License-Identifier: GPL-3.0-or-later
// Ways to a descriptor of a namespace.
#include "backend/observe/namespace_scan.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace vitrine::observe {

namespace {

/// Opens what PLACE, an O_PATH descriptor, refers to when that is a namespace. The names that led
/// to it belong to others, who may have put anything there meanwhile: a FIFO would block, a device
/// would do things.
UniqueFd reopen(const UniqueFd& place)
{
    struct statfs system { };
    if (!place || ::fstatfs(place.get(), &system) != 0 || system.f_type != NSFS_MAGIC)
        return {};
    const std::string self = "/proc/self/fd/" + std::to_string(place.get());
    return UniqueFd(::open(self.c_str(), O_RDONLY | O_CLOEXEC));
}

/// A bind-mounted namespace as PROCESS sees it at PATH. Only what the kernel has at hand: the way
/// may lead through a file system whose server never answers.
UniqueFd openMounted(int process, const std::string& path)
{
    const UniqueFd root(::openat(process, "root", O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!root)
        return {};
    open_how how {};
    how.flags = O_PATH | O_CLOEXEC;
    how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | RESOLVE_CACHED;
    return reopen(
        UniqueFd(int(::syscall(SYS_openat2, root.get(), path.c_str(), &how, sizeof how))));
}

std::string pathOf(const NamespacePin& pin, const NamespaceId& id)
{
    const std::string name(namespaceNames[std::size_t(id.type)]);
    const std::string number = std::to_string(pin.number);
    switch (pin.kind) {
    case NamespacePin::Kind::File:
        return "fd/" + number;
    case NamespacePin::Kind::Thread:
        return "task/" + number + "/ns/" + name;
    case NamespacePin::Kind::ForChildren:
        return "ns/" + name + "_for_children";
    default:
        return {};
    }
}

UniqueFd openPin(const NamespacePin& pin, const NamespaceId& id,
    const std::vector<Process>& processes, const ProcessScan& reader)
{
    if (pin.process == NamespacePin::noProcess)
        return {};
    const auto process = reader.openProcess(processes[pin.process].stat.pid);
    if (!process)
        return {};
    if (pin.kind == NamespacePin::Kind::BindMount)
        return openMounted(process.value().get(), pin.path);
    return reopen(
        UniqueFd(::openat(process.value().get(), pathOf(pin, id).c_str(), O_PATH | O_CLOEXEC)));
}

bool isNamespace(const UniqueFd& file, const NamespaceId& id)
{
    struct stat status { };
    return file && ::fstat(file.get(), &status) == 0 && status.st_ino == id.inode;
}

} // namespace

Result<UniqueFd> NamespaceScan::open(
    const NamespaceFact& fact, const std::vector<Process>& processes, const ProcessScan& reader)
{
    const std::string name(namespaceNames[std::size_t(fact.id.type)]);
    for (const std::size_t member : fact.members) {
        const auto process = reader.openProcess(processes[member].stat.pid);
        if (!process)
            continue;
        UniqueFd file(
            ::openat(process.value().get(), ("ns/" + name).c_str(), O_RDONLY | O_CLOEXEC));
        if (isNamespace(file, fact.id))
            return file;
        if (&member - fact.members.data() >= 3)
            break; // one that cannot be opened by its first processes is not ours
    }
    for (const NamespacePin& pin : fact.pins) {
        UniqueFd file = openPin(pin, fact.id, processes, reader);
        if (isNamespace(file, fact.id))
            return file;
    }
    return Error::of(ErrorKind::NotFound, name + ":[" + std::to_string(fact.id.inode) + "]",
        "nothing that leads to this namespace can be opened");
}

} // namespace vitrine::observe
