// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_capture.h"

#include "gui/app/cli_command.h"
#include "helper/api/unique_fd.h"

#include <QFile>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace vitrine::cli {

namespace {

constexpr quint32 packetBlock = 6;
constexpr qsizetype frameSize = 12; ///< of a block without a body
constexpr quint32 largestBlock = 1024 * 1024;

volatile std::sig_atomic_t stopped = 0; // a handler can reach nothing else

void stopOn(int number)
{
    struct sigaction action { };
    action.sa_handler = [](int) { stopped = 1; };
    ::sigaction(number, &action, nullptr); // without SA_RESTART, so that read(2) returns
}

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

/// Writes the whole blocks of PENDING and takes them out of it; counts PACKETS. False: errno says
/// why not, EPROTO when there is no block.
bool writeBlocks(int target, QByteArray& pending, quint64& packets)
{
    qsizetype whole = 0;
    while (pending.size() - whole >= frameSize) {
        const quint32 size = numberAt(pending, whole + 4);
        if (size < frameSize || size > largestBlock || size % 4 != 0) {
            errno = EPROTO;
            return false;
        }
        if (pending.size() - whole < qsizetype(size))
            break;
        packets += numberAt(pending, whole) == packetBlock ? 1 : 0;
        whole += size;
    }
    const bool written = writeAll(target, pending.constData(), whole);
    pending.remove(0, whole);
    return written;
}

} // namespace

int recordCapture(int source, const QString& file)
{
    UniqueFd opened;
    if (!file.isEmpty()) {
        opened.reset(::open(
            QFile::encodeName(file).constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        if (!opened) {
            printError(Text::tr("vitrine: cannot write %1: %2")
                           .arg(file, QString::fromLocal8Bit(std::strerror(errno))));
            return 1;
        }
    }
    const int target = opened ? opened.get() : STDOUT_FILENO;
    stopOn(SIGINT);
    stopOn(SIGTERM);
    std::signal(SIGPIPE, SIG_IGN);
    QByteArray pending, piece(65536, Qt::Uninitialized);
    quint64 packets = 0;
    while (!stopped) {
        const ssize_t count = ::read(source, piece.data(), std::size_t(piece.size()));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        pending.append(piece.constData(), count);
        if (writeBlocks(target, pending, packets))
            continue;
        if (errno == EPIPE) // whoever read it has seen enough
            break;
        printError(Text::tr("vitrine: cannot write %1: %2")
                       .arg(file.isEmpty() ? Text::tr("the packets") : file,
                           QString::fromLocal8Bit(std::strerror(errno))));
        return 1;
    }
    printError(Text::tr("Packets: %1").arg(packets));
    return 0;
}

} // namespace vitrine::cli
