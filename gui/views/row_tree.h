// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/filter_proxy.h"

#include <QTreeView>

namespace vitrine {

class KeyedModel;

/// A tree or a table of live rows: sorts by a click on a column, lets columns be picked by a right
/// click, copies the selected rows with Control+C and says something when it is empty.
class RowTree : public QTreeView {
    Q_OBJECT
public:
    enum class Shape { Tree, Table };

    RowTree(KeyedModel* source, Shape shape, QWidget* parent = nullptr);

    [[nodiscard]] FilterProxy* proxy() { return &m_proxy; }
    /// What to say when there is no row.
    void setPlaceholder(const QString& text);
    /// These columns are not shown until the user picks them.
    void hideColumns(const QList<int>& columns);
    /// Columns that are as wide as WIDTHS characters; -1 keeps the default.
    void setColumnCharacters(const QList<int>& widths);
    /// The source index of the current row, column 0.
    [[nodiscard]] QModelIndex currentSource() const;
    /// Source indexes of the selected rows, column 0, in the order shown.
    [[nodiscard]] QModelIndexList selectedSources() const;
    /// Makes the row with KEY current and shows it.
    void selectKey(const QString& key);

Q_SIGNALS:
    /// Another row is current (or none).
    void currentChangedTo(const QModelIndex& source);
    void selectionChangedTo();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void selectionChanged(const QItemSelection& now, const QItemSelection& before) override;

private:
    void setBranchesShown(Shape shape);
    void chooseColumns(const QPoint& position);
    void copyRows() const;

    KeyedModel* m_source;
    FilterProxy m_proxy;
    QString m_placeholder;
};

} // namespace vitrine
