// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/filter_proxy.h"

#include "gui/models/process_model.h"

namespace vitrine {

FilterProxy::FilterProxy(QObject* parent)
    : NaturalSortModel(parent)
{
    setSortRole(SortRole);
    setRecursiveFilteringEnabled(true);
    setDynamicSortFilter(true);
}

void FilterProxy::setText(const QString& text)
{
    m_words = text.toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

void FilterProxy::setWorkload(const QString& workload, bool required)
{
    m_workload = workload;
    m_workloadRequired = required;
    invalidateFilter();
}

void FilterProxy::setNamespace(const QString& type, quint64 inode)
{
    m_namespaceType = type;
    m_namespace = inode;
    invalidateFilter();
}

bool FilterProxy::inNamespace(const QModelIndex& index) const
{
    const auto* processes = qobject_cast<const ProcessModel*>(sourceModel());
    const auto* row = processes ? processes->rowAt(index) : nullptr;
    return row && row->namespaces.value(m_namespaceType) == m_namespace;
}

bool FilterProxy::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QModelIndex first = sourceModel()->index(row, 0, parent);
    if (m_workloadRequired && (m_workload.isEmpty() || first.data(WorkloadRole) != m_workload))
        return false;
    if (m_namespace != 0 && !inNamespace(first))
        return false;
    for (const QString& word : m_words) {
        bool found = false;
        for (int column = 0; column < sourceModel()->columnCount(parent) && !found; ++column)
            found = sourceModel()
                        ->index(row, column, parent)
                        .data()
                        .toString()
                        .contains(word, Qt::CaseInsensitive);
        if (!found)
            return false;
    }
    return true;
}

} // namespace vitrine
