// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/ports/running_program.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

namespace vitrine::ports {
namespace {

TEST(Door, TakesOneDescriptorWithARequest)
{
    const RunningProgram program;
    const UniqueFd port = serverOf(Transport::Tcp);
    const Request publish = lead(Transport::Tcp, port.get(), port.get());
    ASSERT_EQ(program.ask(publish, { port.get() }), 0);
    const std::size_t before = program.descriptors();
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(program.ask(publish, { port.get(), port.get() }), 0);
    EXPECT_EQ(program.descriptors(), before);
}

/// More than it has descriptors or places for.
void expectTheLastWaits(const RunningProgram& program)
{
    constexpr long busy = 20; // ticks of a second, usually 100
    std::vector<UniqueFd> askers;
    for (int i = 0; i < 20; ++i)
        askers.push_back(program.connect());
    const long before = program.used();
    EXPECT_EQ(received(askers.back().get()), "silence");
    EXPECT_LT(program.used() - before, busy);
    askers.erase(askers.begin(), askers.end() - 1);
    const Request anything;
    ::send(askers.back().get(), &anything, sizeof anything, MSG_NOSIGNAL);
    EXPECT_EQ(received(askers.back().get()).size(), sizeof(Answer));
}

TEST(Door, LetsWaitForWhomThereIsNoPlace)
{
    expectTheLastWaits(RunningProgram());
}

TEST(Door, LetsWaitForWhomThereIsNoDescriptor)
{
    expectTheLastWaits(RunningProgram(12));
}

} // namespace
} // namespace vitrine::ports
