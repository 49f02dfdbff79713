// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/views/table.h"

namespace vitrine {

/// Draws two-letter namespace badges: of the type in TypeRole before the text, or, in a cell whose
/// text is a list of badges, each of them.
class BadgeDelegate : public RowDelegate {
    Q_OBJECT
public:
    enum class Style { TypeThenText, BadgesOnly };

    explicit BadgeDelegate(Style style, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
        const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    Style m_style;
};

/// Draws the cells of the namespace matrix: a chip per namespace, filled in the colour of its inode
/// when it is not the host's, outlined when it is.
class ChipDelegate : public RowDelegate {
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;

    /// The namespace that is pointed out: all its chips get a thick border.
    void setMarked(quint64 inode) { m_marked = inode; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
        const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    quint64 m_marked = 0;
};

/// Draws the badge of TYPE ("mnt") as a rounded square where a line in AREA begins, vertically
/// centred; returns its width.
int paintBadge(
    QPainter& painter, const QRect& area, const QString& type, Qt::LayoutDirection direction);

} // namespace vitrine
