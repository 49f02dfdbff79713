// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/protocol.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <string>
#include <sys/socket.h>

using namespace vitrine;
using namespace vitrine::launcher;

namespace {

int openDescriptors()
{
    DIR* folder = ::opendir("/proc/self/fd");
    int count = 0;
    while (::readdir(folder))
        ++count;
    ::closedir(folder);
    return count;
}

class Protocol : public testing::Test {
protected:
    void SetUp() override
    {
        int pair[2];
        ASSERT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
        m_here.reset(pair[0]);
        m_there.reset(pair[1]);
    }

    void sendRaw(const std::string& bytes, std::size_t descriptors = 0)
    {
        iovec piece { const_cast<char*>(bytes.data()), bytes.size() };
        alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * (maximumDescriptors + 1))] {};
        msghdr header {};
        header.msg_iov = &piece;
        header.msg_iovlen = 1;
        if (descriptors > 0) {
            header.msg_control = control;
            header.msg_controllen = CMSG_SPACE(sizeof(int) * descriptors);
            cmsghdr* entry = CMSG_FIRSTHDR(&header);
            entry->cmsg_level = SOL_SOCKET;
            entry->cmsg_type = SCM_RIGHTS;
            entry->cmsg_len = CMSG_LEN(sizeof(int) * descriptors);
            std::fill_n(reinterpret_cast<int*>(CMSG_DATA(entry)), descriptors, 0);
        }
        ASSERT_EQ(::sendmsg(m_here.get(), &header, 0), ssize_t(bytes.size()));
    }

    ErrorKind kindOfNext()
    {
        auto message = receive(m_there.get());
        EXPECT_FALSE(bool(message));
        return message ? ErrorKind::Exists : message.error().kind;
    }

    UniqueFd m_here, m_there;
};

TEST_F(Protocol, carriesAnObjectUnchanged)
{
    const nlohmann::json body { { "id", 7 },
        { "args", { { "name", "grüße" }, { "list", { 1, 2.5 } } } } };
    ASSERT_TRUE(bool(send(m_here.get(), body)));
    auto message = receive(m_there.get());
    ASSERT_TRUE(bool(message));
    EXPECT_EQ(message.value().body, body);
    EXPECT_TRUE(message.value().descriptors.empty());
}

TEST_F(Protocol, keepsTheBoundsOfMessages)
{
    ASSERT_TRUE(bool(send(m_here.get(), { { "id", 1 } })));
    ASSERT_TRUE(bool(send(m_here.get(), { { "id", 2 } })));
    EXPECT_EQ(receive(m_there.get()).value().body["id"], 1);
    EXPECT_EQ(receive(m_there.get()).value().body["id"], 2);
}

TEST_F(Protocol, carriesDescriptorsCloseOnExec)
{
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0); // without O_CLOEXEC: the receiver must set it
    UniqueFd reader(ends[0]), writer(ends[1]);
    ASSERT_TRUE(bool(send(m_here.get(), { { "id", 1 } }, { writer.get(), reader.get() })));
    auto message = receive(m_there.get());
    ASSERT_TRUE(bool(message));
    auto& descriptors = message.value().descriptors;
    ASSERT_EQ(descriptors.size(), 2u);
    for (const auto& descriptor : descriptors)
        EXPECT_TRUE(::fcntl(descriptor.get(), F_GETFD) & FD_CLOEXEC);
    ASSERT_EQ(::write(descriptors[0].get(), "x", 1), 1);
    char byte = 0;
    EXPECT_EQ(::read(reader.get(), &byte, 1), 1);
    EXPECT_EQ(byte, 'x');
}

TEST_F(Protocol, refusesToSendTooMuch)
{
    const auto tooLong = send(m_here.get(), { { "text", std::string(maximumMessage, 'a') } });
    ASSERT_FALSE(bool(tooLong));
    EXPECT_EQ(tooLong.error().kind, ErrorKind::Quota);
    const auto tooMany
        = send(m_here.get(), { { "id", 1 } }, std::vector<int>(maximumDescriptors + 1, 0));
    ASSERT_FALSE(bool(tooMany));
    EXPECT_EQ(tooMany.error().kind, ErrorKind::Quota);
}

