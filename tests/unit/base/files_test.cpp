// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/base/files.h"

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

namespace vitrine {
namespace {

class Files : public testing::Test {
protected:
    void SetUp() override
    {
        char name[] = "/tmp/vitrine-files-XXXXXX";
        ASSERT_NE(::mkdtemp(name), nullptr);
        m_path = name;
        m_directory = openDirectory(AT_FDCWD, m_path).value();
    }
    void TearDown() override { EXPECT_TRUE(removeTree(AT_FDCWD, m_path)); }
    [[nodiscard]] int directory() const { return m_directory.get(); }

    std::string m_path;
    UniqueFd m_directory;
};

TEST_F(Files, ReplaceFileKeepsTheOldContentWhenItFails)
{
    ASSERT_TRUE(replaceFile(directory(), "state", "old", Durability::PowerCut));
    ASSERT_EQ(::mkdirat(directory(), "state.new", 0700), 0); // in the way of the temporary file
    const auto replaced = replaceFile(directory(), "state", "new", Durability::Process);
    ASSERT_FALSE(replaced);
    EXPECT_EQ(replaced.error().number, EISDIR);
    EXPECT_EQ(readFile(directory(), "state").value(), "old");
}

TEST_F(Files, ReadFileHasALimit)
{
    ASSERT_TRUE(replaceFile(directory(), "big", std::string(5000, 'x'), Durability::Process));
    const auto text = readFile(directory(), "big", 4999);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().kind, ErrorKind::Quota);
}

TEST_F(Files, RemoveTreeDoesNotFollowSymlinks)
{
    ASSERT_TRUE(ensureDirectory(directory(), "kept", 0755));
    ASSERT_TRUE(ensureDirectory(directory(), "doomed", 0755));
    ASSERT_TRUE(ensureDirectory(directory(), "doomed/inner", 0755));
    ASSERT_TRUE(replaceFile(directory(), "kept/file", "here", Durability::Process));
    ASSERT_EQ(::symlinkat("../kept", directory(), "doomed/link"), 0);
    ASSERT_EQ(::symlinkat("/etc", directory(), "doomed/inner/absolute"), 0);
    ASSERT_TRUE(removeTree(directory(), "doomed"));
    EXPECT_EQ(readFile(directory(), "kept/file").value(), "here");
    EXPECT_EQ(::faccessat(directory(), "doomed", F_OK, AT_SYMLINK_NOFOLLOW), -1);
}

TEST_F(Files, RemoveTreeOfASymlinkRemovesTheLink)
{
    ASSERT_TRUE(ensureDirectory(directory(), "kept", 0755));
    ASSERT_EQ(::symlinkat("kept", directory(), "link"), 0);
    ASSERT_TRUE(removeTree(directory(), "link"));
    EXPECT_EQ(::faccessat(directory(), "kept", F_OK, 0), 0);
}

TEST_F(Files, RemoveTreeOfNothingIsNoError)
{
    EXPECT_TRUE(removeTree(directory(), "nothing"));
}

TEST_F(Files, RemoveTreeNeedsNeitherStackNorDescriptorsForDepth)
{
    constexpr int depth = 2000;
    ASSERT_TRUE(ensureDirectory(directory(), "deep", 0755));
    UniqueFd at = openDirectory(directory(), "deep").value();
    for (int i = 0; i < depth; ++i) {
        ASSERT_TRUE(ensureDirectory(at.get(), "d", 0755));
        at = openDirectory(at.get(), "d").value();
        if (i % 100 == 0) {
            ASSERT_TRUE(replaceFile(at.get(), "file", "", Durability::Process));
        }
    }
    at.reset();
    ASSERT_TRUE(replaceFile(directory(), "deep/.removed-1", "", Durability::Process));
    rlimit limit {};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
    const rlimit few { 200, limit.rlim_max };
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
    const auto removed = removeTree(directory(), "deep");
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
    EXPECT_TRUE(removed) << removed.error().message();
    EXPECT_NE(::faccessat(directory(), "deep", F_OK, 0), 0);
}

TEST_F(Files, EnsureDirectoryRefusesASymlinkInItsPlace)
{
    ASSERT_EQ(::symlinkat("/tmp", directory(), "link"), 0);
    EXPECT_FALSE(ensureDirectory(directory(), "link", 0755));
}

TEST_F(Files, NamesInListsAllButTheDots)
{
    ASSERT_TRUE(replaceFile(directory(), "b", "", Durability::Process));
    ASSERT_TRUE(ensureDirectory(directory(), "a", 0755));
    auto names = namesIn(directory()).value();
    std::sort(names.begin(), names.end());
    EXPECT_EQ(names, (std::vector<std::string> { "a", "b" }));
}

} // namespace
} // namespace vitrine
