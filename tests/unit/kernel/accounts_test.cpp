// SPDX-License-Identifier: GPL-3.0-or-later
// Users and groups of a root file system that somebody else wrote.
#include "backend/base/unique_fd.h"
#include "backend/kernel/accounts.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace vitrine::kernel {
namespace {

class Accounts : public testing::Test {
protected:
    Accounts()
    {
        char name[] = "/tmp/vitrine-accounts-XXXXXX";
        m_folder = ::mkdtemp(name);
        std::filesystem::create_directories(m_folder / "root/etc");
        m_root = UniqueFd(::open((m_folder / "root").c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
        m_proc = UniqueFd(::open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC));
    }
    ~Accounts() override { std::filesystem::remove_all(m_folder); }

    void write(const char* name, const std::string& text) const
    {
        std::ofstream(m_folder / "root/etc" / name) << text;
    }
    [[nodiscard]] std::filesystem::path etc() const { return m_folder / "root/etc"; }

    [[nodiscard]] Result<Account> find(
        const std::string& user, const std::vector<std::string>& groups = {}) const
    {
        return findAccount({ m_root.get(), m_proc.get() }, "user", user, groups);
    }
    void refuses(const std::string& user, const std::string& word) const
    {
        const auto account = find(user);
        ASSERT_FALSE(account) << user << " is " << account.value().user;
        EXPECT_NE(account.error().message().find(word), std::string::npos)
            << account.error().message();
    }

    std::filesystem::path m_folder;

private:
    UniqueFd m_root, m_proc;
};

TEST_F(Accounts, AreFoundByNameAndByNumber)
{
    write("passwd", "root:x:0:0::/root:/bin/sh\nann:x:1000:100::/home/ann:/bin/sh\n");
    write("group", "users:x:100:\nwheel:x:10:bob,ann\nother:x:11:annette,bob\naudio:x:12:ann\n");
    for (const char* user : { "ann", "1000" }) {
        const auto account = find(user);
        ASSERT_TRUE(account);
        EXPECT_EQ(account.value().user, 1000U);
        EXPECT_EQ(account.value().group, 100U);
        EXPECT_EQ(account.value().groups, (std::vector<gid_t> { 10, 12 }));
        EXPECT_EQ(account.value().home, "/home/ann");
    }
    const auto unknown = find("4294967294");
    ASSERT_TRUE(unknown);
    EXPECT_EQ(unknown.value().user, 4294967294U);
    EXPECT_EQ(unknown.value().group, 0U);
    EXPECT_EQ(unknown.value().home, "/");
    refuses("nobody", "no user 'nobody'");
    refuses("ann:nobody", "no group 'nobody'");
}

TEST_F(Accounts, WithAGroupHaveNoOther)
{
    write("passwd", "ann:x:1000:100::/home/ann:/bin/sh\n");
    write("group", "wheel:x:10:ann\naudio:x:12:ann\n");
    for (const char* user : { "ann:wheel", "1000:10", "ann:10" }) {
        const auto account = find(user);
        ASSERT_TRUE(account);
        EXPECT_EQ(account.value().group, 10U);
        EXPECT_TRUE(account.value().groups.empty());
    }
    const auto more = find("ann:wheel", { "audio", "77", "audio" });
    ASSERT_TRUE(more);
    EXPECT_EQ(more.value().groups, (std::vector<gid_t> { 12, 77 }));
}

TEST_F(Accounts, OfTwoEntriesTheFirstCounts)
{
    write("passwd", "ann:x:1000:100::/first:\nann:x:0:0::/second:\nroot:x:1000:0::/third:\n");
    EXPECT_EQ(find("ann").value().home, "/first");
    EXPECT_EQ(find("1000").value().home, "/first");
}

TEST_F(Accounts, NumbersThatAreNoIdsAreNeverTakenForOthers)
{
    write("passwd",
        "big:x:4294967296:0::/:\nnone:x:4294967295:0::/:\nminus:x:-1:0::/:\nhex:x:0x10:0::/:\n"
        "blank:x: 7:0::/:\nlong:x:99999999999999999999:0::/:\nempty:x::0::/:\nshort:x:\n"
        "group:x:1000:4294967296::/home:\n");
    write("group", "big:x:4294967296:\nminus:x:-1:big\n");
    for (const char* user :
        { "big", "none", "minus", "hex", "blank", "long", "empty", "short", "group", "1000" })
        refuses(user, "no id");
    refuses("0:big", "no id");
    EXPECT_EQ(find("group:7").value().group, 7U);
    for (const char* user : { "4294967295", "4294967296", "99999999999999999999", "-1", "0x10" })
        refuses(user, "no user");
}

TEST_F(Accounts, HugeTablesAreReadToTheirLimit)
{
    const std::string filler(largestAccountTable - 64, ':');
    write("passwd", filler + "\nann:x:1000:100::/home/ann:/bin/sh\n");
    write("group", "all:x:5:" + std::string(400'000, ',') + "ann\n");
    const auto account = find("ann");
    ASSERT_TRUE(account);
    EXPECT_EQ(account.value().groups, (std::vector<gid_t> { 5 }));
    write("passwd", filler + std::string(64, 'x') + "\nann:x:1000:100::/home/ann:/bin/sh\n");
    refuses("ann", "longer than 1 MiB");
}

TEST_F(Accounts, LinksStayInTheRoot)
{
    std::ofstream(m_folder / "outside") << "ann:x:1:1::/outside:\n";
    std::filesystem::create_symlink(
        "../../../../../../.." + (m_folder / "outside").string(), etc() / "passwd");
    refuses("ann", "no user 'ann'"); // there is no such file below the root
    std::filesystem::remove(etc() / "passwd");
    write("real", "ann:x:2:2::/inside:\n");
    std::filesystem::create_symlink("/etc/real", etc() / "passwd");
    EXPECT_EQ(find("ann").value().home, "/inside");
    std::filesystem::remove(etc() / "passwd");
    std::filesystem::create_symlink("passwd", etc() / "passwd");
    EXPECT_EQ(find("ann").error().number, ELOOP);
}

TEST_F(Accounts, WhatIsNoFileIsNotOpened)
{
    ASSERT_EQ(::mkfifo((etc() / "passwd").c_str(), 0600), 0);
    const UniqueFd writer(::open((etc() / "passwd").c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
    EXPECT_FALSE(writer); // nobody reads it
    refuses("ann", "no regular file");
    refuses("0", "no regular file");
    EXPECT_EQ(find("7:8").value().group, 8U); // needs no table
    std::filesystem::remove(etc() / "passwd");
    std::filesystem::create_directory(etc() / "passwd");
    refuses("ann", "no regular file");
    std::filesystem::remove(etc() / "passwd");
    if (::mknod((etc() / "passwd").c_str(), S_IFCHR | 0600, makedev(1, 5)) != 0)
        GTEST_SKIP() << "devices cannot be made here: " << std::strerror(errno);
    refuses("ann", "no regular file");
}

} // namespace
} // namespace vitrine::kernel
