// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/client/packet_copy.h"

#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace vitrine {

namespace {

constexpr qsizetype pieceSize = 65'536;
constexpr quint32 packetBlock = 6;
constexpr qsizetype frameSize = 12; ///< of a block without a body
constexpr quint32 largestBlock = 1024 * 1024;

quint32 numberAt(const QByteArray& bytes, qsizetype offset)
{
    quint32 number = 0;
    std::memcpy(&number, bytes.constData() + offset, sizeof number);
    return number;
}

bool writeAll(int target, const char* bytes, qsizetype size)
{
    while (size > 0) {
        const ssize_t count = ::write(target, bytes, std::size_t(size));
        if (count < 0 && errno != EINTR)
            return false;
        if (count > 0) {
            bytes += count;
            size -= count;
        }
    }
    return true;
}

} // namespace

UniqueFd openPacketFile(const QString& file)
{
    return UniqueFd(::open(
        QFile::encodeName(file).constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
}

PacketCopy::PacketCopy(int source, int target)
    : m_source(source)
    , m_target(target)
    , m_piece(pieceSize, Qt::Uninitialized)
{
}

PacketCopy::State PacketCopy::step()
{
    const ssize_t count = ::read(m_source, m_piece.data(), std::size_t(m_piece.size()));
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return State::Going;
    if (count <= 0)
        return State::Ended;
    m_pending.append(m_piece.constData(), count);
    if (writeBlocks())
        return State::Going;
    return errno == EPIPE ? State::Ended : State::Failed;
}

/// Writes the whole blocks of what is pending and takes them out of it. False: errno says why not.
bool PacketCopy::writeBlocks()
{
    qsizetype whole = 0;
    quint64 packets = 0;
    while (m_pending.size() - whole >= frameSize) {
        const quint32 size = numberAt(m_pending, whole + 4);
        if (size < frameSize || size > largestBlock || size % 4 != 0) {
            errno = EPROTO;
            return false;
        }
        if (m_pending.size() - whole < qsizetype(size))
            break;
        packets += numberAt(m_pending, whole) == packetBlock ? 1 : 0;
        whole += size;
    }
    if (!writeAll(m_target, m_pending.constData(), whole))
        return false;
    m_pending.remove(0, whole);
    m_packets += packets;
    m_bytes += quint64(whole);
    return true;
}

} // namespace vitrine
