// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/container_spec.h"

#include <gtest/gtest.h>

namespace vitrine {
namespace {

Result<ContainerSpec> with(const Json& log)
{
    return parseContainerSpec({ { "image", "busybox" }, { "log", log } });
}

TEST(LogSpec, KeepsThreeFilesOf10MiBUnlessAskedOtherwise)
{
    const auto spec = parseContainerSpec({ { "image", "busybox" } });
    EXPECT_EQ(spec.value().log, LogOptions {});
    const Json wanted { { "maxSize", 10 << 20 }, { "files", 3 } };
    EXPECT_EQ(toJson(spec.value())["log"], wanted);
    EXPECT_EQ(with(Json::object()).value().log, LogOptions {});
    EXPECT_EQ(with({ { "files", 5 } }).value().log.maxSize, LogOptions {}.maxSize);
}

TEST(LogSpec, SurvivesTheWayThroughJson)
{
    for (const Json& log : { Json("none"), Json { { "maxSize", 65'536 }, { "files", 1 } },
             Json { { "maxSize", 1 << 30 }, { "files", 16 } } }) {
        const auto spec = with(log);
        ASSERT_TRUE(spec) << log;
        EXPECT_EQ(toJson(spec.value())["log"], log);
        EXPECT_EQ(parseContainerSpec(toJson(spec.value())).value(), spec.value());
    }
    EXPECT_FALSE(with("none").value().log.kept);
}

TEST(LogSpec, NamesTheFieldThatIsWrong)
{
    for (const auto& [log, field] : std::vector<std::pair<Json, const char*>> { { "all", "log" },
             { "None", "log" }, { true, "log" }, { nullptr, "log" }, { Json::array(), "log" },
             { 0, "log" }, { { { "maxSize", 65'535 } }, "log.maxSize" },
             { { { "maxSize", (1 << 30) + 1 } }, "log.maxSize" },
             { { { "maxSize", -1 } }, "log.maxSize" }, { { { "maxSize", 1.5 } }, "log.maxSize" },
             { { { "maxSize", "1M" } }, "log.maxSize" }, { { { "files", 0 } }, "log.files" },
             { { { "files", 17 } }, "log.files" }, { { { "files", true } }, "log.files" },
             { { { "colour", "red" } }, "log.colour" } }) {
        const auto spec = with(log);
        ASSERT_FALSE(spec) << log;
        EXPECT_EQ(spec.error().object, field) << log;
    }
}

} // namespace
} // namespace vitrine
