// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/table.h"

#include <gtest/gtest.h>

using namespace vitrine::observe;
using nlohmann::json;

namespace {

ChangeRow row(const std::string& key, std::int64_t size = 0)
{
    ChangeRow row;
    row.key = key;
    row.size = size;
    return row;
}

json delta(const Records<ChangeRow>& before, const Records<ChangeRow>& after)
{
    std::string line;
    return appendDelta(line, before, after) ? json::parse(line) : json();
}

std::vector<std::string> keys(const json& rows)
{
    std::vector<std::string> keys;
    for (const json& row : rows)
        keys.push_back(row.is_string() ? row.get<std::string>() : row["key"].get<std::string>());
    return keys;
}

using Keys = std::vector<std::string>;

} // namespace

TEST(Table, DeltaHasWhatIsNewChangedAndGone)
{
    Records<ChangeRow> before, after;
    publish(before, { row("b"), row("a"), row("d"), row("e") });
    after = before;
    publish(after, { row("a"), row("c"), row("d", 5) });
    const json difference = delta(before, after);
    EXPECT_EQ(keys(difference["set"]), (Keys { "c", "d" }));
    EXPECT_EQ(keys(difference["gone"]), (Keys { "b", "e" }));
    EXPECT_EQ(difference["set"][1]["size"], 5);
}

TEST(Table, EqualRowsKeepTheirRecordAndMakeNoDelta)
{
    Records<ChangeRow> before;
    publish(before, { row("a", 1), row("b", 2) });
    Records<ChangeRow> after = before;
    publish(after, { row("b", 2), row("a", 1) });
    EXPECT_EQ(before, after);
    EXPECT_TRUE(delta(before, after).is_null());
}

TEST(Table, FromNothingAndToNothing)
{
    Records<ChangeRow> some;
    publish(some, { row("a"), row("b") });
    EXPECT_EQ(keys(delta({}, some)["set"]), (Keys { "a", "b" }));
    EXPECT_EQ(keys(delta(some, {})["gone"]), (Keys { "a", "b" }));
    EXPECT_TRUE(delta({}, {}).is_null());
}

TEST(Table, AKeyIsUniqueInItsTable)
{
    Records<ChangeRow> records;
    publish(records, { row("a", 1), row("a", 2) });
    ASSERT_EQ(records.size(), 1u);
    EXPECT_EQ(records[0]->row.size, 1);
}

TEST(Table, StrangeBytesStillMakeJson)
{
    Records<ChangeRow> records;
    publish(records, { row("\"\\\n\xff") });
    EXPECT_EQ(keys(delta({}, records)["set"]), (Keys { "\"\\\n\xef\xbf\xbd" }));
}

// Members in a random walk of tables: applying the deltas must always give the table.
TEST(Table, DeltasLeadToTheTable)
{
    Records<ChangeRow> records;
    std::map<std::string, std::int64_t> applied;
    unsigned seed = 1;
    auto next = [&seed] { return (seed = seed * 1103515245 + 12345) >> 16; };
    for (int round = 0; round < 200; ++round) {
        std::vector<ChangeRow> rows;
        for (int i = 0; i < 20; ++i)
            if (next() % 2)
                rows.push_back(row("k" + std::to_string(i), next() % 3));
        const Records<ChangeRow> before = records;
        publish(records, rows);
        const json difference = delta(before, records);
        for (const json& entry : difference.value("set", json::array()))
            applied[entry["key"]] = entry["size"];
        for (const json& key : difference.value("gone", json::array()))
            EXPECT_EQ(applied.erase(key), 1u);
        std::map<std::string, std::int64_t> expected;
        for (const ChangeRow& entry : rows)
            expected[entry.key] = entry.size;
        ASSERT_EQ(applied, expected) << "round " << round;
    }
}
