// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/log_line.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include <array>
#include <deque>

namespace vitrine {

/// The last lines of a log, one row each; parts of a line are put together. Memory is bounded: the
/// oldest rows go.
class LogModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Time, Stream, Text, ColumnCount };
    enum Role {
        StreamRole = Qt::UserRole, ///< api::LogLine::Stream
        LossRole, ///< bool: lines are missing here
        TimeOfDayRole, ///< the time without its date
    };
    static constexpr int maximumRows = 20'000;
    static constexpr int maximumText = 16 * 1024; ///< bytes of one row; the rest is counted

    explicit LogModel(QObject* parent = nullptr);

    /// More lines, the newest last.
    void append(const QList<api::LogLine>& lines);
    void clear();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        api::LogLine line;
        qsizetype rest = 0; ///< bytes of the line that are not shown
    };
    [[nodiscard]] static QString textOf(const Row& row);
    [[nodiscard]] QList<Row> gather(const QList<api::LogLine>& lines);
    void removeFirst(int count);

    std::deque<Row> m_rows;
    qint64 m_gone = 0; ///< so many rows have been removed from the top
    /// By stream: the row that its next part belongs to, counted with those that are gone.
    std::array<qint64, 3> m_open { -1, -1, -1 };
};

/// Rows of a LogModel that have a text in them, of one stream or of both. What tells of the log
/// itself always shows.
class LogFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    enum class Streams { All, Output, Errors };

    explicit LogFilter(QObject* parent = nullptr);
    void setText(const QString& text);
    void setStreams(Streams streams);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QString m_text;
    Streams m_streams = Streams::All;
};

/// What a container printed as text for people: no escape sequences, no control characters.
[[nodiscard]] QString readableText(const QByteArray& text);

} // namespace vitrine
