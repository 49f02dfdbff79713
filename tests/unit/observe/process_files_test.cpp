// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/process_files.h"

#include <gtest/gtest.h>

using namespace vitrine::observe;

namespace {

std::string statWith(const std::string& name)
{
    return "4242 (" + name
        + ") R 17 4242 4242 0 -1 4194304 300 0 5 0 12 34 56 78 20 0 3 0 987654 10485760 250 1844\n";
}

} // namespace

TEST(ProcessFiles, StatOfAnOrdinaryProcess)
{
    const auto stat = parseStat(statWith("sh"));
    ASSERT_TRUE(stat);
    EXPECT_EQ(stat->pid, 4242);
    EXPECT_EQ(stat->name, "sh");
    EXPECT_EQ(stat->state, 'R');
    EXPECT_EQ(stat->parent, 17);
    EXPECT_EQ(stat->minorFaults, 300u);
    EXPECT_EQ(stat->majorFaults, 5u);
    EXPECT_EQ(stat->userTicks, 12u);
    EXPECT_EQ(stat->systemTicks, 34u);
    EXPECT_EQ(stat->reapedTicks, 134u);
    EXPECT_EQ(stat->threads, 3);
    EXPECT_EQ(stat->startTime, 987654);
    EXPECT_EQ(stat->virtualBytes, 10485760u);
    EXPECT_EQ(stat->residentPages, 250);
    EXPECT_FALSE(stat->kernelThread);
}

TEST(ProcessFiles, StatNamesMayHoldAnything)
{
    for (const std::string name :
        { ") R 1 2 (", "a) S 99 (b", "two\nlines", " ", "", "\xff\xfe" }) {
        const auto stat = parseStat(statWith(name));
        ASSERT_TRUE(stat) << name;
        EXPECT_EQ(stat->name, name);
        EXPECT_EQ(stat->parent, 17);
        EXPECT_EQ(stat->startTime, 987654);
    }
}

TEST(ProcessFiles, StatThatIsCutShortIsRefused)
{
    const std::string whole = statWith("sh");
    for (std::size_t length = 0; length < whole.find(" 987654"); ++length)
        EXPECT_FALSE(parseStat(std::string_view(whole).substr(0, length))) << length;
    EXPECT_FALSE(parseStat("(sh) R 1"));
    EXPECT_FALSE(parseStat(")("));
}

TEST(ProcessFiles, StatusGivesTheRealUidAndTheInnermostPid)
{
    const auto status = parseStatus("Name:\tsh\nUid:\t1000\t0\t0\t0\nNSpid:\t4242\t17\t1\n");
    ASSERT_TRUE(status);
    EXPECT_EQ(status->realUid, 1000u);
    EXPECT_EQ(status->innerPid, 1);
    EXPECT_FALSE(parseStatus("Name:\tUid:\t5\n")) << "a name that looks like the line";
}

TEST(ProcessFiles, CgroupTakesTheUnifiedLine)
{
    EXPECT_EQ(parseCgroup("9:name=systemd:/\n4:memory:/x\n0::/a/b c\n"), "/a/b c");
    EXPECT_EQ(parseCgroup("4:memory:/x\n"), "");
}

TEST(ProcessFiles, CommandLine)
{
    EXPECT_EQ(parseCommandLine(std::string_view("sh\0-c\0a b\0", 10)), "sh -c a b");
    EXPECT_EQ(parseCommandLine(""), "");
    EXPECT_EQ(parseCommandLine(std::string_view("x\0\0\0", 4)), "x");
}

TEST(ProcessFiles, NamespaceLinks)
{
    const auto id = parseNamespaceLink("net:[4026531840]");
    ASSERT_TRUE(id);
    EXPECT_EQ(id->type, NamespaceType::Net);
    EXPECT_EQ(id->inode, 4026531840u);
    for (const char* bad : { "", "net", "net:", "net:[]", "net:[12", "foo:[12]", "net:[1x]",
             "pipe:[1234]", "net:[99999999999999999999]" })
        EXPECT_FALSE(parseNamespaceLink(bad)) << bad;
}
