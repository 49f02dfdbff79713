// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/api/log_format.h"
#include "helper/logs/selection.h"

#include <ctime>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace vitrine::logs {
namespace {

using api::log::parse;
using api::log::timeIn;

constexpr std::int64_t second = 1'000'000'000;

std::string textOf(std::int64_t time)
{
    const auto text = api::log::timeText(time);
    return { text.data(), text.size() };
}

TEST(LogTime, IsWrittenAsTheCalendarHasIt)
{
    EXPECT_EQ(textOf(0), "1970-01-01T00:00:00.000000000Z");
    EXPECT_EQ(textOf(951'782'400 * second + 7), "2000-02-29T00:00:00.000000007Z");
    EXPECT_EQ(textOf(1'709'251'199 * second + 999'999'999), "2024-02-29T23:59:59.999999999Z");
    EXPECT_EQ(textOf(4'107'542'399 * second), "2100-02-28T23:59:59.000000000Z");
    EXPECT_EQ(textOf(4'107'542'400 * second), "2100-03-01T00:00:00.000000000Z");
}

TEST(LogTime, AgreesWithTheCLibraryDayByDay)
{
    for (std::int64_t day = 0; day < 292 * 365; ++day) {
        const std::time_t seconds = day * 86'400 + day % 86'400;
        std::tm parts {};
        ASSERT_TRUE(::gmtime_r(&seconds, &parts));
        char text[32];
        ASSERT_GT(std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.000000000Z", &parts), 0U);
        ASSERT_EQ(textOf(seconds * second), text);
        ASSERT_EQ(timeIn(text), seconds * second);
    }
}

TEST(LogTime, IsNothingElse)
{
    for (const char* text : { "", "2026-11-23T00:04:56.123456789", "2026-11-23 00:04:56.123456789Z",
             "2026-13-01T00:00:00.000000000Z", "2026-00-01T00:00:00.000000000Z",
             "2026-02-29T00:00:00.000000000Z", "2026-04-31T00:00:00.000000000Z",
             "2026-11-23T24:00:00.000000000Z", "2026-11-23T00:60:00.000000000Z",
             "2026-11-23T00:00:60.000000000Z", "2026-11-23T00:00:00.00000000xZ",
             "-026-11-23T00:00:00.000000000Z", "1969-12-31T23:59:59.000000000Z",
             "2262-01-01T00:00:00.000000000Z", "9999-12-31T23:59:59.999999999Z" })
        EXPECT_EQ(timeIn(text), std::nullopt) << text;
    EXPECT_TRUE(timeIn("2261-12-31T23:59:59.999999999Z"));
}

TEST(LogLine, IsTakenApart)
{
    const std::string time = "2026-11-23T00:04:56.123456789Z";
    const auto line = parse(time + " stdout F a whole  line\r");
    ASSERT_TRUE(line);
    EXPECT_EQ(textOf(line->time), time);
    EXPECT_EQ(line->stream, "stdout");
    EXPECT_FALSE(line->partial);
    EXPECT_EQ(line->text, "a whole  line\r");
    EXPECT_TRUE(parse(time + " stderr P part")->partial);
    EXPECT_EQ(parse(time + " vitrine F ")->text, "");
    for (const char* rest : { "", " ", " stdout", " stdout F", " stdout Fx", " stdout X text",
             " stdin F text", "  stdout F text", "\tstdout F text", " stdout  F text" })
        EXPECT_FALSE(parse(time + rest)) << rest;
    EXPECT_FALSE(parse("stdout F text"));
}

TEST(LogLine, IsFoundAmongDamagedOnes)
{
    const std::string good = "2026-11-23T00:04:56.123456789Z stdout F good\n";
    const std::string text = "garbage\n" + good + "\n" + good + good.substr(0, 40);
    std::vector<std::string> found;
    const auto keep = [&](std::string_view raw, const api::log::Line&) { found.emplace_back(raw); };
    EXPECT_EQ(forEachLine(text, keep), text.size() - 40); // the rest may still come
    EXPECT_EQ(found, (std::vector<std::string> { good, good }));
    EXPECT_EQ(forEachLine("no end", keep), 0U);
    EXPECT_EQ(found.size(), 2U);
}

} // namespace
} // namespace vitrine::logs
