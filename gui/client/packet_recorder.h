// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/client/packet_copy.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <thread>

namespace vitrine {

/// Records packets in a file, in a thread of its own, so that neither a slow disk holds up the
/// window nor the window the packets. Ends with its owner.
class PacketRecorder : public QObject {
    Q_OBJECT
public:
    /// Takes SOURCE, a pipe of Manager1.Capture, and TARGET, an open file.
    PacketRecorder(UniqueFd source, UniqueFd target, QObject* parent = nullptr);
    ~PacketRecorder() override;

    /// Ends it; ended() follows.
    void stop();
    [[nodiscard]] quint64 packets() const { return m_packets; }
    [[nodiscard]] quint64 bytes() const { return m_bytes; }

signals:
    /// There are more of them; at most some times a second.
    void progressed();
    /// Nothing more comes. ERROR: errno of what failed, 0: nothing did.
    void ended(int error);

private:
    void run();
    void look();

    UniqueFd m_source, m_target, m_stop; ///< the last: an eventfd
    std::atomic<quint64> m_packets { 0 }, m_bytes { 0 };
    std::atomic<bool> m_over { false };
    std::atomic<int> m_error { 0 };
    quint64 m_told = 0; ///< bytes
    QTimer m_looks;
    std::thread m_thread;
};

} // namespace vitrine
