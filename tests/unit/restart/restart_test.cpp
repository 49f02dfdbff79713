// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/restart.h"

#include <gtest/gtest.h>

namespace vitrine::launcher {
namespace {

using namespace std::chrono_literals;

TEST(Restart, WaitsTwiceAsLongEachTimeUpToAMinute)
{
    EXPECT_EQ(delayAfter(1), 100ms);
    EXPECT_EQ(delayAfter(2), 200ms);
    EXPECT_EQ(delayAfter(3), 400ms);
    EXPECT_EQ(delayAfter(10), 51'200ms);
    EXPECT_EQ(delayAfter(11), 60s);
    EXPECT_EQ(delayAfter(1'000'000), 60s);
}

TEST(Restart, DoesWhatThePolicySays)
{
    const RunHistory wanted { true, 2, 0, 0 };
    const RunHistory stopped { false, 0, 0, 0 };
    for (const auto when : { RestartWhen::No, RestartWhen::OnFailure, RestartWhen::Always,
             RestartWhen::UnlessStopped }) {
        const bool always = when == RestartWhen::Always || when == RestartWhen::UnlessStopped;
        EXPECT_EQ(wantsRestart({ when, {} }, wanted, false), always);
        EXPECT_EQ(wantsRestart({ when, {} }, wanted, true), when != RestartWhen::No);
        EXPECT_FALSE(wantsRestart({ when, {} }, stopped, true));
    }
    EXPECT_TRUE(wantsRestart({ RestartWhen::OnFailure, 3 }, wanted, true));
    EXPECT_FALSE(wantsRestart({ RestartWhen::OnFailure, 2 }, wanted, true));
}

TEST(Restart, KnowsWhatABootMeans)
{
    const RunHistory wanted { true, 0, 0, 0 };
    const auto starts = [](RestartWhen when, bool autostart, const RunHistory& history) {
        return wantsStartAfterBoot({ { when, {} }, autostart, "SIGTERM", 0 }, history);
    };
    EXPECT_FALSE(starts(RestartWhen::No, false, wanted));
    EXPECT_TRUE(starts(RestartWhen::No, true, {}));
    EXPECT_FALSE(starts(RestartWhen::OnFailure, false, wanted));
    EXPECT_TRUE(starts(RestartWhen::Always, false, {}));
    EXPECT_TRUE(starts(RestartWhen::UnlessStopped, false, wanted));
    EXPECT_FALSE(starts(RestartWhen::UnlessStopped, false, {}));
}

TEST(Restart, HistorySurvivesTheWayThroughJson)
{
    const RunHistory history { true, 3, 4, 5 };
    EXPECT_EQ(historyFrom(toJson(history)).value(), history);
    EXPECT_FALSE(historyFrom(Json { { "wanted", 1 } }));
}

} // namespace
} // namespace vitrine::launcher
