// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/keyed_model.h"
#include "gui/models/stats_history.h"

namespace vitrine {

struct StatTableRow {
    QString key; ///< the time
    StatPoint point;
};
struct StatTableExtra { };

/// The points of a chart as a table, one row a moment: the chart's twin.
class StatsTableModel : public RowsModel<StatTableRow, StatTableExtra> {
    Q_OBJECT
public:
    explicit StatsTableModel(QObject* parent = nullptr);

    /// Brings the rows to POINTS; gaps are left out.
    void setPoints(const QList<StatPoint>& points);

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    QVariant text(const StatTableRow& row, const StatTableExtra& extra, int column) const override;
    QVariant sortValue(
        const StatTableRow& row, const StatTableExtra& extra, int column) const override;
    bool isFigure(int column) const override;
};

/// VALUE of FIGURE with its unit, a dash when it is not known.
[[nodiscard]] QString formatFigure(StatPoint::Figure figure, double value);

} // namespace vitrine
