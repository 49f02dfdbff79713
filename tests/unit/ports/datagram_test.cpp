// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/ports/running_program.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

namespace vitrine::ports {
namespace {

TEST(Datagram, ForAWithdrawnPortLeadsNowhere)
{
    const RunningProgram program;
    const UniqueFd server = serverOf(Transport::Udp);
    UniqueFd port = serverOf(Transport::Udp);
    const Request publish = lead(Transport::Udp, port.get(), server.get());
    ASSERT_EQ(program.ask(publish, { port.get() }), 0);
    const UniqueFd client = clientOf(Transport::Udp, port.get());
    port.reset(); // it has the only one
    const std::size_t before = program.descriptors();
    program.stop();
    program.send(request(Request::Kind::Withdraw, publish.host));
    EXPECT_EQ(::send(client.get(), "x", 1, 0), 1);
    program.goOn();
    EXPECT_EQ(program.answer(), 0);
    EXPECT_EQ(received(server.get()), "silence");
    EXPECT_EQ(program.descriptors(), before - 1);
    EXPECT_TRUE(program.runs());
}

} // namespace
} // namespace vitrine::ports
