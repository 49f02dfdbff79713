// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/stats_scan.h"

#include <gtest/gtest.h>

using namespace vitrine::observe;

TEST(Stats, NetDevCountsAllButLoopback)
{
    std::int64_t rx = -1, tx = -1;
    parseNetDev("Inter-|   Receive                    |  Transmit\n"
                " face |bytes    packets errs drop fifo frame compressed multicast|bytes packets\n"
                "    lo: 500 5 0 0 0 0 0 0 500 5 0 0 0 0 0 0\n"
                "  eth0:100 1 0 0 0 0 0 0 7 2 0 0 0 0 0 0\n"
                "eth0:1: 20 1 0 0 0 0 0 0 3 2 0 0 0 0 0 0\n",
        rx, tx);
    EXPECT_EQ(rx, 120);
    EXPECT_EQ(tx, 10);
}

TEST(Stats, DisksButNotTheirPartitions)
{
    std::int64_t read = -1, written = -1;
    parseDiskStats("   8  0 sda 1 0 10 0 1 0 4 0 0 0 0\n   8  1 sda1 1 0 10 0 1 0 4 0 0 0 0\n"
                   "   8 16 sdb 1 0 2 0 1 0 0 0 0 0 0\nshort\n",
        { "sda", "sdb" }, read, written);
    EXPECT_EQ(read, 12 * 512);
    EXPECT_EQ(written, 4 * 512);
}

TEST(Stats, CpuMaxAsProcessors)
{
    EXPECT_DOUBLE_EQ(processorsOf("150000 100000"), 1.5);
    EXPECT_DOUBLE_EQ(processorsOf(""), -1);
    EXPECT_DOUBLE_EQ(processorsOf("1 0"), -1);
}

TEST(Stats, ALineHasEveryFieldAndOnlyTheWorkloadsThatAreShown)
{
    StatsSample sample;
    sample.time = 17;
    sample.workloads["mine"].cpuUsec = 5;
    sample.workloads["other"];
    const auto json = nlohmann::json::parse(
        statsLine(sample, [](const std::string& id) { return id == "mine"; }));
    EXPECT_EQ(json["time"], 17);
    EXPECT_EQ(json["workloads"].size(), 1u);
    EXPECT_EQ(json["workloads"]["mine"]["cpuUsec"], 5);
    for (const char* field :
        { "cpuUsec", "memoryBytes", "memorySource", "memoryMax", "cpuMax", "processes", "readBytes",
            "writtenBytes", "rxBytes", "txBytes", "throttledUsec", "oomKills" })
        EXPECT_TRUE(json["host"].contains(field)) << field;
}
