// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/logs/options.h"

#include <gtest/gtest.h>
#include <limits>

namespace vitrine::logs {
namespace {

TEST(LogOptions, SurviveTheWayThroughArguments)
{
    Options options;
    EXPECT_TRUE(argumentsOf(options).empty());
    options.follow = true;
    options.tail = 0;
    options.since = std::numeric_limits<std::int64_t>::max();
    options.stream = "stderr";
    const auto again = optionsFrom(argumentsOf(options));
    ASSERT_TRUE(again);
    EXPECT_TRUE(again.value().follow);
    EXPECT_EQ(again.value().tail, 0U);
    EXPECT_EQ(again.value().since, options.since);
    EXPECT_EQ(again.value().stream, "stderr");
}

TEST(LogOptions, NameTheArgumentThatIsWrong)
{
    for (const auto& [argument, name] : std::vector<std::pair<std::string, std::string>> {
             { "--tail=", "--tail" }, { "--tail=-1", "--tail" }, { "--tail=1x", "--tail" },
             { "--tail= 1", "--tail" }, { "--since=9223372036854775808", "--since" },
             { "--since=99999999999999999999", "--since" }, { "--stream=vitrine", "--stream" },
             { "--stream=", "--stream" }, { "--follow=yes", "--follow" },
             { "--colour", "--colour" }, { "", "" } }) {
        const auto options = optionsFrom({ "--follow", argument });
        ASSERT_FALSE(options) << argument;
        EXPECT_EQ(options.error().object, name) << argument;
    }
}

} // namespace
} // namespace vitrine::logs
