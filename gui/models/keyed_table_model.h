// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QList>

#include <algorithm>

namespace vitrine {

/// A table of values that are known by their object path. Rows keep their order while they live:
/// a new one goes where before() puts it, a changed one stays.
template <typename Info> class KeyedTableModel : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

    /// Adds INFO, or replaces the one of the same path.
    void set(const Info& info)
    {
        if (const int row = rowOf(info.path); row >= 0) {
            m_rows[row] = info;
            emit dataChanged(index(row, 0), index(row, columnCount() - 1));
            return;
        }
        const auto place = std::upper_bound(m_rows.begin(), m_rows.end(), info,
            [this](const Info& left, const Info& right) { return before(left, right); });
        const int row = int(place - m_rows.begin());
        beginInsertRows({}, row, row);
        m_rows.insert(row, info);
        endInsertRows();
    }

    void remove(const QString& path)
    {
        const int row = rowOf(path);
        if (row < 0)
            return;
        beginRemoveRows({}, row, row);
        m_rows.removeAt(row);
        endRemoveRows();
    }

    void clear()
    {
        beginResetModel();
        m_rows.clear();
        endResetModel();
    }

    [[nodiscard]] const QList<Info>& rows() const { return m_rows; }
    /// The one at PATH, or null; valid until the next change.
    [[nodiscard]] const Info* find(const QString& path) const
    {
        const int row = rowOf(path);
        return row < 0 ? nullptr : &m_rows.at(row);
    }
    /// Row of PATH, -1 when there is none.
    [[nodiscard]] int rowOf(const QString& path) const
    {
        for (int row = 0; row < m_rows.size(); ++row)
            if (m_rows.at(row).path == path)
                return row;
        return -1;
    }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }

protected:
    [[nodiscard]] virtual bool before(const Info& left, const Info& right) const = 0;

private:
    QList<Info> m_rows;
};

} // namespace vitrine
