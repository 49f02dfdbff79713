// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QStyledItemDelegate>
#include <QTreeView>

namespace vitrine {

/// How wide a column of a table wants to be, in characters of the table's font. Its title always
/// fits.
struct ColumnWish {
    int column = 0;
    int wanted = 0;
    int least = 0; ///< it shrinks down to this, and takes a share of spare room; 0: it is rigid
    int rank = 0; ///< where there is no room the highest rank is left out first; 0: it never is
};

/// Pixels beside the text of a cell.
inline constexpr int cellMargins = 18;

/// Draws a cell as the style does, with room above and below, and its text as it is written.
class RowDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    [[nodiscard]] QSize sizeHint(
        const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QString displayText(const QVariant& value, const QLocale& locale) const override;
};

/// A list whose columns share its width, so that nothing scrolls sideways unless the user wants
/// it: a width set with the mouse stays, a right click on the header picks columns. Text that is
/// cut off shows in full as a tool tip, Control+C copies the selected rows, and a list without
/// rows says why.
class Table : public QTreeView {
    Q_OBJECT
public:
    explicit Table(QWidget* parent = nullptr);

    /// What the columns want, once the model is set. Those without a wish are left out until the
    /// user picks them.
    void setColumns(const QList<ColumnWish>& wishes);
    /// Order, sorting, and the widths and columns that the user chose.
    [[nodiscard]] QByteArray saveColumns() const;
    /// The same as before; what saveColumns() did not write is passed over.
    void restoreColumns(const QByteArray& state);
    /// What to say when there is no row.
    void setPlaceholder(const QString& text);

protected:
    [[nodiscard]] virtual QString placeholder() const { return m_placeholder; }
    virtual void copy() const;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    /// A column that is to be shown, in pixels.
    struct Span {
        int column, least, wanted, rank;
    };
    [[nodiscard]] QList<Span> spans() const;
    [[nodiscard]] int titleWidth(int column) const;
    void fit();
    void chooseColumns(const QPoint& position);
    [[nodiscard]] QString toolTipAt(const QModelIndex& index) const;

    QList<ColumnWish> m_wishes;
    QHash<int, int> m_widths; ///< by column: set by the user
    QHash<int, bool> m_picked; ///< by column: shown or hidden by the user
    QString m_placeholder;
    bool m_fitting = false;
};

} // namespace vitrine
