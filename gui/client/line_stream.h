// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/unique_fd.h"

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace vitrine {

/// Reads lines from a descriptor, a little at a time, so that a large first snapshot does not hold
/// up the window.
class LineStream : public QObject {
    Q_OBJECT
public:
    /// A line that is longer ends the stream: no answer of a helper is.
    static constexpr qsizetype longestLine = 64 * 1024 * 1024;

    explicit LineStream(QObject* parent = nullptr);
    ~LineStream() override;

    /// Takes the descriptor FD and closes it in the end; an earlier one is closed now.
    void start(int fd);
    /// Closes the descriptor, which unsubscribes. closed() is not told.
    void stop();
    [[nodiscard]] bool isRunning() const { return m_notifier != nullptr; }

Q_SIGNALS:
    /// The other side closed the stream, or it broke.
    void closed();

protected:
    /// One line without its newline. False when it makes no sense: the stream is closed.
    virtual bool take(const QByteArray& line) = 0;

private:
    void readSome();
    bool takeLines();
    void end();

    UniqueFd m_fd;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QByteArray m_buffer;
    qsizetype m_searched = 0; ///< no newline in the buffer before this
};

} // namespace vitrine
