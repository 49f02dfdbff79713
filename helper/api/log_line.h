// SPDX-License-Identifier: GPL-3.0-or-later
// A line of a container's log as a value; log_format.h says how it is written.
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>

#include <optional>

namespace vitrine::api {

struct LogLine {
    enum class Stream { Output, Errors, Own };

    qint64 time = 0; ///< CLOCK_REALTIME, nanoseconds
    Stream stream = Stream::Output; ///< Own: it tells of the log itself
    bool partial = false; ///< goes on in the next line of its stream
    QByteArray text; ///< any bytes but a newline

    [[nodiscard]] QDateTime dateTime() const
    {
        return QDateTime::fromMSecsSinceEpoch(time / 1'000'000);
    }

    /// Of Own: the container was started here.
    [[nodiscard]] bool isStart() const;
    /// Of Own: how many lines and bytes are missing here, and why.
    struct Loss {
        quint64 lines = 0, bytes = 0;
        QString reason;
    };
    [[nodiscard]] std::optional<Loss> loss() const;
};

/// LINE as it is in the log, without a newline.
[[nodiscard]] QByteArray toText(const LogLine& line);

/// TEXT without its newline; none when it is no line of a log.
[[nodiscard]] std::optional<LogLine> parseLogLine(const QByteArray& text);

} // namespace vitrine::api

Q_DECLARE_METATYPE(vitrine::api::LogLine)
