// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/api/log_line.h"

#include "helper/api/log_format.h"

#include <QString>

namespace vitrine::api {

bool LogLine::isStart() const
{
    return stream == Stream::Own
        && text == QByteArrayView(log::startedText.data(), qsizetype(log::startedText.size()));
}

std::optional<LogLine::Loss> LogLine::loss() const
{
    const QByteArrayView word(log::lostWord.data(), qsizetype(log::lostWord.size()));
    if (stream != Stream::Own || !text.startsWith(word))
        return {};
    const QList<QByteArray> parts = text.mid(word.size()).split(' ');
    Loss loss;
    loss.lines = parts.value(0).toULongLong();
    loss.bytes = parts.value(1).toULongLong();
    loss.reason = QString::fromUtf8(parts.mid(2).join(' '));
    return loss;
}

QByteArray toText(const LogLine& line)
{
    const auto time = log::timeText(line.time);
    const auto& stream = line.stream == LogLine::Stream::Own ? log::ownStream
        : line.stream == LogLine::Stream::Errors             ? log::errorStream
                                                             : log::outputStream;
    return QByteArray(time.data(), qsizetype(time.size())) + ' '
        + QByteArray(stream.data(), qsizetype(stream.size())) + (line.partial ? " P " : " F ")
        + line.text;
}

std::optional<LogLine> parseLogLine(const QByteArray& text)
{
    const auto parsed = log::parse({ text.constData(), std::size_t(text.size()) });
    if (!parsed)
        return {};
    LogLine line;
    line.time = parsed->time;
    line.stream = parsed->stream == log::ownStream ? LogLine::Stream::Own
        : parsed->stream == log::errorStream       ? LogLine::Stream::Errors
                                                   : LogLine::Stream::Output;
    line.partial = parsed->partial;
    line.text = QByteArray(parsed->text.data(), qsizetype(parsed->text.size()));
    return line;
}

} // namespace vitrine::api
