// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/spec_change.h"

#include <gtest/gtest.h>

namespace vitrine {
namespace {

ContainerSpec web()
{
    return parseContainerSpec(
        { { "name", "web" }, { "image", "busybox" }, { "environment", { { "A", "1" } } },
            { "limits", { { "pids", 9 } } } })
        .value();
}

TEST(SpecChange, ReplacesFieldsAsAWholeAndKeepsTheOthers)
{
    const auto changed = changedSpec(web(), { { "environment", { { "B", "2" } } } }, {});
    ASSERT_TRUE(changed) << changed.error().message();
    EXPECT_EQ(changed.value().environment, (std::map<std::string, std::string> { { "B", "2" } }));
    EXPECT_EQ(changed.value().limits.pids, 9);
    EXPECT_EQ(changed.value().name, "web");
}

TEST(SpecChange, ResetsToTheDefault)
{
    const auto changed = changedSpec(web(), Json::object(), { "environment", "limits" });
    ASSERT_TRUE(changed) << changed.error().message();
    EXPECT_TRUE(changed.value().environment.empty());
    EXPECT_FALSE(changed.value().limits.pids);
}

TEST(SpecChange, AFieldThatIsGivenAndResetIsAsGiven)
{
    const auto changed
        = changedSpec(web(), { { "workingDirectory", "/srv" } }, { "workingDirectory" });
    ASSERT_TRUE(changed);
    EXPECT_EQ(changed.value().workingDirectory, "/srv");
}

TEST(SpecChange, ValidatesTheWhole)
{
    const auto field = [](const Json& changes, const std::vector<std::string>& reset = {}) {
        const auto changed = changedSpec(web(), changes, reset);
        return changed ? std::string("accepted") : changed.error().object;
    };
    EXPECT_EQ(field({ { "workingDirectory", "srv" } }), "workingDirectory");
    EXPECT_EQ(field({ { "colour", "red" } }), "colour");
    EXPECT_EQ(field({ { "image", "this-system" } }), "image");
    EXPECT_EQ(field({ { "name", "" } }), "name");
    EXPECT_EQ(field(Json::array()), "changes");
    EXPECT_EQ(field(Json::object(), { "image" }), "image");
    EXPECT_EQ(field(Json::object(), { "name" }), "name");
    EXPECT_EQ(field(Json::object(), { "colour" }), "colour");
    EXPECT_EQ(field({ { "image", "busybox" } }), "accepted");
}

TEST(SpecChange, TellsWhatWaitsForTheNextStart)
{
    const auto later = changedSpec(
        web(), { { "name", "new" }, { "environment", Json::object() }, { "hostname", "h" } }, {});
    EXPECT_EQ(fieldsToRestart(web(), later.value()),
        (std::vector<std::string> { "environment", "hostname" }));
    EXPECT_TRUE(fieldsToRestart(web(), web()).empty());
}

} // namespace
} // namespace vitrine
