// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/step_model.h"

#include "gui/models/format.h"
#include "gui/models/helper_texts.h"

#include <algorithm>

namespace vitrine {

namespace {

bool sameSteps(const QList<api::StepInfo>& left, const QList<api::StepInfo>& right)
{
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
        [](const auto& one, const auto& other) {
            return one.index == other.index && one.text == other.text;
        });
}

} // namespace

void StepModel::setSteps(const QList<api::StepInfo>& steps)
{
    if (steps == m_steps)
        return;
    qint64 longest = 0;
    for (const auto& step : steps)
        longest = std::max(longest, step.duration);
    if (sameSteps(steps, m_steps)) {
        m_steps = steps;
        m_longest = longest;
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_steps = steps;
    m_longest = longest;
    endResetModel();
}

qint64 StepModel::total() const
{
    qint64 end = -1;
    for (const auto& step : m_steps)
        if (step.duration >= 0)
            end = std::max(end, std::max<qint64>(step.start, 0) + step.duration);
    return end;
}

QString StepModel::commands() const
{
    QStringList lines;
    for (const auto& step : m_steps)
        if (!step.command.isEmpty())
            lines.append(step.command);
    return lines.join(QLatin1Char('\n'));
}

int StepModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_steps.size());
}

int StepModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant StepModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& step = m_steps.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(step, index.column());
    case Qt::ToolTipRole:
        return text(step, index.column());
    case Qt::TextAlignmentRole:
        return index.column() == NumberColumn || index.column() == TimeColumn
            ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter))
            : QVariant();
    case TimeShareRole:
        return step.duration < 0 || m_longest == 0 ? -1.0
                                                   : double(step.duration) / double(m_longest);
    case StateRole:
        return step.state;
    case CommandRole:
        return step.command;
    case NoteRole:
        return step.note;
    default:
        return {};
    }
}

QString StepModel::text(const api::StepInfo& step, int column) const
{
    switch (column) {
    case NumberColumn:
        return QString::number(step.index + 1);
    case TextColumn: {
        const QString words = translatedHelperText(step.text);
        return step.note.isEmpty() ? words
                                   : tr("%1 (%2)").arg(words, translatedHelperText(step.note));
    }
    case WhereColumn:
        return step.where == QLatin1String("child") ? tr("container") : tr("host");
    case TimeColumn:
        return formatDuration(step.duration);
    case StateColumn:
        if (step.state == QLatin1String("done"))
            return tr("done");
        if (step.state == QLatin1String("failed"))
            return tr("failed");
        if (step.state == QLatin1String("undone"))
            return tr("undone");
        return step.state.isEmpty() ? QString() : tr("pending");
    case CommandColumn:
        return step.command;
    default:
        return {};
    }
}

QVariant StepModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case NumberColumn:
        return tr("#");
    case TextColumn:
        return tr("Step");
    case WhereColumn:
        return tr("Where");
    case TimeColumn:
        return tr("Time");
    case StateColumn:
        return tr("State");
    case CommandColumn:
        return tr("Equivalent command");
    default:
        return {};
    }
}

} // namespace vitrine
