// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/filter_proxy.h"
#include "gui/views/table.h"

namespace vitrine {

class KeyedModel;

/// A tree or a table of live rows: sorts by a click on a column, filters, and keeps branches as the
/// user left them.
class RowTree : public Table {
    Q_OBJECT
public:
    enum class Shape { Tree, Table };

    RowTree(KeyedModel* source, Shape shape, QWidget* parent = nullptr);

    [[nodiscard]] FilterProxy* proxy() { return &m_proxy; }
    /// The source index of the current row, column 0.
    [[nodiscard]] QModelIndex currentSource() const;
    /// Source indexes of the selected rows, column 0, in the order shown.
    [[nodiscard]] QModelIndexList selectedSources() const;
    /// Makes the first row current when none is, so that what shows the current row has something.
    void needCurrent();
    /// Makes the row with KEY current and shows it.
    void selectKey(const QString& key);

Q_SIGNALS:
    /// Another row is current (or none).
    void currentChangedTo(const QModelIndex& source);
    void selectionChangedTo();

protected:
    [[nodiscard]] QString placeholder() const override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void selectionChanged(const QItemSelection& now, const QItemSelection& before) override;

private:
    void setBranchesShown(Shape shape);

    KeyedModel* m_source;
    FilterProxy m_proxy;
};

} // namespace vitrine
