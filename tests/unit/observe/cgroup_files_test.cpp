// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/cgroup_files.h"

#include <gtest/gtest.h>

using namespace vitrine::observe;

TEST(CgroupFiles, CpuStatWithAndWithoutTheController)
{
    CgroupFigures figures;
    parseCpuStat("usage_usec 30\nuser_usec 20\nsystem_usec 10\n", figures);
    EXPECT_EQ(figures.cpuUsec, 30);
    EXPECT_EQ(figures.cpuUserUsec, 20);
    EXPECT_EQ(figures.cpuSystemUsec, 10);
    EXPECT_EQ(figures.throttledUsec, -1);
    parseCpuStat("usage_usec 1\nnr_periods 4\nnr_throttled 3\nthrottled_usec 99\n", figures);
    EXPECT_EQ(figures.periods, 4);
    EXPECT_EQ(figures.throttledPeriods, 3);
    EXPECT_EQ(figures.throttledUsec, 99);
}

TEST(CgroupFiles, FlatKeysAreWhole)
{
    EXPECT_EQ(flatKey("oom_kill_x 5\noom_kill 7\n", "oom_kill"), 7);
    EXPECT_FALSE(flatKey("oom 5\n", "oom_kill"));
    EXPECT_FALSE(flatKey("oom_kill x\n", "oom_kill"));
    EXPECT_FALSE(flatKey("", "oom_kill"));
}

TEST(CgroupFiles, Pressure)
{
    EXPECT_DOUBLE_EQ(
        parsePressure("some avg10=1.53 avg60=0.87 avg300=0.73 total=9\nfull avg10=0"), 1.53);
    EXPECT_DOUBLE_EQ(parsePressure("full avg10=2.00\n"), -1);
    EXPECT_DOUBLE_EQ(parsePressure("some avg10=x\n"), -1);
    EXPECT_DOUBLE_EQ(parsePressure(""), -1);
}

TEST(CgroupFiles, IoStatIsSummedOverDevices)
{
    CgroupFigures figures;
    parseIoStat("8:0 rbytes=100 wbytes=5 rios=1 wios=1 dbytes=0 dios=0\n8:16 rbytes=11 wbytes=2\n"
                "8:32 \n",
        figures);
    EXPECT_EQ(figures.readBytes, 111);
    EXPECT_EQ(figures.writtenBytes, 7);
}
