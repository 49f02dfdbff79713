// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/log_model.h"

#include "gui/models/format.h"

#include <QRegularExpression>

#include <algorithm>
#include <set>

namespace vitrine {

using Line = api::LogLine;

QString readableText(const QByteArray& text)
{
    // CSI and OSC sequences, and two-character ones.
    static const QRegularExpression sequences(QStringLiteral(
        "\\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)?|[ -/]*[0-~])"));
    QString shown = QString::fromUtf8(text);
    shown.remove(sequences);
    while (shown.endsWith(QLatin1Char('\r')))
        shown.chop(1);
    // What was printed over is not seen on a terminal either.
    if (const qsizetype over = shown.lastIndexOf(QLatin1Char('\r')); over >= 0)
        shown.remove(0, over + 1);
    for (QChar& c : shown)
        if (c == QLatin1Char('\t'))
            c = QLatin1Char(' ');
        else if (c.category() == QChar::Other_Control)
            c = QChar(QChar::ReplacementCharacter);
    return shown;
}

LogModel::LogModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

/// Lines as new rows, or as further parts of rows that are there.
QList<LogModel::Row> LogModel::gather(const QList<Line>& lines)
{
    QList<Row> added;
    std::set<int> changed;
    const qint64 known = m_gone + qint64(m_rows.size());
    for (const Line& line : lines) {
        if (line.isStart())
            m_open.fill(-1); // nothing goes on from one run to the next
        qint64& open = m_open[std::size_t(line.stream)];
        if (open < m_gone) {
            open = known + added.size();
            added.append({ line, 0 });
        } else {
            Row& row = open < known ? m_rows[std::size_t(open - m_gone)] : added[int(open - known)];
            const QByteArray part = line.text.left(maximumText - row.line.text.size());
            row.line.text += part;
            row.rest += line.text.size() - part.size();
            if (open < known)
                changed.insert(int(open - m_gone));
        }
        if (!line.partial)
            open = -1;
    }
    for (const int row : changed)
        emit dataChanged(index(row, Text), index(row, Text));
    return added;
}

void LogModel::append(const QList<Line>& lines)
{
    QList<Row> added = gather(lines);
    const qsizetype unseen = std::max<qsizetype>(0, added.size() - maximumRows);
    added.remove(0, unseen);
    const qsizetype surplus = qsizetype(m_rows.size()) + added.size() - maximumRows;
    if (surplus > 0) // some more, so that not each line moves all
        removeFirst(int(std::min(qsizetype(m_rows.size()), surplus + maximumRows / 10)));
    m_gone += unseen;
    if (added.isEmpty())
        return;
    const int first = int(m_rows.size());
    beginInsertRows({}, first, first + int(added.size()) - 1);
    m_rows.insert(m_rows.end(), added.begin(), added.end());
    endInsertRows();
}

void LogModel::removeFirst(int count)
{
    if (count == 0)
        return;
    beginRemoveRows({}, 0, count - 1);
    m_rows.erase(m_rows.begin(), m_rows.begin() + count);
    m_gone += count;
    endRemoveRows();
}

void LogModel::clear()
{
    beginResetModel();
    m_rows.clear();
    m_open.fill(-1);
    endResetModel();
}

int LogModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int LogModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

namespace {

QString nameOf(Line::Stream stream)
{
    switch (stream) {
    case Line::Stream::Output:
        return LogModel::tr("output");
    case Line::Stream::Errors:
        return LogModel::tr("error");
    case Line::Stream::Own:
        return LogModel::tr("log");
    }
    return {};
}

} // namespace

QString LogModel::textOf(const Row& row)
{
    if (row.line.isStart())
        return tr("The container was started");
    if (const auto loss = row.line.loss())
        return loss->lines > 0
            ? tr("%n line(s) were lost here: %1", nullptr, int(loss->lines)).arg(loss->reason)
            : tr("Lines were lost here: %1").arg(loss->reason);
    const QString text = readableText(row.line.text);
    return row.rest > 0 ? tr("%1… and %2 more").arg(text, formatBytes(double(row.rest))) : text;
}

QVariant LogModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[std::size_t(index.row())];
    const Line& line = row.line;
    if (role == StreamRole)
        return int(line.stream);
    if (role == LossRole)
        return line.loss().has_value();
    if (role == TimeOfDayRole)
        return line.dateTime().toString(QStringLiteral("HH:mm:ss.zzz"));
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Time:
        return line.dateTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"));
    case Stream:
        return nameOf(line.stream);
    default:
        return textOf(row);
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Time");
    case Stream:
        return tr("Stream");
    case Text:
        return tr("Line");
    default:
        return {};
    }
}

LogFilter::LogFilter(QObject* parent)
    : QSortFilterProxyModel(parent)
{
}

void LogFilter::setText(const QString& text)
{
    m_text = text.trimmed();
    invalidateFilter();
}

void LogFilter::setStreams(Streams streams)
{
    m_streams = streams;
    invalidateFilter();
}

bool LogFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QModelIndex text = sourceModel()->index(row, LogModel::Text, parent);
    const auto stream = Line::Stream(text.data(LogModel::StreamRole).toInt());
    if (stream == Line::Stream::Own)
        return m_text.isEmpty() || text.data(LogModel::LossRole).toBool();
    if ((m_streams == Streams::Output && stream != Line::Stream::Output)
        || (m_streams == Streams::Errors && stream != Line::Stream::Errors))
        return false;
    return m_text.isEmpty() || text.data().toString().contains(m_text, Qt::CaseInsensitive);
}

} // namespace vitrine
