// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/text.h"

#include <gtest/gtest.h>

using namespace vitrine::observe;

TEST(Text, ValidUtf8StaysAndTheRestIsReplacedByteByByte)
{
    EXPECT_EQ(validUtf8("plain ÄÖ€😀"), "plain ÄÖ€😀");
    EXPECT_EQ(validUtf8("a\xff"
                        "b"),
        "a\xef\xbf\xbd"
        "b");
    EXPECT_EQ(validUtf8("\xc0\xaf"), "\xef\xbf\xbd\xef\xbf\xbd") << "overlong slash";
    EXPECT_EQ(validUtf8("\xed\xa0\x80"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd") << "surrogate";
    EXPECT_EQ(validUtf8("\xf4\x90\x80\x80").size(), 12u) << "above U+10FFFF";
    EXPECT_EQ(validUtf8("\xe2\x82"), "\xef\xbf\xbd\xef\xbf\xbd") << "cut short";
}

TEST(Text, EscapedNamesDifferWhenTheirBytesDiffer)
{
    EXPECT_EQ(escapedUtf8("a\xff"), "a\\xff");
    EXPECT_EQ(escapedUtf8("a\xfe"), "a\\xfe");
    EXPECT_EQ(escapedUtf8("a\\xff"), "a\\\\xff");
    EXPECT_EQ(escapedUtf8("ä"), "ä");
}

TEST(Text, OctalEscapesOfMountinfo)
{
    EXPECT_EQ(unescapeOctal("/a\\040b\\011\\134c"), "/a b\t\\c");
    EXPECT_EQ(unescapeOctal("\\04"), "\\04");
    EXPECT_EQ(unescapeOctal("\\089\\"), "\\089\\");
}

TEST(Text, NumbersMustBeWholeAndFit)
{
    EXPECT_EQ(number<int>("12"), 12);
    EXPECT_FALSE(number<int>("12x"));
    EXPECT_FALSE(number<int>(""));
    EXPECT_FALSE(number<std::uint8_t>("256"));
    EXPECT_EQ(numberOr<long>("max", -1), -1);
}

TEST(Text, CutTakesAllWithoutSeparator)
{
    std::string_view rest = "a b";
    EXPECT_EQ(cut(rest, ' '), "a");
    EXPECT_EQ(cut(rest, ' '), "b");
    EXPECT_TRUE(rest.empty());
    EXPECT_EQ(cut(rest, ' '), "");
}
