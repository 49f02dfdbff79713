// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/stats_table_model.h"

#include "gui/models/units.h"

#include <QDateTime>
#include <QLocale>

#include <cmath>

namespace vitrine {

QString formatFigure(StatPoint::Figure figure, double value)
{
    if (std::isnan(value))
        return units::unknown();
    switch (figure) {
    case StatPoint::Cpu:
    case StatPoint::Throttled:
        return units::percent(value);
    case StatPoint::Memory:
        return units::bytes(value);
    case StatPoint::Processes:
        return units::count(qint64(std::lround(value)));
    default:
        return units::networkRate(value);
    }
}

StatsTableModel::StatsTableModel(QObject* parent)
    : RowsModel(parent)
{
}

void StatsTableModel::setPoints(const QList<StatPoint>& points)
{
    QList<StatTableRow> rows;
    for (const StatPoint& point : points) {
        if (point.isGap())
            continue;
        StatTableRow row { QString::number(point.time), point };
        const auto* before = rowOf(row.key);
        if (!before || before->point.values != point.values)
            rows.append(row);
    }
    QSet<QString> kept;
    for (const StatPoint& point : points)
        kept.insert(QString::number(point.time));
    QStringList gone;
    for (auto it = nodes().begin(); it != nodes().end(); ++it)
        if (!kept.contains(it.key()))
            gone.append(it.key());
    applyRows(rows, gone, false, 0);
}

int StatsTableModel::columnCount(const QModelIndex&) const
{
    return 1 + StatPoint::FigureCount;
}

QVariant StatsTableModel::text(const StatTableRow& row, const StatTableExtra&, int column) const
{
    if (column == 0)
        return QLocale().toString(
            QDateTime::fromMSecsSinceEpoch(row.point.time).time(), QStringLiteral("HH:mm:ss"));
    const auto figure = StatPoint::Figure(column - 1);
    return formatFigure(figure, row.point.value(figure));
}

QVariant StatsTableModel::sortValue(
    const StatTableRow& row, const StatTableExtra&, int column) const
{
    return column == 0 ? QVariant(row.point.time)
                       : QVariant(row.point.value(StatPoint::Figure(column - 1)));
}

bool StatsTableModel::isFigure(int column) const
{
    return column > 0;
}

QVariant StatsTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    static constexpr const char* titles[]
        = { QT_TR_NOOP("Time"), QT_TR_NOOP("CPU"), QT_TR_NOOP("Memory"), QT_TR_NOOP("Processes"),
              QT_TR_NOOP("Receiving"), QT_TR_NOOP("Sending"), QT_TR_NOOP("Reading"),
              QT_TR_NOOP("Writing"), QT_TR_NOOP("Throttled") };
    return section >= 0 && section < columnCount() ? tr(titles[section]) : QVariant();
}

} // namespace vitrine
