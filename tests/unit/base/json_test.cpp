// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/base/json.h"

#include <gtest/gtest.h>

namespace vitrine {
namespace {

TEST(ParseJson, NamesWhatIsNoJson)
{
    const auto parsed = parseJson("{\"a\":", 100, "spec");
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().kind, ErrorKind::InvalidSpec);
    EXPECT_EQ(parsed.error().object, "spec");
}

TEST(ParseJson, RefusesMoreThanTheLimit)
{
    EXPECT_TRUE(parseJson("[1,2]", 5, "spec"));
    EXPECT_FALSE(parseJson("[1,2]", 4, "spec"));
}

TEST(DumpJson, KeepsBytesThatAreNoUtf8FromThrowing)
{
    EXPECT_EQ(dumpJson(Json("a\xff")), "\"a\xEF\xBF\xBD\"");
}

TEST(ObjectReader, RefusesAFieldThatNobodyRead)
{
    const Json json { { "name", "a" }, { "nmae", "b" } };
    auto reader = ObjectReader::of(json, "limits");
    ASSERT_TRUE(reader);
    std::string name;
    ASSERT_TRUE(reader.value().read("name", name));
    const auto finished = reader.value().finish();
    ASSERT_FALSE(finished);
    EXPECT_EQ(finished.error().object, "limits.nmae");
    EXPECT_EQ(finished.error().text, "unknown field");
}

TEST(ObjectReader, LeavesWhatIsAbsentAlone)
{
    const Json json = Json::object();
    auto reader = ObjectReader::of(json, "");
    std::string text = "before";
    EXPECT_TRUE(reader.value().read("text", text));
    EXPECT_EQ(text, "before");
}

TEST(ObjectReader, RefusesWrongTypesAndKeepsTheValue)
{
    const Json json { { "text", 1 }, { "flag", "yes" }, { "number", 1.5 }, { "list", { "a", 2 } },
        { "map", { { "a", 1 } } }, { "natural", -1 } };
    auto reader = ObjectReader::of(json, "").value();
    std::string text = "before";
    bool flag = true;
    std::int64_t number = 7;
    std::vector<std::string> list { "before" };
    std::map<std::string, std::string> map;
    std::optional<std::uint64_t> natural;
    EXPECT_FALSE(reader.read("text", text));
    EXPECT_FALSE(reader.read("flag", flag));
    EXPECT_FALSE(reader.read("number", number));
    const auto inList = reader.read("list", list);
    ASSERT_FALSE(inList);
    EXPECT_EQ(inList.error().object, "list[1]");
    const auto inMap = reader.read("map", map);
    ASSERT_FALSE(inMap);
    EXPECT_EQ(inMap.error().object, "map.a");
    EXPECT_FALSE(reader.read("natural", natural));
    EXPECT_EQ(text, "before");
    EXPECT_EQ(list, std::vector<std::string> { "before" });
}

TEST(ObjectReader, RefusesNumbersThatDoNotFit)
{
    const Json json { { "number", 18446744073709551615ULL } };
    auto reader = ObjectReader::of(json, "").value();
    std::int64_t number = 0;
    EXPECT_FALSE(reader.read("number", number));
}

TEST(ErrorMessage, SaysWhatOnWhatByWhichCallAndWhy)
{
    Error error = Error::kernel(ENOENT, "openat", "/nowhere");
    error.text = "the storage is missing";
    EXPECT_EQ(
        error.message(), "/nowhere: the storage is missing - openat: No such file or directory");
}

} // namespace
} // namespace vitrine
