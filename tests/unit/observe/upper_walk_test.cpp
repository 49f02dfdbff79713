// SPDX-License-Identifier: GPL-3.0-or-later
// The walk on layers made by hand; tests/kernel/observe has it on a real overlay.
#include "backend/observe/upper_walk.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <sys/xattr.h>
#include <unistd.h>

namespace fs = std::filesystem;
using namespace vitrine;
using namespace vitrine::observe;

namespace {

class UpperWalkTest : public ::testing::Test {
protected:
    void SetUp() override
    {
        std::string name = (fs::temp_directory_path() / "vitrine-walk-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        m_base = name;
        for (const char* layer : { "upper", "top", "bottom", "outside" })
            fs::create_directory(m_base / layer);
    }
    void TearDown() override { fs::remove_all(m_base); }

    void file(const std::string& path, const std::string& content = "x")
    {
        fs::create_directories((m_base / path).parent_path());
        std::ofstream(m_base / path) << content;
    }
    void mark(const std::string& path, const std::string& name, const std::string& value)
    {
        const std::string attribute = "user.overlay." + name;
        if (::setxattr((m_base / path).c_str(), attribute.c_str(), value.data(), value.size(), 0)
            != 0)
            GTEST_SKIP() << "the temporary directory takes no user.* attributes";
    }
    UpperWalk walk()
    {
        Workload workload;
        workload.lower = { m_base / "top", m_base / "bottom" };
        workload.upper = m_base / "upper";
        workload.piecewise = m_piecewise;
        auto walk = UpperWalk::begin(workload);
        EXPECT_TRUE(walk);
        EXPECT_TRUE(walk.value().run(std::chrono::steady_clock::time_point::max()));
        return std::move(walk).value();
    }
    /// Path → "kind type".
    std::map<std::string, std::string> changes()
    {
        static const char* const kinds[] { "added", "changed", "deleted", "opaque" };
        std::map<std::string, std::string> found;
        const UpperWalk seen = walk();
        for (const Change& change : seen.changes())
            found[change.path] = std::string(kinds[int(change.kind)]) + " " + change.type;
        return found;
    }

    fs::path m_base;
    bool m_piecewise = false;
};

using Changes = std::map<std::string, std::string>;

} // namespace

TEST_F(UpperWalkTest, AddedAndChangedInAnyLayer)
{
    file("top/etc/passwd");
    file("bottom/etc/group");
    file("upper/etc/passwd", "root");
    file("upper/etc/group");
    file("upper/etc/new");
    file("upper/marker");
    fs::create_symlink("nowhere", m_base / "upper/link");
    EXPECT_EQ(changes(),
        (Changes { { "/etc/passwd", "changed file" }, { "/etc/group", "changed file" },
            { "/etc/new", "added file" }, { "/marker", "added file" },
            { "/link", "added symlink" } }))
        << "etc itself was only copied up";
}

TEST_F(UpperWalkTest, CopiesOfAPiecewiseContainerCountWhenTheyChange)
{
    for (const char* layer : { "bottom/", "upper/" }) {
        const std::string base = layer;
        file(base + "same");
        file(base + "touched");
        file(base + "longer", layer);
        file(base + "closed");
        fs::create_symlink("usr/bin", m_base / (base + "bin"));
        fs::create_symlink(base, m_base / (base + "lib"));
        fs::create_directories(m_base / (base + "var"));
    }
    fs::permissions(m_base / "upper/closed", fs::perms::none);
    fs::permissions(m_base / "bottom/var", fs::perms::owner_read);
    fs::permissions(m_base / "upper/var", fs::perms::owner_all);
    const auto time = fs::last_write_time(m_base / "bottom/same");
    for (const char* name : { "same", "longer", "closed" })
        fs::last_write_time(m_base / "upper" / name, time);
    fs::last_write_time(m_base / "bottom/closed", time);
    fs::last_write_time(m_base / "bottom/longer", time);
    fs::last_write_time(m_base / "upper/touched", time + std::chrono::seconds(1));
    EXPECT_EQ(changes().size(), 7U) << "overlayfs copies up to change, so all are changes";
    m_piecewise = true;
    EXPECT_EQ(changes(),
        (Changes { { "/touched", "changed file" }, { "/longer", "changed file" },
            { "/closed", "changed file" }, { "/lib", "changed symlink" } }));
}

TEST_F(UpperWalkTest, ADirectoryWithAnotherModeIsAChange)
{
    fs::create_directories(m_base / "bottom/srv");
    fs::create_directories(m_base / "upper/srv");
    EXPECT_EQ(changes(), Changes {});
    fs::permissions(m_base / "upper/srv", fs::perms::owner_all);
    EXPECT_EQ(changes(), (Changes { { "/srv", "changed directory" } }));
}

TEST_F(UpperWalkTest, OpaqueDirectoriesHideWhatIsBelow)
{
    file("bottom/opt/old");
    file("upper/opt/old");
    fs::create_directories(m_base / "upper/fresh");
    mark("upper/opt", "opaque", "y");
    mark("upper/fresh", "opaque", "y"); // overlayfs marks new directories too
    EXPECT_EQ(changes(),
        (Changes { { "/opt", "opaque directory" }, { "/opt/old", "added file" },
            { "/fresh", "added directory" } }));
}

TEST_F(UpperWalkTest, WhiteoutsAsFilesCountOnlyWhereTheDirectorySaysSo)
{
    file("bottom/a/gone");
    file("upper/a/gone", "");
    file("upper/b/gone", "");
    mark("upper/a", "opaque", "x");
    mark("upper/a/gone", "whiteout", "");
    mark("upper/b/gone", "whiteout", "");
    EXPECT_EQ(changes(),
        (Changes { { "/a/gone", "deleted whiteout" }, { "/b", "added directory" },
            { "/b/gone", "added file" } }));
}

TEST_F(UpperWalkTest, ARenamedDirectoryIsComparedWithWhereItWas)
{
    file("bottom/old/deep/kept");
    file("upper/new/kept", "changed");
    file("upper/new/other");
    mark("upper/new", "redirect", "/old/deep");
    EXPECT_EQ(changes(),
        (Changes { { "/new", "added directory" }, { "/new/kept", "changed file" },
            { "/new/other", "added file" } }));
}

TEST_F(UpperWalkTest, WhatHidesInALowerLayerIsNotThere)
{
    file("top/d"); // a file hides the directory below it
    file("bottom/d/x");
    file("upper/d/x");
    EXPECT_EQ(changes(), (Changes { { "/d", "changed directory" }, { "/d/x", "added file" } }));
}

TEST_F(UpperWalkTest, SymbolicLinksLeadNowhere)
{
    file("outside/secret", std::string(100'000, 'x'));
    fs::create_directory_symlink(m_base / "outside", m_base / "upper/up");
    fs::create_directory_symlink(m_base / "outside", m_base / "bottom/low");
    fs::create_directories(m_base / "upper/low");
    file("upper/low/secret");
    fs::create_directories(m_base / "upper/redirected");
    file("upper/redirected/secret");
    mark("upper/redirected", "redirect", "../outside");
    EXPECT_EQ(changes(),
        (Changes { { "/up", "added symlink" }, { "/low", "changed directory" },
            { "/low/secret", "added file" }, { "/redirected", "added directory" },
            { "/redirected/secret", "added file" } }));
    EXPECT_LT(walk().bytes(), 100'000) << "nothing outside is counted";
}

TEST_F(UpperWalkTest, BytesCountAFileWithSeveralNamesOnce)
{
    file("upper/big", std::string(1'000'000, 'x'));
    ::sync();
    const std::int64_t once = walk().bytes();
    EXPECT_GE(once, 1'000'000);
    fs::create_hard_link(m_base / "upper/big", m_base / "upper/again");
    EXPECT_LT(walk().bytes(), once + 500'000);
}

TEST_F(UpperWalkTest, GoesOnWhereItsTimeEnded)
{
    for (int i = 0; i < 500; ++i)
        file("upper/d" + std::to_string(i % 10) + "/f" + std::to_string(i));
    Workload workload;
    workload.upper = m_base / "upper";
    auto walk = UpperWalk::begin(workload);
    ASSERT_TRUE(walk);
    int parts = 1;
    while (!walk.value().run({}))
        ++parts;
    EXPECT_GT(parts, 3);
    EXPECT_EQ(walk.value().changes().size(), 510u);
}

TEST_F(UpperWalkTest, ChangesHaveALimit)
{
    for (std::size_t i = 0; i < UpperWalk::maximumChanges + 5; ++i)
        file("upper/" + std::to_string(i), "");
    EXPECT_EQ(walk().changes().size(), UpperWalk::maximumChanges);
}

TEST_F(UpperWalkTest, ADirectoryThatCannotBeOpenedIsAnError)
{
    Workload workload;
    workload.upper = m_base / "missing";
    const auto walk = UpperWalk::begin(workload);
    ASSERT_FALSE(walk);
    EXPECT_EQ(walk.error().number, ENOENT);
}
