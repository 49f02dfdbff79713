// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/packet_test.h"

#include "backend/kernel/pidfd.h"
#include "helper/launcher/background.h"

#include <cerrno>
#include <fcntl.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vitrine::launcher {

namespace {

/// What the child writes.
struct Told {
    bool sent = false;
    int number = 0; ///< errno, when it could not be sent
    network::ProbeAnswer answer;
};

/// In the child, once it is in the network namespace; NUMBER: why it is not.
Told probed(const network::Packet& packet, int number)
{
    Told told;
    told.number = number;
    if (number != 0)
        return told;
    const auto answer = network::sendProbe({ packet.to, packet.protocol, packet.port });
    told.sent = bool(answer);
    if (answer)
        told.answer = answer.value();
    else
        told.number = answer.error().number;
    return told;
}

/// The child's whole life; WRITING: where it tells.
[[noreturn]] void sendAndTell(const network::Packet& packet, int writing)
{
    const bool there = packet.from.isHost() || ::setns(packet.from.netns->get(), CLONE_NEWNET) == 0;
    const int number = there ? 0 : errno;
    const int pipe = keepOnly(writing);
    const Told told = probed(packet, number);
    (void)!::write(pipe, &told, sizeof told);
    ::_exit(0);
}

Result<network::ProbeAnswer> read(int pipe, const IpAddress& to)
{
    Told told;
    if (::read(pipe, &told, sizeof told) != ssize_t(sizeof told))
        return Error::of(
            ErrorKind::Busy, toText(to), "the process that was to send it was killed: try again");
    if (!told.sent)
        return Error::kernel(told.number, "send", toText(to));
    return told.answer;
}

} // namespace

void PacketTests::start(const network::Packet& packet, Done done)
{
    if (m_running == limit)
        return done(Error::of(ErrorKind::Busy, toText(packet.to),
            std::to_string(limit) + " packets are being tested: wait until one has its answer"));
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return done(Error::fromErrno("pipe2"));
    const auto reading = std::make_shared<const UniqueFd>(ends[0]);
    const UniqueFd writing(ends[1]);
    const pid_t child = ::fork();
    if (child < 0)
        return done(Error::fromErrno("fork"));
    if (child == 0)
        sendAndTell(packet, writing.get());
    ++m_running;
    const auto process = std::make_shared<UniqueFd>();
    const auto ended = [this, process, reading, child, to = packet.to, done = std::move(done)] {
        if (*process)
            m_loop.forget(process->get());
        while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) { }
        --m_running;
        done(read(reading->get(), to));
    };
    auto opened = kernel::openProcess(child);
    if (opened)
        *process = std::move(opened).value();
    if (!*process || !m_loop.watch(process->get(), ended))
        m_loop.after({}, ended); // it cannot be watched: wait for it
}

} // namespace vitrine::launcher
