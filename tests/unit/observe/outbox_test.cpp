// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/base/unique_fd.h"
#include "backend/observe/outbox.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <gtest/gtest.h>

using namespace vitrine;
using namespace vitrine::observe;

namespace {

struct Pipe {
    UniqueFd read, write;
    Pipe()
    {
        std::array<int, 2> ends {};
        EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK), 0);
        read.reset(ends[0]);
        write.reset(ends[1]);
    }
    std::string take()
    {
        std::string all;
        std::array<char, 65536> part;
        for (ssize_t got; (got = ::read(read.get(), part.data(), part.size())) > 0;)
            all.append(part.data(), std::size_t(got));
        return all;
    }
};

} // namespace

TEST(Outbox, LinesArriveInOrderAcrossAFullPipe)
{
    Pipe pipe;
    Outbox outbox;
    std::string sent, received;
    for (int i = 0; i < 50; ++i) {
        const std::string line = std::string(10'000, char('a' + i % 26)) + "\n";
        ASSERT_TRUE(outbox.push(line));
        sent += line;
    }
    while (!outbox.isEmpty()) {
        ASSERT_TRUE(outbox.flush(pipe.write.get()));
        received += pipe.take();
    }
    EXPECT_EQ(received, sent);
    EXPECT_EQ(outbox.bytes(), 0u);
}

TEST(Outbox, RefusesMoreThanTheBacklogButTakesOneLongLine)
{
    Outbox outbox;
    ASSERT_TRUE(outbox.push(std::string(2 * Outbox::maximumBacklog, 'x')));
    EXPECT_FALSE(outbox.push("y"));
    outbox.clear();
    EXPECT_TRUE(outbox.isEmpty());
    ASSERT_TRUE(outbox.push(std::string(Outbox::maximumBacklog - 1, 'x')));
    EXPECT_TRUE(outbox.push("y"));
    EXPECT_FALSE(outbox.push("z"));
}

TEST(Outbox, ClearKeepsTheLineThatHasBegun)
{
    Pipe pipe;
    Outbox outbox;
    const std::string begun = std::string(200'000, 'a') + "\n";
    ASSERT_TRUE(outbox.push(begun));
    ASSERT_TRUE(outbox.push("forgotten\n"));
    ASSERT_TRUE(outbox.flush(pipe.write.get()));
    ASSERT_FALSE(outbox.isEmpty());
    outbox.clear();
    std::string received = pipe.take();
    while (!outbox.isEmpty()) {
        ASSERT_TRUE(outbox.flush(pipe.write.get()));
        received += pipe.take();
    }
    EXPECT_EQ(received, begun);
}

TEST(Outbox, AClosedReaderIsEpipe)
{
    std::signal(SIGPIPE, SIG_IGN);
    Pipe pipe;
    Outbox outbox;
    ASSERT_TRUE(outbox.push("x\n"));
    pipe.read.reset();
    const auto flushed = outbox.flush(pipe.write.get());
    ASSERT_FALSE(flushed);
    EXPECT_EQ(flushed.error().number, EPIPE);
}
