// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/text_rules.h"

#include <csignal>
#include <gtest/gtest.h>

namespace vitrine {
namespace {

TEST(Signals, HaveNamesAndNumbers)
{
    for (const char* text : { "TERM", "SIGTERM", "term", "SigTerm", "15" }) {
        const auto number = parseSignal("signal", text);
        ASSERT_TRUE(number) << text;
        EXPECT_EQ(number.value(), SIGTERM);
    }
    EXPECT_EQ(parseSignal("signal", "RTMIN").value(), SIGRTMIN);
    EXPECT_EQ(parseSignal("signal", "rtmin+3").value(), SIGRTMIN + 3);
    EXPECT_EQ(parseSignal("signal", std::to_string(SIGRTMAX)).value(), SIGRTMAX);
}

TEST(Signals, NothingElseIsOne)
{
    for (const char* text : { "", "0", "-1", "+9", "09", "9 ", " 9", "65", "0x9", "4294967305",
             "18446744073709551625", "NOSUCH", "SIG", "RTMIN+99", "RTMIN-1" }) {
        const auto number = parseSignal("signal", text);
        ASSERT_FALSE(number) << text;
        EXPECT_EQ(number.error().object, "signal");
        EXPECT_EQ(number.error().kind, ErrorKind::InvalidSpec);
    }
}

} // namespace
} // namespace vitrine
