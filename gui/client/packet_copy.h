// SPDX-License-Identifier: GPL-3.0-or-later
// Packets from Manager1.Capture to where they are kept.
#pragma once

#include "helper/api/unique_fd.h"

#include <QByteArray>
#include <QString>

namespace vitrine {

/// Opens FILE for packets, which only its owner reads, and empties it. Invalid: errno says why.
[[nodiscard]] UniqueFd openPacketFile(const QString& file);

/// Copies pcapng from one descriptor to another, whole blocks only, so that what is there is a good
/// capture whenever it ends.
class PacketCopy {
public:
    enum class State {
        Going,
        Ended, ///< there is no more, or nobody reads it
        Failed, ///< errno says why; EPROTO: what comes is no pcapng
    };

    /// The descriptors stay the caller's.
    PacketCopy(int source, int target);

    /// Waits for packets, or for a signal, and writes those that are whole.
    [[nodiscard]] State step();
    [[nodiscard]] quint64 packets() const { return m_packets; }
    [[nodiscard]] quint64 bytes() const { return m_bytes; }

private:
    [[nodiscard]] bool writeBlocks();

    int m_source, m_target;
    QByteArray m_piece, m_pending;
    quint64 m_packets = 0, m_bytes = 0;
};

} // namespace vitrine
