// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/packet_path_model.h"

#include <QColor>
#include <QIcon>
#include <QPalette>
#include <QStyledItemDelegate>

namespace vitrine {

/// The colour and the icon of a hop's state, on PALETTE.
[[nodiscard]] QColor hopColour(HopState state, const QPalette& palette);
[[nodiscard]] QIcon hopIcon(HopState state, const QPalette& palette);

/// Draws a row of PacketPathModel: state, place and kind in a line, below it the reason, wrapped to
/// the width of the list.
class HopDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
        const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(
        const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace vitrine
