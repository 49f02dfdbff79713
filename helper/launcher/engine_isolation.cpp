// SPDX-License-Identifier: GPL-3.0-or-later
// What containers share with each other: namespaces of one that the first process of another
// enters.
#include "backend/base/files.h"
#include "backend/kernel/namespaces.h"
#include "backend/kernel/sealed_file.h"
#include "helper/launcher/engine.h"

#include <algorithm>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/statfs.h>

namespace vitrine::launcher {

namespace {

using From = NamespaceChoice::From;

Result<UniqueFd> openNamespace(const std::string& path, const std::string& field)
{
    auto file = openAt(AT_FDCWD, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (!file)
        return inField(file.error(), field);
    struct statfs system { };
    if (::fstatfs(file.value().get(), &system) != 0)
        return Error::fromErrno("fstatfs", path);
    if (system.f_type != NSFS_MAGIC)
        return Error::invalid(field, path + " is no namespace");
    return file;
}

} // namespace

Result<const Container*> Engine::namespaceOwner(
    const std::string& kind, const std::string& name, uid_t owner) const
{
    const std::string field = "namespaces." + kind;
    const auto& all = m_store.all();
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& entry) {
        return entry.second->owner == owner && entry.second->spec.name == name;
    });
    if (found == all.end())
        return Error::of(ErrorKind::NotFound, field, "there is no container '" + name + "'");
    const Container& other = *found->second;
    const From its = namespaceOf(other.runningSpec().isolation, kind).from;
    if (its == From::Host || its == From::Path || (kind == "user" && its != From::New))
        return Error::of(
            ErrorKind::NotSupported, field, "'" + name + "' has none of its own: name whose it is");
    return &other;
}

Result<void> Engine::adoptIds(ContainerSpec& spec, plan::ContainerPlace& place) const
{
    for (const auto& [kind, choice] : spec.isolation.namespaces) {
        if (choice.from != From::Container)
            continue;
        const Container* other = TRY(namespaceOwner(kind, choice.name, place.owner));
        if (kind == "user") {
            place.firstId = other->firstId;
            spec.isolation.idMap = other->runningSpec().isolation.idMap;
        }
    }
    return {};
}

Result<std::vector<UniqueFd>> Engine::openJoined(const ContainerSpec& spec, uid_t owner) const
{
    std::vector<UniqueFd> descriptors;
    for (const auto& kind : kernel::namespaceKinds()) {
        const NamespaceChoice choice = namespaceOf(spec.isolation, kind.name);
        const std::string field = std::string("namespaces.") + kind.name;
        if (choice.from == From::Path)
            descriptors.push_back(TRY(openNamespace(choice.name, field)));
        if (choice.from != From::Container)
            continue;
        const Container* other = TRY(namespaceOwner(kind.name, choice.name, owner));
        if (!other->process)
            return Error::of(
                ErrorKind::Busy, field, "'" + choice.name + "' does not run: start it first");
        descriptors.emplace_back(::fcntl(other->process.get(), F_DUPFD_CLOEXEC, 0));
        if (!descriptors.back())
            return Error::fromErrno("fcntl(F_DUPFD_CLOEXEC)", field);
    }
    return descriptors;
}

/// The same program for all containers: a copy that none of them can change.
Result<int> Engine::initProgram()
{
    if (!m_init) {
        const std::string path = m_shim.substr(0, m_shim.rfind('/') + 1) + "vitrine-init";
        const UniqueFd file = TRY(openAt(AT_FDCWD, path, O_RDONLY));
        m_init = TRY(kernel::sealedCopy(file.get(), "vitrine-init"));
    }
    return m_init.get();
}

} // namespace vitrine::launcher
