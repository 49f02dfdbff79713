// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/change_model.h"

#include "gui/models/units.h"

#include <QDateTime>
#include <QLocale>

namespace vitrine {

QString changeName(const QString& change)
{
    if (change == QLatin1String("added"))
        return ChangeModel::tr("+ added");
    if (change == QLatin1String("changed"))
        return ChangeModel::tr("● changed");
    if (change == QLatin1String("deleted"))
        return ChangeModel::tr("− deleted");
    if (change == QLatin1String("opaque"))
        return ChangeModel::tr("◐ replaced");
    return change;
}

QString changeExplanation(const QString& change)
{
    if (change == QLatin1String("added"))
        return ChangeModel::tr("Not in any lower layer");
    if (change == QLatin1String("changed"))
        return ChangeModel::tr("Copied up from a lower layer and changed");
    if (change == QLatin1String("deleted"))
        return ChangeModel::tr("Whiteout: hides an entry of a lower layer");
    if (change == QLatin1String("opaque"))
        return ChangeModel::tr("Opaque directory: hides what the lower layers have in it");
    return {};
}

ChangeModel::ChangeModel(QObject* parent)
    : ObservedModel(parent)
{
}

QString ChangeModel::parentIdentityOf(const api::ChangeRow& row) const
{
    const auto slash = row.path.lastIndexOf(QLatin1Char('/'));
    return slash > 0 ? row.workload + QLatin1Char(':') + row.path.left(slash) : QString();
}

ChangeCounts ChangeModel::countsOf(const QString& workload) const
{
    ChangeCounts counts;
    forEach([&](const api::ChangeRow& row, const ChangeExtra&) {
        if (row.workload != workload)
            return;
        counts.added += row.change == QLatin1String("added");
        counts.changed += row.change == QLatin1String("changed");
        counts.deleted += row.change == QLatin1String("deleted");
        counts.opaque += row.change == QLatin1String("opaque");
    });
    return counts;
}

int ChangeModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QVariant ChangeModel::text(const api::ChangeRow& row, const ChangeExtra&, int column) const
{
    switch (column) {
    case Path: {
        // Below a directory that is shown itself, the last part says it all.
        const bool nested
            = nodeOf(row.key)->parent != nullptr && indexOf(row.key).parent().isValid();
        return nested ? row.path.section(QLatin1Char('/'), -1) : row.path;
    }
    case Change:
        return changeName(row.change);
    case Type: {
        static constexpr const char* names[] = { QT_TR_NOOP("file"), QT_TR_NOOP("directory"),
            QT_TR_NOOP("symlink"), QT_TR_NOOP("device"), QT_TR_NOOP("fifo"), QT_TR_NOOP("socket"),
            QT_TR_NOOP("whiteout") };
        for (const char* name : names)
            if (row.type == QLatin1String(name))
                return tr(name);
        return row.type;
    }
    case Size:
        return row.type == QLatin1String("file") ? units::bytes(double(row.size)) : QString();
    case Modified:
        return row.modified == 0
            ? QString()
            : QLocale().toString(QDateTime::fromSecsSinceEpoch(row.modified), QLocale::ShortFormat);
    }
    return {};
}

QVariant ChangeModel::sortValue(
    const api::ChangeRow& row, const ChangeExtra& extra, int column) const
{
    switch (column) {
    case Size:
        return row.size;
    case Modified:
        return row.modified;
    case Path:
        return row.path;
    default:
        return text(row, extra, column).toString();
    }
}

QVariant ChangeModel::toolTip(const api::ChangeRow& row, int column) const
{
    return column == Path ? row.path : changeExplanation(row.change);
}

bool ChangeModel::isFigure(int column) const
{
    return column == Size;
}

QVariant ChangeModel::other(const api::ChangeRow& row, int column, int role) const
{
    return role == TypeRole ? QVariant(row.change) : ObservedModel::other(row, column, role);
}

QVariant ChangeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Path:
        return tr("Path");
    case Change:
        return tr("Change");
    case Type:
        return tr("Type");
    case Size:
        return tr("Size");
    case Modified:
        return tr("Modified");
    }
    return {};
}

} // namespace vitrine
