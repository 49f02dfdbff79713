// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/text.h"
#include "backend/observe/view.h"

#include <algorithm>

namespace vitrine::observe {

namespace {

constexpr std::size_t maximumPins = 16;

std::string nameOf(const Process& process)
{
    return std::to_string(process.stat.pid) + " (" + validUtf8(process.stat.name) + ")";
}

std::string nameOf(const NamespaceId& id)
{
    return std::string(namespaceNames[std::size_t(id.type)]) + ":[" + std::to_string(id.inode)
        + "]";
}

std::string textOf(const World& world, const NamespacePin& pin)
{
    auto process = [&] { return nameOf(world.processes()[pin.process]); };
    switch (pin.kind) {
    case NamespacePin::Kind::Thread:
        return "thread " + std::to_string(pin.number) + " of " + process();
    case NamespacePin::Kind::ForChildren:
        return "future children of " + process();
    case NamespacePin::Kind::File:
        return "open file of " + process();
    case NamespacePin::Kind::BindMount:
        return "bind mount " + validUtf8(pin.path);
    case NamespacePin::Kind::Child:
        return "child namespace " + nameOf(pin.by);
    case NamespacePin::Kind::Owned:
        break;
    }
    return "owned namespace " + nameOf(pin.by);
}

} // namespace

NamespaceRow namespaceRow(
    const World& world, const NamespaceFact& fact, const Visibility& visibility)
{
    NamespaceRow row;
    row.type = namespaceNames[std::size_t(fact.id.type)];
    row.inode = fact.id.inode;
    row.key = row.type + ":" + std::to_string(row.inode);
    row.parent = fact.parent;
    row.owner = fact.owner;
    row.ownerUid = fact.ownerUid;
    row.initial = fact.initial;
    row.workload = world.workloadOf(fact);
    for (const std::size_t member : fact.members) {
        if (!visibility.showsProcess(member))
            continue;
        const Process& process = world.processes()[member];
        if (row.processes++ == 0) {
            row.leader = process.stat.pid;
            row.leaderName = validUtf8(process.stat.name);
        }
        if (row.pins.size() < maximumPins)
            row.pins.push_back("process " + nameOf(process));
    }
    for (const NamespacePin& pin : fact.pins) {
        if (row.pins.size() >= maximumPins)
            break;
        if (!visibility.showsPin(pin))
            continue;
        std::string text = textOf(world, pin);
        if (std::find(row.pins.begin(), row.pins.end(), text) == row.pins.end())
            row.pins.push_back(std::move(text));
    }
    return row;
}

} // namespace vitrine::observe
