// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/ports/running_program.h"

#include <cerrno>
#include <gtest/gtest.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <vector>

namespace vitrine::ports {
namespace {

using Kind = Request::Kind;

void send(int socket, const std::string& text)
{
    ASSERT_EQ(::send(socket, text.data(), text.size(), MSG_NOSIGNAL), ssize_t(text.size()));
}

/// A port of this computer, a container's server, and connections through both.
struct Led {
    explicit Led(const RunningProgram& program, const char* address = "127.0.0.1")
        : server(serverOf(Transport::Tcp, address))
        , publish(lead(Transport::Tcp, port.get(), server.get()))
    {
        EXPECT_EQ(program.ask(publish, { port.get() }), 0);
    }
    void connect(int count = 1)
    {
        for (int i = 0; i < count; ++i) {
            clients.push_back(clientOf(Transport::Tcp, port.get()));
            containers.push_back(accepted(server.get()));
        }
    }
    UniqueFd port = serverOf(Transport::Tcp), server;
    Request publish;
    std::vector<UniqueFd> clients, containers;
};

void expectLeads(const Led& led)
{
    send(led.clients[0].get(), "question");
    EXPECT_EQ(received(led.containers[0].get()), "question");
    send(led.containers[0].get(), "answer");
    EXPECT_EQ(received(led.clients[0].get()), "answer");
}

Request cut(const Led& led)
{
    return { Kind::Cut, {}, led.publish.targets };
}

TEST(Stream, IsCutByWhereItLeadsAfterItsPortHasGone)
{
    const RunningProgram program;
    Led ended(program), other(program, "127.0.0.2");
    ended.connect();
    other.connect();
    EXPECT_EQ(program.ask(request(Kind::Withdraw, ended.publish.host)), 0);
    expectLeads(ended);
    EXPECT_EQ(program.ask(cut(ended)), 0);
    EXPECT_EQ(received(ended.clients[0].get()), "reset");
    EXPECT_EQ(received(ended.containers[0].get()), "reset");
    expectLeads(other);
}

TEST(Stream, IsCutWhileItHasMoreToTell)
{
    const RunningProgram program;
    Led ended(program), other(program, "127.0.0.2");
    ended.connect(20);
    other.connect();
    program.stop();
    program.send(cut(ended));
    for (const auto& client : ended.clients)
        send(client.get(), "still sent");
    program.goOn();
    EXPECT_EQ(program.answer(), 0);
    EXPECT_EQ(received(ended.clients[0].get()), "reset");
    expectLeads(other);
    EXPECT_TRUE(program.runs());
}

/// Until the way is full.
void fillUp(int socket)
{
    const std::string block(1 << 16, 'd');
    for (int rounds = 0; rounds < 3; ++rounds) {
        while (::send(socket, block.data(), block.size(), MSG_DONTWAIT) > 0) { }
        ::usleep(100'000);
    }
}

/// Behind the data.
std::string endOf(int socket)
{
    std::string last;
    do
        last = received(socket);
    while (last.front() == 'd');
    return last;
}

TEST(Stream, PassesAResetOnWhateverIsSentMeanwhile)
{
    for (const bool clientSpeaks : { false, true }) {
        const RunningProgram program;
        Led led(program);
        led.connect();
        fillUp(led.containers[0].get());
        const linger now { 1, 0 };
        ::setsockopt(led.containers[0].get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
        led.containers[0].reset();
        ::usleep(100'000);
        if (clientSpeaks)
            send(led.clients[0].get(), "x");
        ::usleep(100'000);
        EXPECT_EQ(endOf(led.clients[0].get()), "reset") << clientSpeaks;
    }
}

/// The kernel answers what comes for a closed socket with a reset.
TEST(Stream, HasACleanEndWhenTheServerHadSentAll)
{
    const RunningProgram program;
    Led led(program);
    led.connect();
    fillUp(led.containers[0].get());
    int unsent = 1;
    for (int i = 0; unsent > 0 && i < 1000; ++i) {
        EXPECT_EQ(received(led.clients[0].get()).front(), 'd');
        ::usleep(1000);
        ::ioctl(led.containers[0].get(), SIOCOUTQ, &unsent);
    }
    led.containers[0].reset();
    for (int i = 0; i < 3; ++i) {
        ::usleep(100'000);
        send(led.clients[0].get(), "x");
    }
    ::usleep(100'000);
    EXPECT_EQ(endOf(led.clients[0].get()), "end");
}

} // namespace
} // namespace vitrine::ports
