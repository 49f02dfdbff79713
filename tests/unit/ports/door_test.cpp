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

} // namespace
} // namespace vitrine::ports
