// SPDX-License-Identifier: GPL-3.0-or-later
// Real directories, made-up mounts; tests/kernel/launcher/user_test.py has both real.
#include "backend/image/host_tree.h"

#include "backend/base/files.h"
#include "backend/image/host_copy.h"

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fs = std::filesystem;

namespace vitrine {
namespace {

class HostTreeTest : public testing::Test {
protected:
    void SetUp() override
    {
        std::string name = (fs::temp_directory_path() / "vitrine-tree-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        m_base = name;
        fs::create_directory(m_base / "root");
        fs::create_directory(m_base / "upper");
        for (const char* path : { "usr/share/doc/one", "etc/deep", "home/me", "var/lib/far" })
            fs::create_directories(root(path));
        fs::create_symlink("usr/bin", root("bin"));
        fs::create_symlink("/nowhere", root("broken"));
    }
    void TearDown() override { fs::remove_all(m_base); }

    fs::path root(const std::string& path) const { return m_base / "root" / path; }
    UniqueFd open(const char* name) const
    {
        return openDirectory(AT_FDCWD, (m_base / name).string()).value();
    }
    void file(const std::string& path, std::size_t size = 1) const
    {
        std::ofstream(root(path)) << std::string(size, 'x');
    }
    Result<HostTree> read(const std::vector<MountPoint>& mounts = {}) const
    {
        return readHostTree(open("root").get(), mounts, { { "home", 0755 } });
    }
    /// "usr" or "usr (reason)".
    static std::vector<std::string> textOf(const std::vector<ImageBranch>& branches)
    {
        std::vector<std::string> text;
        for (const auto& branch : branches)
            text.push_back(branch.path
                + (branch.kind == ImageBranch::Kind::ReadOnly ? " (" + branch.reason + ")" : ""));
        return text;
    }

    fs::path m_base;
};

using Texts = std::vector<std::string>;

TEST(MountPoints, AreReadAsTheKernelWritesThem)
{
    const auto mounts
        = parseMountPoints("29 1 253:0 / / rw,relatime shared:1 master:2 - ext4 /dev/vda1 rw\n"
                           "broken\n"
                           "31 29 0:27 / /mnt/a\\040b\\134 rw - tmpfs none rw\n"
                           "32 29 0:28 / /cut rw");
    ASSERT_EQ(mounts.size(), 2U);
    EXPECT_EQ(mounts[0].path, "/");
    EXPECT_EQ(mounts[0].type, "ext4");
    EXPECT_EQ(mounts[1].path, "/mnt/a b\\");
    EXPECT_EQ(mounts[1].type, "tmpfs");
    EXPECT_EQ(parseMountPoints("1 1 0:1 / /x\\04 rw - a b\n").at(0).path, "/x\\04");
}

TEST_F(HostTreeTest, WithoutMountsEachDirectoryIsStacked)
{
    file("small");
    file("swapfile", 1 << 20);
    ASSERT_EQ(::mkfifo(root("pipe").c_str(), 0600), 0);
    const HostTree tree = read().value();
    EXPECT_EQ(textOf(tree.branches), (Texts { "etc", "usr", "var" }));
    EXPECT_EQ(tree.copies, (Texts { "bin", "broken", "small" }));
    EXPECT_EQ(tree.leftOut, (Texts { "/pipe", "/swapfile" }));
}

TEST_F(HostTreeTest, ADirectoryWithAMountIsTakenApart)
{
    fs::create_directory(root("var/log"));
    fs::create_symlink("/run", root("var/run"));
    const HostTree tree = read({ { "/", "ext4" }, { "/var/lib/far", "xfs" } }).value();
    EXPECT_EQ(textOf(tree.branches), (Texts { "etc", "usr", "var/lib/far", "var/log" }));
    EXPECT_EQ(tree.copies, (Texts { "bin", "broken", "var/run" }));
}

TEST_F(HostTreeTest, WhatCannotBeTakenApartIsReadOnly)
{
    file("etc/large", 1 << 20);
    fs::create_directories(root("usr/share/doc/one/two"));
    for (int i = 0; i < 30; ++i)
        fs::create_directory(root("var/" + std::to_string(i)));
    const HostTree tree = read(
        { { "/etc/deep", "tmpfs" }, { "/usr/share/doc/one", "ext4" }, { "/var/lib", "ext4" },
            { "/variety",
                "ext4" } }).value();
    const std::string why = "other file systems are mounted in it, such as ";
    EXPECT_EQ(textOf(tree.branches),
        (Texts { "etc (" + why + "/etc/deep)", "usr/share/doc (" + why + "/usr/share/doc/one)",
            "var (" + why + "/var/lib)" }));
}

TEST_F(HostTreeTest, FileSystemsThatAreNoLayers)
{
    for (const char* name : { "efi", "net", "mine" })
        fs::create_directory(root(name));
    const HostTree tree = read(
        { { "/", "ext4" }, { "/efi", "autofs" }, { "/efi", "vfat" }, { "/net", "autofs" },
            { "/mine",
                "tmpfs" } }).value();
    EXPECT_EQ(textOf(tree.branches),
        (Texts { "efi (its file system vfat cannot be a layer)", "etc", "mine", "usr", "var" }));
    ASSERT_EQ(tree.hidden.size(), 1U);
    EXPECT_EQ(tree.hidden[0].path, "net");
    EXPECT_EQ(tree.leftOut, (Texts { "/net" }));
}

TEST_F(HostTreeTest, TooManyDirectoriesAreOneClearError)
{
    for (std::size_t i = 0; i < maximumBranches; ++i)
        fs::create_directory(root("d" + std::to_string(i)));
    const auto tree = read();
    ASSERT_FALSE(tree);
    EXPECT_EQ(tree.error().kind, ErrorKind::Quota);
    EXPECT_NE(tree.error().text.find("67 directories"), std::string::npos) << tree.error().text;
}

TEST_F(HostTreeTest, TheUpperLayerGetsDirectoriesLinksAndSmallFiles)
{
    file("small");
    fs::permissions(root("small"), fs::perms(04751), fs::perm_options::replace);
    fs::permissions(root("etc/deep"), fs::perms(0511), fs::perm_options::replace);
    fs::last_write_time(root("small"), fs::file_time_type::clock::now() - std::chrono::hours(9));
    Image image;
    HostTree tree = read().value();
    image.branches = tree.branches;
    image.copies = tree.copies;
    image.hidden = { { "var/lib", 0700 } };
    const auto copied = copyTree(open("root").get(), open("upper").get(), image);
    ASSERT_TRUE(copied) << copied.error().message();
    const fs::path upper = m_base / "upper";
    EXPECT_EQ(fs::read_symlink(upper / "broken"), "/nowhere");
    EXPECT_EQ(fs::status(upper / "small").permissions(), fs::perms(0751)) << "never set-user-id";
    EXPECT_EQ(fs::last_write_time(upper / "small"), fs::last_write_time(root("small")));
    EXPECT_EQ(fs::status(upper / "etc/deep").permissions(), fs::perms(0711));
    EXPECT_TRUE(fs::is_directory(upper / "usr/share/doc"));
    EXPECT_FALSE(fs::exists(upper / "usr/share/doc/one")) << "four names";
    EXPECT_FALSE(fs::exists(upper / "var/lib")) << "hidden";
    EXPECT_FALSE(fs::exists(upper / "home"));
}

} // namespace
} // namespace vitrine
