// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/view.h"

namespace vitrine::observe {

namespace {

/// The records that SHOWN says yes to and that belong to the viewer's workload, if he has one.
template <typename Row, typename Predicate>
Records<Row> select(const Records<Row>& records, const Viewer& viewer, Predicate shown)
{
    Records<Row> selected;
    selected.reserve(records.size());
    for (const auto& record : records)
        if ((viewer.workload.empty() || record->row.workload == viewer.workload)
            && shown(record->row))
            selected.push_back(record);
    return selected;
}

Records<ProcessRow> selectProcesses(
    const World& world, const Viewer& viewer, const Visibility& visibility)
{
    std::set<std::string> shown;
    for (std::size_t i = 0; i < world.processes().size(); ++i)
        if (visibility.showsProcess(i))
            shown.insert(world.processes()[i].key());
    return select(world.processRows(), viewer,
        [&shown](const ProcessRow& row) { return shown.contains(row.key); });
}

Records<NamespaceRow> namespacesOf(const World& world, const Viewer& viewer,
    const Visibility& visibility, const Records<NamespaceRow>& before)
{
    std::vector<NamespaceRow> rows;
    for (const auto& [id, fact] : world.namespaces()) {
        if (!visibility.showsNamespace(id))
            continue;
        NamespaceRow row = namespaceRow(world, fact, visibility);
        if (viewer.workload.empty() || row.workload == viewer.workload)
            rows.push_back(std::move(row));
    }
    Records<NamespaceRow> records = before;
    publish(records, std::move(rows));
    return records;
}

template <typename Row>
void appendTable(std::string& line, Table table, const Wanted& wanted, const Records<Row>& before,
    const Records<Row>& after, LineKind kind)
{
    if (!wanted.test(std::size_t(table)))
        return;
    std::string part = line.back() == '{' ? "\"" : ",\"";
    part += tableNames[std::size_t(table)];
    part += "\":";
    const bool changed
        = appendDelta(part, kind == LineKind::Full ? Records<Row> {} : before, after);
    if (!changed && kind == LineKind::Full)
        part += "{\"set\":[],\"gone\":[]}";
    if (changed || kind == LineKind::Full)
        line += part;
}

} // namespace

View viewOf(const World& world, const Viewer& viewer, const Wanted& wanted, const View& before)
{
    auto wants = [&wanted](Table table) { return wanted.test(std::size_t(table)); };
    const Visibility visibility(viewer, world.workloads(), world.processes(), world.namespaces());
    auto ofWorkload
        = [&visibility](const auto& row) { return visibility.showsWorkload(row.workload); };
    View view;
    if (wants(Table::Processes))
        view.processes = selectProcesses(world, viewer, visibility);
    if (wants(Table::Namespaces))
        view.namespaces = namespacesOf(world, viewer, visibility, before.namespaces);
    if (wants(Table::Links))
        view.links = select(world.links(), viewer, [&visibility](const LinkRow& row) {
            return visibility.showsNamespace({ NamespaceType::Net, row.netns });
        });
    if (wants(Table::Mounts))
        view.mounts = select(world.mounts(), viewer, ofWorkload);
    if (wants(Table::Changes))
        view.changes = select(world.changes(), viewer, ofWorkload);
    if (wants(Table::Cgroups))
        view.cgroups = select(world.cgroups(), viewer, [&visibility](const CgroupRow& row) {
            return visibility.showsCgroup(row.key, row.workload);
        });
    return view;
}

std::string observationLine(std::uint64_t sequence, LineKind kind, const Wanted& wanted,
    const View& before, const View& after)
{
    std::string line = "{\"seq\":" + std::to_string(sequence)
        + ",\"full\":" + (kind == LineKind::Full ? "true" : "false") + ",\"tables\":{";
    const std::size_t empty = line.size();
    appendTable(line, Table::Processes, wanted, before.processes, after.processes, kind);
    appendTable(line, Table::Namespaces, wanted, before.namespaces, after.namespaces, kind);
    appendTable(line, Table::Links, wanted, before.links, after.links, kind);
    appendTable(line, Table::Mounts, wanted, before.mounts, after.mounts, kind);
    appendTable(line, Table::Changes, wanted, before.changes, after.changes, kind);
    appendTable(line, Table::Cgroups, wanted, before.cgroups, after.cgroups, kind);
    if (line.size() == empty && kind == LineKind::Delta)
        return {};
    return line + "}}\n";
}

} // namespace vitrine::observe
