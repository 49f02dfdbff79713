// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/rows.h"

namespace vitrine::observe {

using nlohmann::json;

json toJson(const ProcessRow& row)
{
    json namespaces = json::object();
    for (std::size_t i = 0; i < namespaceTypes; ++i)
        if (row.namespaces[i] != 0)
            namespaces[std::string(namespaceNames[i])] = row.namespaces[i];
    return { { "key", row.key }, { "pid", row.pid }, { "parent", row.parent },
        { "startTime", row.startTime }, { "uid", row.uid }, { "name", row.name },
        { "command", row.command }, { "state", row.state }, { "threads", row.threads },
        { "innerPid", row.innerPid }, { "cgroup", row.cgroup },
        { "namespaces", std::move(namespaces) }, { "cpuUsec", row.cpuUsec },
        { "residentBytes", row.residentBytes }, { "workload", row.workload } };
}

json toJson(const NamespaceRow& row)
{
    return { { "key", row.key }, { "type", row.type }, { "inode", row.inode },
        { "parent", row.parent }, { "owner", row.owner }, { "ownerUid", row.ownerUid },
        { "processes", row.processes }, { "leader", row.leader }, { "leaderName", row.leaderName },
        { "pins", row.pins }, { "initial", row.initial }, { "workload", row.workload } };
}

json toJson(const LinkRow& row)
{
    return { { "key", row.key }, { "netns", row.netns }, { "index", row.index },
        { "name", row.name }, { "kind", row.kind }, { "mac", row.mac }, { "mtu", row.mtu },
        { "up", row.up }, { "carrier", row.carrier }, { "operState", row.operState },
        { "master", row.master }, { "parentNetns", row.parentNetns },
        { "parentIndex", row.parentIndex }, { "peerNetns", row.peerNetns },
        { "peerIndex", row.peerIndex }, { "addresses", row.addresses }, { "rxBytes", row.rxBytes },
        { "txBytes", row.txBytes }, { "rxPackets", row.rxPackets }, { "txPackets", row.txPackets },
        { "rxErrors", row.rxErrors }, { "txErrors", row.txErrors }, { "rxDropped", row.rxDropped },
        { "txDropped", row.txDropped }, { "details", row.details }, { "workload", row.workload } };
}

json toJson(const OverlayRow& row)
{
    return { { "key", row.key }, { "workload", row.workload }, { "lower", row.lower },
        { "upper", row.upper }, { "work", row.work }, { "options", row.options },
        { "upperBytes", row.upperBytes } };
}

json toJson(const ChangeRow& row)
{
    return { { "key", row.key }, { "workload", row.workload }, { "path", row.path },
        { "change", row.change }, { "type", row.type }, { "size", row.size },
        { "modified", row.modified } };
}

json toJson(const CgroupRow& row)
{
    const CgroupFigures& figures = row.figures;
    return { { "key", row.key }, { "path", row.key }, { "processes", row.processes },
        { "populated", figures.populated }, { "frozen", figures.frozen },
        { "controllers", figures.controllers }, { "cpuUsec", figures.cpuUsec },
        { "cpuUserUsec", figures.cpuUserUsec }, { "cpuSystemUsec", figures.cpuSystemUsec },
        { "throttledUsec", figures.throttledUsec }, { "periods", figures.periods },
        { "throttledPeriods", figures.throttledPeriods }, { "memoryBytes", row.memoryBytes },
        { "memorySource", row.memorySource }, { "memoryMax", figures.memoryMax },
        { "pidsMax", figures.pidsMax }, { "cpuMax", figures.cpuMax },
        { "cpuPressure", figures.cpuPressure }, { "memoryPressure", figures.memoryPressure },
        { "ioPressure", figures.ioPressure }, { "oomKills", figures.oomKills },
        { "workload", row.workload } };
}

json toJson(const Stat& stat)
{
    return { { "cpuUsec", stat.cpuUsec }, { "memoryBytes", stat.memoryBytes },
        { "memorySource", stat.memorySource }, { "memoryMax", stat.memoryMax },
        { "cpuMax", stat.cpuMax }, { "processes", stat.processes }, { "readBytes", stat.readBytes },
        { "writtenBytes", stat.writtenBytes }, { "rxBytes", stat.rxBytes },
        { "txBytes", stat.txBytes }, { "throttledUsec", stat.throttledUsec },
        { "periods", stat.periods }, { "throttledPeriods", stat.throttledPeriods },
        { "pidsMax", stat.pidsMax }, { "oomKills", stat.oomKills } };
}

std::string toLine(const json& json)
{
    return json.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace vitrine::observe
