// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_capture.h"

#include "gui/app/cli_command.h"
#include "gui/client/packet_copy.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <unistd.h>

namespace vitrine::cli {

namespace {

volatile std::sig_atomic_t stopped = 0; // a handler can reach nothing else

void stopOn(int number)
{
    struct sigaction action { };
    action.sa_handler = [](int) { stopped = 1; };
    ::sigaction(number, &action, nullptr); // without SA_RESTART, so that read(2) returns
}

int cannotWrite(const QString& file)
{
    printError(Text::tr("vitrine: cannot write %1: %2")
                   .arg(file, QString::fromLocal8Bit(std::strerror(errno))));
    return 1;
}

} // namespace

int recordCapture(int source, const QString& file)
{
    UniqueFd opened;
    if (!file.isEmpty()) {
        opened = openPacketFile(file);
        if (!opened)
            return cannotWrite(file);
    }
    stopOn(SIGINT);
    stopOn(SIGTERM);
    std::signal(SIGPIPE, SIG_IGN);
    PacketCopy copy(source, opened ? opened.get() : STDOUT_FILENO);
    auto state = PacketCopy::State::Going;
    while (!stopped && state == PacketCopy::State::Going)
        state = copy.step();
    if (state == PacketCopy::State::Failed)
        return cannotWrite(file.isEmpty() ? Text::tr("the packets") : file);
    printError(Text::tr("Packets: %1").arg(copy.packets()));
    return 0;
}

} // namespace vitrine::cli
