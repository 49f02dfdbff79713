// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/log_model.h"

#include <QRegularExpression>

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

bool LogModel::continues(const Line& line) const
{
    return !m_rows.empty() && m_rows.back().partial && m_rows.back().stream == line.stream;
}

void LogModel::append(const QList<Line>& lines)
{
    QList<Line> added;
    int changed = 0; // rows at the end that there were
    for (const Line& line : lines) {
        Line* last = !added.isEmpty() ? &added.last() : continues(line) ? &m_rows.back() : nullptr;
        if (last && last->partial && last->stream == line.stream) {
            changed = added.isEmpty() ? 1 : changed;
            last->partial = line.partial;
            if (last->text.size() < maximumText)
                last->text += line.text.left(maximumText - last->text.size());
        } else {
            added.append(line);
        }
    }
    if (changed > 0) {
        const QModelIndex row = index(int(m_rows.size()) - 1, Text);
        emit dataChanged(row, row);
    }
    added = added.mid(std::max<qsizetype>(0, added.size() - maximumRows));
    if (const int surplus = int(m_rows.size()) + int(added.size()) - maximumRows; surplus > 0) {
        // Some more, so that not each line moves all.
        const int gone = std::min(int(m_rows.size()), surplus + maximumRows / 10);
        beginRemoveRows({}, 0, gone - 1);
        m_rows.erase(m_rows.begin(), m_rows.begin() + gone);
        endRemoveRows();
    }
    if (added.isEmpty())
        return;
    const int first = int(m_rows.size());
    beginInsertRows({}, first, first + int(added.size()) - 1);
    m_rows.insert(m_rows.end(), added.begin(), added.end());
    endInsertRows();
}

void LogModel::clear()
{
    beginResetModel();
    m_rows.clear();
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

QString textOf(const Line& line)
{
    if (line.isStart())
        return LogModel::tr("The container was started");
    if (const auto loss = line.loss())
        return loss->lines > 0
            ? LogModel::tr("%n line(s) were lost here: %1", nullptr, int(loss->lines))
                  .arg(loss->reason)
            : LogModel::tr("Lines were lost here: %1").arg(loss->reason);
    return readableText(line.text);
}

} // namespace

QVariant LogModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Line& line = m_rows[std::size_t(index.row())];
    if (role == StreamRole)
        return int(line.stream);
    if (role == LossRole)
        return line.loss().has_value();
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Time:
        return line.dateTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"));
    case Stream:
        return nameOf(line.stream);
    default:
        return textOf(line);
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
