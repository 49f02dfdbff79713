// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/control.h"

#include <array>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

using namespace vitrine;
using namespace vitrine::observe;

namespace {

UniqueFd someDescriptor()
{
    return UniqueFd(::open("/dev/null", O_WRONLY | O_CLOEXEC));
}

} // namespace

TEST(Control, AWorkload)
{
    const auto message = parseControl(
        R"({"workload":{"id":"ab","name":"web","owner":1000,"leader":12,"cgroup":"a/b/",
            "lower":["/x","/y"],"upper":"/u","work":"/w","limits":{"memory":1}}})",
        {});
    ASSERT_TRUE(message);
    const auto* workload = std::get_if<Workload>(&message.value());
    ASSERT_NE(workload, nullptr);
    EXPECT_EQ(workload->id, "ab");
    EXPECT_EQ(workload->owner, 1000u);
    EXPECT_EQ(workload->leader, 12);
    EXPECT_EQ(workload->cgroup, "/a/b");
    EXPECT_EQ(workload->lower, (std::vector<std::string> { "/x", "/y" }));
}

TEST(Control, ASubscription)
{
    auto message = parseControl(R"({"subscribe":"observe","uid":1000,"all":false,
        "tables":["links","changes"],"workload":"ab","interval":250})",
        someDescriptor());
    ASSERT_TRUE(message);
    const auto& subscription = std::get<Subscription>(message.value());
    EXPECT_EQ(subscription.viewer.uid, 1000u);
    EXPECT_EQ(subscription.viewer.scope, Viewer::Scope::Own);
    EXPECT_EQ(subscription.viewer.workload, "ab");
    EXPECT_EQ(subscription.interval.count(), 250);
    EXPECT_EQ(subscription.wanted.count(), 2u);
    EXPECT_TRUE(subscription.wanted.test(std::size_t(Table::Links)));
}

TEST(Control, NoTablesAreAllTablesAndIntervalsStayInTheirRange)
{
    auto fast = parseControl(
        R"({"subscribe":"observe","uid":0,"all":true,"tables":[],"interval":1})", someDescriptor());
    ASSERT_TRUE(fast);
    EXPECT_EQ(std::get<Subscription>(fast.value()).wanted.count(), tableCount);
    EXPECT_EQ(std::get<Subscription>(fast.value()).interval, minimumInterval);
    auto slow
        = parseControl(R"({"subscribe":"stats","uid":0,"interval":99999999})", someDescriptor());
    ASSERT_TRUE(slow);
    EXPECT_EQ(std::get<Subscription>(slow.value()).interval, maximumInterval);
    EXPECT_TRUE(std::get<Subscription>(slow.value()).wanted.test(wantedStats));
}

TEST(Control, WithoutAllInItAViewerSeesHisOwn)
{
    auto message = parseControl(R"({"subscribe":"stats","uid":5})", someDescriptor());
    ASSERT_TRUE(message);
    EXPECT_EQ(std::get<Subscription>(message.value()).viewer.scope, Viewer::Scope::Own);
}

TEST(Control, BadMessagesAreInvalidAndCloseTheirDescriptor)
{
    for (const char* bad :
        { "", "x", "[]", "null", "{}", R"({"workload":5})", R"({"workload":{"id":"a"}})",
            R"({"workload":{"id":"","owner":0}})", R"({"workload":{"id":"a","owner":"root"}})",
            R"({"removed":7})", R"({"subscribe":"all","uid":0})", R"({"subscribe":"observe"})",
            R"({"subscribe":"observe","uid":0,"tables":["secrets"]})",
            R"({"subscribe":"observe","uid":0,"tables":"links"})",
            R"({"subscribe":"observe","uid":0,"all":"yes"})" }) {
        std::array<int, 2> ends {};
        ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK), 0);
        const UniqueFd reader(ends[0]);
        const auto message = parseControl(bad, UniqueFd(ends[1]));
        ASSERT_FALSE(message) << bad;
        EXPECT_EQ(message.error().kind, ErrorKind::InvalidSpec) << bad;
        char byte;
        EXPECT_EQ(::read(reader.get(), &byte, 1), 0) << "still open after " << bad;
    }
    EXPECT_FALSE(parseControl(R"({"subscribe":"observe","uid":0})", {})) << "no descriptor";
}

TEST(Control, ReceivesDatagramsWithDescriptorsUntilTheOtherSideCloses)
{
    std::array<int, 2> ends {};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()), 0);
    UniqueFd ours(ends[0]), theirs(ends[1]);
    EXPECT_EQ(receiveControl(ours.get()).error().kind, ErrorKind::Busy);
    const std::string text = R"({"removed":"ab"})";
    ASSERT_EQ(::send(theirs.get(), text.data(), text.size(), 0), ssize_t(text.size()));
    const auto removed = receiveControl(ours.get());
    ASSERT_TRUE(removed);
    EXPECT_EQ(std::get<WorkloadRemoved>(removed.value()).id, "ab");
    theirs.reset();
    const auto closed = receiveControl(ours.get());
    ASSERT_TRUE(closed);
    EXPECT_TRUE(std::holds_alternative<ControlClosed>(closed.value()));
}
