// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/neighbours.h"

#include <gtest/gtest.h>

namespace vitrine::network {
namespace {

using plan::net::Hook;

Json chain(const char* family, const char* table, const char* name, const char* hook,
    const char* policy, const char* type = "filter")
{
    return { { "chain",
        { { "family", family }, { "table", table }, { "name", name }, { "handle", 1 },
            { "type", type }, { "hook", hook }, { "prio", 0 }, { "policy", policy } } } };
}

Json rule(int handle, Json expressions, const char* comment = nullptr)
{
    Json rule = { { "family", "ip" }, { "table", "filter" }, { "chain", "FORWARD" },
        { "handle", handle }, { "expr", std::move(expressions) } };
    if (comment)
        rule["comment"] = comment;
    return { { "rule", std::move(rule) } };
}

Json jump(const char* target)
{
    return Json::array({ { { "counter", nullptr } }, { { "jump", { { "target", target } } } } });
}

Json ours()
{
    return Json::array({ { { "match",
                             { { "op", "==" }, { "left", { { "meta", { { "key", "iifname" } } } } },
                                 { "right", "vt-lan" } } } },
        { { "accept", nullptr } } });
}

BaseChain forward(const char* policy)
{
    return baseChainsIn(Json::array({ chain("ip", "filter", "FORWARD", "forward", policy) }))
        .front();
}

const Json reject = Json::array(
    { { { "counter", nullptr } }, { { "xt", { { "type", "target" }, { "name", "REJECT" } } } } });

TEST(Neighbours, AreFiltersOfOthersOnTheirHooks)
{
    const auto chains = baseChainsIn(Json::array({ { { "metainfo", { { "version", "1" } } } },
        chain("ip", "filter", "INPUT", "input", "drop"),
        chain("ip", "filter", "OUTPUT", "output", "drop"),
        chain("ip", "nat", "POSTROUTING", "postrouting", "accept", "nat"),
        chain("bridge", "filter", "FORWARD", "forward", "drop"),
        chain("inet", "vitrine", "forward", "forward", "accept"),
        chain("inet", "filter", "FORWARD", "forward", "drop"),
        { { "chain", { { "family", "ip" }, { "table", "filter" }, { "name", "own" } } } } }));
    ASSERT_EQ(chains.size(), 2U);
    EXPECT_EQ(chains[0].place.hook, Hook::Input);
    EXPECT_TRUE(chains[0].place.open);
    EXPECT_TRUE(chains[0].drops);
    EXPECT_EQ(chains[1].place.family, "inet");
    EXPECT_FALSE(chains[1].place.open);
}

TEST(Neighbours, StopNothingThatAcceptByDefault)
{
    EXPECT_FALSE(judged(forward("accept"), Json::array(), "vt-lan"));
    EXPECT_FALSE(
        judged(forward("accept"), Json::array({ rule(3, jump("LIBVIRT_FWI")) }), "vt-lan"));
    const Json some = Json::array({ ours()[0], { { "drop", nullptr } } });
    EXPECT_FALSE(judged(forward("accept"), Json::array({ rule(3, some) }), "vt-lan"));
}

TEST(Neighbours, GetOurRulesBehindTheirs)
{
    const auto found = judged(forward("drop"),
        Json::array({ rule(3, jump("DOCKER-USER")), rule(4, jump("DOCKER-FORWARD")) }), "vt-lan");
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->after || found->before);
    EXPECT_EQ(found->owner, "Docker");
}

TEST(Neighbours, GetOurRulesBeforeALastOneThatDrops)
{
    const auto found = judged(forward("accept"),
        Json::array({ rule(3, jump("DOCKER-USER")), rule(4, reject) }), "vt-lan");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->before, 4U);
}

TEST(Neighbours, GetOurRulesBehindUfwsOwnBeforeItsLog)
{
    const auto found = judged(forward("drop"),
        Json::array({ rule(3, jump("ufw-before-logging-forward")),
            rule(4, jump("ufw-before-forward")), rule(5, ours(), "vitrine: vt-lan"),
            rule(6, jump("ufw-after-logging-forward")), rule(7, ours(), "vitrine: vt-other") }),
        "vt-lan");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->after, 4U);
    EXPECT_EQ(found->ours, std::vector<std::uint64_t> { 5 });
    EXPECT_TRUE(found->inPlace);
    EXPECT_EQ(found->owner, "ufw");
}

TEST(Neighbours, SeeWhereOurRulesDoNotBelong)
{
    const auto wrong
        = [](Json rules) { return !judged(forward("drop"), rules, "vt-lan")->inPlace; };
    const Json own = rule(9, ours(), "vitrine: vt-lan");
    EXPECT_TRUE(wrong(Json::array({ own, rule(3, jump("DOCKER-USER")) })));
    EXPECT_TRUE(wrong(Json::array({ rule(3, reject), own })));
    EXPECT_TRUE(wrong(Json::array({ own, rule(3, jump("ufw-before-forward")) })));
    EXPECT_FALSE(wrong(Json::array({ own, rule(3, reject) })));
    EXPECT_FALSE(wrong(Json::array({ rule(3, jump("DOCKER-USER")), own })));
}

TEST(Neighbours, ThatAreClosedMayHaveThoughtOfUs)
{
    const auto mine
        = baseChainsIn(Json::array({ chain("inet", "mine", "forward", "forward", "drop") }))
              .front();
    Json accepting = rule(3, ours());
    accepting["rule"]["family"] = "inet";
    accepting["rule"]["table"] = "mine";
    EXPECT_FALSE(judged(mine, Json::array({ accepting }), "vt-lan"));
    EXPECT_TRUE(judged(mine, Json::array({ accepting }), "vt-other"));
    // In another table it is of no use.
    EXPECT_TRUE(judged(mine, Json::array({ rule(3, ours()) }), "vt-lan"));
}

TEST(Neighbours, ThatAreNotWhatNftSaysAreNoDanger)
{
    EXPECT_TRUE(baseChainsIn(Json::array({ 1, "text", Json::object(), Json::array(),
                                 { { "chain", 5 } }, { { "chain", Json::array() } } }))
                    .empty());
    const Json odd = Json::array({ { { "rule", 5 } }, { { "rule", { { "expr", 5 } } } },
        rule(3, Json::array({ 5, Json::object(), "text" })) });
    EXPECT_TRUE(judged(forward("drop"), odd, "vt-lan"));
}

} // namespace
} // namespace vitrine::network
