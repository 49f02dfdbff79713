// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/views/table.h"

namespace vitrine {

/// Draws the cells of the workload list: state as shape and word, processor time as sparkline and
/// number, memory as number over a bar of its limit.
class WorkloadDelegate : public RowDelegate {
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
        const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

} // namespace vitrine
