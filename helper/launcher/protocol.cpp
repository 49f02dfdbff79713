// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/protocol.h"

#include "helper/api/errors.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <poll.h>
#include <string>
#include <sys/socket.h>

namespace vitrine::launcher {

namespace {

constexpr auto sendTimeout = std::chrono::seconds(10);
constexpr int maximumDepth = 64;

// Large enough for maximumDescriptors; the kernel sets MSG_CTRUNC when there were more.
using ControlBuffer = std::array<char, CMSG_SPACE(sizeof(int) * maximumDescriptors)>;
static_assert(
    CMSG_SPACE(sizeof(int) * maximumDescriptors) < CMSG_LEN(sizeof(int) * (maximumDescriptors + 1)),
    "padding would let one descriptor more in");

Error invalidMessage(std::string text)
{
    return Error::invalid("message", std::move(text));
}

/// Wait until SOCKET takes more, at most until DEADLINE.
Result<void> waitWritable(int socket, std::chrono::steady_clock::time_point deadline)
{
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0)
            return Error::kernel(ETIMEDOUT, "sendmsg", "launcher socket");
        pollfd entry { socket, POLLOUT, 0 };
        const int ready = ::poll(&entry, 1, int(left.count()));
        if (ready > 0)
            return {};
        if (ready < 0 && errno != EINTR)
            return Error::fromErrno("poll", "launcher socket");
    }
}

void attach(msghdr& header, ControlBuffer& control, const std::vector<int>& descriptors)
{
    const std::size_t size = sizeof(int) * descriptors.size();
    header.msg_control = control.data();
    header.msg_controllen = CMSG_SPACE(size);
    cmsghdr* entry = CMSG_FIRSTHDR(&header);
    entry->cmsg_level = SOL_SOCKET;
    entry->cmsg_type = SCM_RIGHTS;
    entry->cmsg_len = CMSG_LEN(size);
    std::memcpy(CMSG_DATA(entry), descriptors.data(), size);
}

std::vector<UniqueFd> detach(msghdr& header)
{
    std::vector<UniqueFd> descriptors;
    for (cmsghdr* entry = CMSG_FIRSTHDR(&header); entry; entry = CMSG_NXTHDR(&header, entry)) {
        if (entry->cmsg_level != SOL_SOCKET || entry->cmsg_type != SCM_RIGHTS)
            continue;
        const std::size_t count = (entry->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int descriptor = -1;
            std::memcpy(&descriptor, CMSG_DATA(entry) + i * sizeof(int), sizeof(int));
            descriptors.emplace_back(descriptor);
        }
    }
    return descriptors;
}

ssize_t receiveRetrying(int socket, msghdr& header, int flags)
{
    ssize_t length = -1;
    do
        length = ::recvmsg(socket, &header, flags | MSG_CMSG_CLOEXEC);
    while (length < 0 && errno == EINTR);
    return length;
}

Error receiveError()
{
    if (errno == EAGAIN || errno == EWOULDBLOCK)
        return Error::of(ErrorKind::Busy, "launcher socket", "There is no message yet");
    if (errno == ECONNRESET)
        return Error::of(ErrorKind::NotFound, "launcher socket", "The other side has gone");
    return Error::fromErrno("recvmsg", "launcher socket");
}

/// The length of the message that waits on SOCKET, without taking it.
Result<std::size_t> nextLength(int socket)
{
    msghdr header {};
    const ssize_t length = receiveRetrying(socket, header, MSG_PEEK | MSG_TRUNC);
    if (length < 0)
        return receiveError();
    return std::size_t(length);
}

/// True when no bracket of TEXT is nested deeper than maximumDepth: whoever writes or destroys
/// the parsed value may recurse.
bool isShallow(const std::string& text)
{
    int depth = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            if (++depth > maximumDepth)
                return false;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return true;
}

Result<nlohmann::json> parse(const std::string& text)
{
    if (!isShallow(text))
        return invalidMessage("The message is nested too deeply");
    auto body = nlohmann::json::parse(text, nullptr, false);
    if (!body.is_object())
        return invalidMessage("The message is not a JSON object");
    return body;
}

std::string stringAt(const nlohmann::json& json, const char* key)
{
    const auto entry = json.find(key);
    return entry != json.end() && entry->is_string() ? entry->get<std::string>() : std::string();
}

} // namespace

Result<void> send(int socket, const nlohmann::json& body, const std::vector<int>& descriptors)
{
    // Bytes of foreign origin that are no UTF-8 must not cost us the whole message.
    std::string text = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    if (text.size() > maximumMessage)
        return Error::of(ErrorKind::Quota, "message",
            "The message is longer than " + std::to_string(maximumMessage) + " bytes");
    if (descriptors.size() > maximumDescriptors)
        return Error::of(ErrorKind::Quota, "message",
            "A message carries at most " + std::to_string(maximumDescriptors) + " descriptors");

    iovec piece { text.data(), text.size() };
    alignas(cmsghdr) ControlBuffer control {};
    msghdr header {};
    header.msg_iov = &piece;
    header.msg_iovlen = 1;
    if (!descriptors.empty())
        attach(header, control, descriptors);

    const auto deadline = std::chrono::steady_clock::now() + sendTimeout;
    while (::sendmsg(socket, &header, MSG_NOSIGNAL | MSG_DONTWAIT) < 0) {
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            TRY(waitWritable(socket, deadline));
        else if (errno != EINTR)
            return Error::fromErrno("sendmsg", "launcher socket");
    }
    return {};
}

Result<Message> receive(int socket)
{
    // Looking first costs one system call and spares a buffer of the largest size.
    const std::size_t length = TRY(nextLength(socket));
    std::string text(std::min(length, maximumMessage), '\0');
    iovec piece { text.data(), text.size() };
    alignas(cmsghdr) ControlBuffer control {};
    msghdr header {};
    header.msg_iov = &piece;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();

    const ssize_t taken = receiveRetrying(socket, header, 0);
    if (taken < 0)
        return receiveError();
    Message message;
    message.descriptors = detach(header); // first: from here on they are closed on every path
    if (taken == 0)
        return Error::of(ErrorKind::NotFound, "launcher socket", "The other side has gone");
    if (header.msg_flags & MSG_TRUNC)
        return invalidMessage(
            "The message is longer than " + std::to_string(maximumMessage) + " bytes");
    if (header.msg_flags & MSG_CTRUNC)
        return invalidMessage("The message carries too many descriptors");
    text.resize(std::size_t(taken));
    message.body = TRY(parse(text));
    return message;
}

nlohmann::json toJson(const Error& error, int step)
{
    return {
        { "name", std::string(api::nameOf(error.kind).name) },
        { "text", error.text },
        { "call", error.call },
        { "object", error.object },
        { "errno", error.number },
        { "errnoText",
            error.number == 0 ? std::string() : std::string(std::strerror(error.number)) },
        { "step", step },
    };
}

Error errorFromJson(const nlohmann::json& json)
{
    Error error;
    if (!json.is_object())
        return error;
    error.kind = api::kindOf(stringAt(json, "name"));
    error.call = stringAt(json, "call");
    error.object = stringAt(json, "object");
    error.text = stringAt(json, "text");
    const auto number = json.find("errno");
    if (number != json.end() && number->is_number_integer())
        error.number = number->get<int>();
    return error;
}

} // namespace vitrine::launcher
