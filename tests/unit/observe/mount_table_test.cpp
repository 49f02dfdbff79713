// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/mount_table.h"

#include <gtest/gtest.h>

using namespace vitrine::observe;

TEST(MountTable, AllFieldsWithAndWithoutOptionalOnes)
{
    const auto plain = parseMount("36 35 98:0 /mnt1 /mnt2 rw,noatime - ext3 /dev/root rw,errors=x");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->id, 36);
    EXPECT_EQ(plain->parent, 35);
    EXPECT_EQ(plain->root, "/mnt1");
    EXPECT_EQ(plain->point, "/mnt2");
    EXPECT_EQ(plain->options, "rw,noatime");
    EXPECT_EQ(plain->type, "ext3");
    EXPECT_EQ(plain->source, "/dev/root");
    EXPECT_EQ(plain->superOptions, "rw,errors=x");
    const auto shared = parseMount("1 2 0:4 net:[4026532281] /run/netns/a rw shared:12 master:3 - "
                                   "nsfs nsfs rw");
    ASSERT_TRUE(shared);
    EXPECT_EQ(shared->root, "net:[4026532281]");
    EXPECT_EQ(shared->type, "nsfs");
}

TEST(MountTable, NamesWithEscapes)
{
    const auto mount = parseMount("1 2 0:4 / /a\\040-\\040b\\012c rw - tmpfs no\\040ne rw");
    ASSERT_TRUE(mount);
    EXPECT_EQ(mount->point, "/a - b\nc");
    EXPECT_EQ(mount->source, "no ne");
}

TEST(MountTable, LinesThatAreNoMountsAreLeftOut)
{
    for (const char* bad : { "", "x", "1 2 0:4 / / rw", "1 2 0:4 / / rw shared:1",
             "1 2 0:4 / / rw -", "a b 0:4 / / rw - tmpfs none rw" })
        EXPECT_FALSE(parseMount(bad)) << bad;
    EXPECT_EQ(parseMounts("rubbish\n1 2 0:4 / / rw - tmpfs none rw\n\n").size(), 1u);
}
