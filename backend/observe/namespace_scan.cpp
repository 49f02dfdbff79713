// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/namespace_scan.h"

#include "backend/observe/mount_table.h"

#include <fcntl.h>
#include <linux/nsfs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

namespace vitrine::observe {

namespace {

std::uint64_t inodeOf(int file)
{
    struct stat status { };
    return ::fstat(file, &status) == 0 ? status.st_ino : 0;
}

NamespaceFact& factOf(NamespaceScan::Facts& facts, const NamespaceId& id)
{
    NamespaceFact& fact = facts[id];
    fact.id = id;
    return fact;
}

NamespacePin::Kind kindOf(HeldNamespace::By by)
{
    switch (by) {
    case HeldNamespace::By::Thread:
        return NamespacePin::Kind::Thread;
    case HeldNamespace::By::ForChildren:
        return NamespacePin::Kind::ForChildren;
    case HeldNamespace::By::File:
        break;
    }
    return NamespacePin::Kind::File;
}

/// What leads to a namespace, so that a reused inode is noticed.
std::string witnessOf(const NamespaceFact& fact, const std::vector<Process>& processes)
{
    if (!fact.members.empty())
        return processes[fact.members.front()].key();
    std::string witness;
    for (const NamespacePin& pin : fact.pins) {
        if (pin.kind == NamespacePin::Kind::BindMount)
            return pin.path;
        if (pin.process != NamespacePin::noProcess && witness.empty())
            witness = processes[pin.process].key() + "/" + std::to_string(pin.number);
    }
    return witness;
}

} // namespace

NamespaceScan::NamespaceScan()
{
    for (std::size_t i = 0; i < namespaceTypes; ++i) {
        const std::string link = "/proc/self/ns/" + std::string(namespaceNames[i]);
        if (const auto id = parseNamespaceLink(readLink(AT_FDCWD, link.c_str())))
            m_initial[i] = id->inode;
    }
}

NamespaceScan::Facts NamespaceScan::scan(
    const std::vector<Process>& processes, const ProcessScan& reader)
{
    ++m_round;
    Facts facts;
    addMembers(facts, processes);
    addMounts(facts, processes, reader);
    relateAll(facts, processes, reader);
    for (auto& [id, fact] : facts)
        fact.initial = isInitial(id);
    std::erase_if(m_relations, [this](const auto& entry) { return entry.second.round != m_round; });
    std::erase_if(m_mounts, [this](const auto& entry) { return entry.second.round != m_round; });
    return facts;
}

void NamespaceScan::addMembers(Facts& facts, const std::vector<Process>& processes) const
{
    for (std::size_t index = 0; index < processes.size(); ++index) {
        const Process& process = processes[index];
        for (std::size_t i = 0; i < namespaceTypes; ++i)
            if (process.namespaces[i] != 0)
                factOf(facts, { NamespaceType(i), process.namespaces[i] }).members.push_back(index);
        for (const HeldNamespace& held : process.held)
            factOf(facts, held.id).pins.push_back({ kindOf(held.by), index, held.number, {}, {} });
    }
}

void NamespaceScan::addMounts(
    Facts& facts, const std::vector<Process>& processes, const ProcessScan& reader)
{
    std::vector<std::pair<NamespaceId, NamespacePin>> found;
    for (const auto& [id, fact] : facts) {
        if (id.type != NamespaceType::Mnt || fact.members.empty())
            continue;
        const Process& first = processes[fact.members.front()];
        MountList& list = m_mounts[id.inode];
        list.round = m_round;
        const auto now = Clock::now();
        if (list.reader != first.stat.pid || isInitial(id) || now - list.read >= mountsAge) {
            readMounts(list, first, reader);
            list.reader = first.stat.pid;
            list.read = now - std::chrono::milliseconds(id.inode % 8 * 250);
        }
        for (const NamespaceMount& mount : list.mounts)
            found.emplace_back(mount.id,
                NamespacePin {
                    NamespacePin::Kind::BindMount, fact.members.front(), 0, mount.path, id });
    }
    for (auto& [id, pin] : found)
        factOf(facts, id).pins.push_back(std::move(pin));
}

void NamespaceScan::readMounts(
    MountList& list, const Process& process, const ProcessScan& reader) const
{
    list.mounts.clear();
    const auto directory = reader.openProcess(process.stat.pid);
    if (!directory)
        return;
    const auto text = readFile(directory.value().get(), "mountinfo");
    if (!text || text.value().find(" nsfs ") == std::string::npos)
        return;
    for (const Mount& mount : parseMounts(text.value()))
        if (mount.type == "nsfs")
            if (const auto id = parseNamespaceLink(mount.root))
                list.mounts.push_back({ *id, mount.point });
}

void NamespaceScan::relateAll(
    Facts& facts, const std::vector<Process>& processes, const ProcessScan& reader)
{
    std::vector<NamespaceId> ids;
    for (const auto& [id, fact] : facts)
        ids.push_back(id);
    for (const NamespaceId& id : ids) {
        const std::string witness = witnessOf(facts[id], processes);
        Relation& known = m_relations[id];
        const bool current = known.round != 0 && known.witness == witness;
        known.round = m_round;
        if (!current) {
            // A namespace that cannot be opened stays without relations, and is not tried again
            // before something else leads to it.
            known = { witness, 0, 0, -1, m_round };
            if (const auto file = open(facts[id], processes, reader))
                relate(facts, id, witness, file.value().get());
        }
        addAncestors(facts, id);
    }
    for (auto& [id, fact] : facts) {
        const Relation& relation = m_relations[id];
        fact.parent = relation.parent;
        fact.owner = relation.owner;
        fact.ownerUid = relation.ownerUid;
    }
}

void NamespaceScan::relate(
    Facts& facts, const NamespaceId& id, const std::string& witness, int file)
{
    Relation relation { witness, 0, 0, -1, m_round };
    if (id.type == NamespaceType::User) {
        uid_t uid = 0;
        if (::ioctl(file, NS_GET_OWNER_UID, &uid) == 0)
            relation.ownerUid = uid;
    }
    // The kernel says EPERM for what lies above our own namespaces: then it stays 0.
    relation.owner = climb(facts, file, NS_GET_USERNS, NamespaceType::User);
    if (id.type == NamespaceType::User || id.type == NamespaceType::Pid)
        relation.parent = climb(facts, file, NS_GET_PARENT, id.type);
    m_relations[id] = relation;
}

std::uint64_t NamespaceScan::climb(
    Facts& facts, int file, unsigned long request, NamespaceType type)
{
    const UniqueFd above(::ioctl(file, request));
    if (!above)
        return 0;
    const NamespaceId id { type, inodeOf(above.get()) };
    const auto known = m_relations.find(id);
    if (known == m_relations.end() || known->second.round == 0)
        relate(facts, id, "climbed", above.get());
    return id.inode;
}

void NamespaceScan::addAncestors(Facts& facts, const NamespaceId& id)
{
    const Relation relation = m_relations[id];
    auto add = [&](NamespaceType type, std::uint64_t inode, NamespacePin::Kind kind) {
        if (inode == 0)
            return;
        const NamespaceId above { type, inode };
        const bool isNew = !facts.contains(above);
        factOf(facts, above).pins.push_back({ kind, NamespacePin::noProcess, 0, {}, id });
        m_relations[above].round = m_round;
        if (isNew)
            addAncestors(facts, above);
    };
    if (id.type == NamespaceType::User || id.type == NamespaceType::Pid)
        add(id.type, relation.parent, NamespacePin::Kind::Child);
    if (id.type != NamespaceType::User)
        add(NamespaceType::User, relation.owner, NamespacePin::Kind::Owned);
}

} // namespace vitrine::observe
