// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_signals.h"

#include <QSocketNotifier>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace vitrine::cli {

namespace {

/// Where the handler writes, by signal; a handler can reach nothing but a global.
std::array<volatile int, NSIG> writeEnds {};

void onSignal(int number)
{
    const int saved = errno;
    const auto byte = static_cast<unsigned char>(number);
    // A full pipe holds enough of them.
    [[maybe_unused]] const auto written = ::write(writeEnds[std::size_t(number)], &byte, 1);
    errno = saved;
}

} // namespace

SignalWatch::SignalWatch(std::initializer_list<int> numbers, QObject* parent)
    : QObject(parent)
{
    if (::pipe2(m_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return; // the signals do what they do by default
    auto* notifier = new QSocketNotifier(m_pipe[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, &SignalWatch::readPipe);
    for (const int number : numbers) {
        writeEnds[std::size_t(number)] = m_pipe[1];
        struct sigaction action { };
        action.sa_handler = onSignal;
        action.sa_flags = SA_RESTART;
        Watched watched { number, {} };
        if (::sigaction(number, &action, &watched.before) == 0)
            m_watched.push_back(watched);
    }
}

SignalWatch::~SignalWatch()
{
    for (const Watched& watched : m_watched)
        ::sigaction(watched.number, &watched.before, nullptr);
    for (const int end : m_pipe)
        if (end >= 0)
            ::close(end);
}

void SignalWatch::readPipe()
{
    unsigned char number = 0;
    while (::read(m_pipe[0], &number, 1) == 1)
        emit raised(number);
}

} // namespace vitrine::cli
