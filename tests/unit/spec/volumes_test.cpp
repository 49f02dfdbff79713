// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/container_spec.h"

#include <gtest/gtest.h>

namespace vitrine {
namespace {

Json specWith(const char* field, Json value)
{
    Json json { { "image", "a" } };
    json[field] = std::move(value);
    return json;
}

TEST(Volumes, HaveSafeDefaultsAndTidyPaths)
{
    const auto spec = parseContainerSpec(specWith(
        "volumes", Json::array({ { { "source", "/srv//data/./x/" }, { "target", "//data/" } } })));
    ASSERT_TRUE(spec) << spec.error().message();
    const Volume& volume = spec.value().volumes.binds.at(0);
    EXPECT_EQ(volume.source, "/srv/data/x");
    EXPECT_EQ(volume.target, "/data");
    EXPECT_TRUE(volume.nosuid && volume.nodev && volume.recursive);
    EXPECT_FALSE(volume.readOnly || volume.noexec);
    EXPECT_EQ(volume.propagation, Propagation::Private);
    EXPECT_EQ(parseContainerSpec(toJson(spec.value())).value(), spec.value());
}

TEST(Volumes, SurviveTheWayThroughJson)
{
    const auto spec = parseContainerSpec({ { "image", "a" },
        { "volumes",
            { { { "source", "/a" }, { "target", "/b" }, { "readOnly", true }, { "idmap", "owner" },
                { "propagation", "slave" }, { "device", 7 }, { "inode", 12345678901 } } } },
        { "tmpfs", { { { "target", "/t" }, { "size", 65536 }, { "mode", "755" } } } } });
    ASSERT_TRUE(spec) << spec.error().message();
    EXPECT_EQ(spec.value().volumes.binds.at(0).inode, 12345678901U);
    EXPECT_EQ(spec.value().volumes.temporary.at(0).mode, "755");
    EXPECT_EQ(parseContainerSpec(toJson(spec.value())).value(), spec.value());
}

struct BadVolumes {
    const char* json; ///< members of a spec
    const char* field;
};

class VolumeRefusal : public testing::TestWithParam<BadVolumes> { };

TEST_P(VolumeRefusal, NamesTheField)
{
    Json json = Json::parse(GetParam().json);
    json["image"] = "a";
    const auto spec = parseContainerSpec(json);
    ASSERT_FALSE(spec) << GetParam().json;
    EXPECT_EQ(spec.error().kind, ErrorKind::InvalidSpec);
    EXPECT_EQ(spec.error().object, GetParam().field);
}

INSTANTIATE_TEST_SUITE_P(Fields, VolumeRefusal,
    testing::Values(BadVolumes { R"({"volumes":{}})", "volumes" },
        BadVolumes { R"({"volumes":["x"]})", "volumes[0]" },
        BadVolumes { R"({"volumes":[{"target":"/x"}]})", "volumes[0].source" },
        BadVolumes { R"({"volumes":[{"source":"x","target":"/x"}]})", "volumes[0].source" },
        BadVolumes { R"({"volumes":[{"source":"/x"}]})", "volumes[0].target" },
        BadVolumes { R"({"volumes":[{"source":"/x","target":"x"}]})", "volumes[0].target" },
        BadVolumes { R"({"volumes":[{"source":"/x","target":"/"}]})", "volumes[0].target" },
        BadVolumes { R"({"volumes":[{"source":"/x","target":"/./"}]})", "volumes[0].target" },
        BadVolumes { R"({"volumes":[{"source":"/x","target":"/a/../b"}]})", "volumes[0].target" },
        BadVolumes { R"({"volumes":[{"source":"/x","target":"/proc/1"}]})", "volumes[0].target" },
        BadVolumes { R"({"volumes":[{"source":"/x","target":"/sys"}]})", "volumes[0].target" },
        BadVolumes { R"({"volumes":[{"source":"/x","target":"/dev"}]})", "volumes[0].target" },
        BadVolumes { R"({"volumes":[{"source":"/x","target":"/a\u0000b"}]})", "volumes[0].target" },
        BadVolumes {
            R"({"volumes":[{"source":"/x","target":"/a"},{"source":"/y","target":"/a/"}]})",
            "volumes[1].target" },
        BadVolumes {
            R"({"volumes":[{"source":"/x","target":"/a","idmap":true}]})", "volumes[0].idmap" },
        BadVolumes {
            R"({"volumes":[{"source":"/x","target":"/a","idmap":"some"}]})", "volumes[0].idmap" },
        BadVolumes { R"({"volumes":[{"source":"/x","target":"/a","propagation":"r"}]})",
            "volumes[0].propagation" },
        BadVolumes { R"({"volumes":[{"source":"/x","target":"/a","ro":true}]})", "volumes[0].ro" },
        BadVolumes { R"({"volumes":[{"source":"/x","target":"/a"}],"tmpfs":[{"target":"/a"}]})",
            "tmpfs[0].target" },
        BadVolumes { R"({"tmpfs":[{"target":"/a","size":1}]})", "tmpfs[0].size" },
        BadVolumes { R"({"tmpfs":[{"target":"/a","mode":"0789"}]})", "tmpfs[0].mode" },
        BadVolumes { R"({"tmpfs":[{"target":"/a","mode":""}]})", "tmpfs[0].mode" }));

TEST(Volumes, AreBounded)
{
    Json many = Json::array();
    for (std::size_t i = 0; i <= bounds::volumes; ++i)
        many.push_back({ { "source", "/x" }, { "target", "/t" + std::to_string(i) } });
    EXPECT_EQ(parseContainerSpec(specWith("volumes", many)).error().object, "volumes");
    many.erase(0);
    EXPECT_TRUE(parseContainerSpec(specWith("volumes", many)));
}

} // namespace
} // namespace vitrine