TEST_F(Protocol, takesTheLongestMessage)
{
    const std::string filler(maximumMessage - std::string("{\"a\":\"\"}").size(), 'a');
    ASSERT_TRUE(bool(send(m_here.get(), { { "a", filler } })));
    auto message = receive(m_there.get());
    ASSERT_TRUE(bool(message));
    EXPECT_EQ(message.value().body["a"], filler);
}

TEST_F(Protocol, refusesALongMessageAndGoesOn)
{
    sendRaw("{\"a\":\"" + std::string(maximumMessage, 'a') + "\"}", 1);
    ASSERT_TRUE(bool(send(m_here.get(), { { "id", 2 } })));
    const int before = openDescriptors();
    EXPECT_EQ(kindOfNext(), ErrorKind::InvalidSpec);
    EXPECT_EQ(openDescriptors(), before);
    EXPECT_EQ(receive(m_there.get()).value().body["id"], 2);
}

TEST_F(Protocol, refusesTooManyDescriptorsAndClosesThem)
{
    sendRaw("{\"id\":1}", maximumDescriptors + 1);
    const int before = openDescriptors();
    EXPECT_EQ(kindOfNext(), ErrorKind::InvalidSpec);
    EXPECT_EQ(openDescriptors(), before);
}

TEST_F(Protocol, refusesWhatIsNoObject)
{
    for (const char* bytes : { "[1]", "12", "{\"a\":", "{} {}", "\xff\xfe", "nonsense" }) {
        SCOPED_TRACE(bytes);
        sendRaw(bytes);
        EXPECT_EQ(kindOfNext(), ErrorKind::InvalidSpec);
    }
}

TEST_F(Protocol, refusesDeepNestingOnly)
{
    auto nested = [](std::size_t depth) {
        return "{\"a\":" + std::string(depth, '[') + std::string(depth, ']') + "}";
    };
    sendRaw(nested(90'000));
    EXPECT_EQ(kindOfNext(), ErrorKind::InvalidSpec);
    sendRaw(nested(64));
    EXPECT_EQ(kindOfNext(), ErrorKind::InvalidSpec);
    sendRaw(nested(63));
    EXPECT_TRUE(bool(receive(m_there.get())));
    const std::string brackets(1'000, '[');
    ASSERT_TRUE(bool(send(m_here.get(), { { "a", brackets + "\\\"" + brackets } })));
    EXPECT_TRUE(bool(receive(m_there.get())));
}

TEST_F(Protocol, tellsThatTheOtherSideHasGone)
{
    m_here.reset();
    EXPECT_EQ(kindOfNext(), ErrorKind::NotFound);
    const auto sent = send(m_there.get(), { { "id", 1 } });
    ASSERT_FALSE(bool(sent));
    EXPECT_EQ(sent.error().number, EPIPE);
}

TEST_F(Protocol, tellsThatNothingHasCome)
{
    ASSERT_EQ(::fcntl(m_there.get(), F_SETFL, O_NONBLOCK), 0);
    EXPECT_EQ(kindOfNext(), ErrorKind::Busy);
}

TEST_F(Protocol, sendsForeignBytesAsReplacementCharacters)
{
    ASSERT_TRUE(bool(send(m_here.get(), { { "comm", "a\xff" } })));
    EXPECT_EQ(receive(m_there.get()).value().body["comm"], "a\xEF\xBF\xBD");
}

TEST(ProtocolError, survivesTheWay)
{
    Error error = Error::kernel(EBUSY, "mount", "/root");
    error.text = "Close the programs that use it";
    const auto json = toJson(error, 3);
    EXPECT_EQ(json["name"], "Kernel");
    EXPECT_EQ(json["step"], 3);
    EXPECT_EQ(json["errnoText"], "Device or resource busy");
    const Error back = errorFromJson(json);
    EXPECT_EQ(back.kind, error.kind);
    EXPECT_EQ(back.call, error.call);
    EXPECT_EQ(back.object, error.object);
    EXPECT_EQ(back.number, error.number);
    EXPECT_EQ(back.text, error.text);
}

TEST(ProtocolError, ofForeignShapeIsAKernelError)
{
    EXPECT_EQ(errorFromJson(nlohmann::json::array()).kind, ErrorKind::Kernel);
    const Error error = errorFromJson({ { "name", "Unheard" }, { "errno", "x" }, { "text", 5 } });
    EXPECT_EQ(error.kind, ErrorKind::Kernel);
    EXPECT_EQ(error.number, 0);
    EXPECT_TRUE(error.text.empty());
}

} // namespace
