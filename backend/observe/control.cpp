// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/control.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <vector>

namespace vitrine::observe {

namespace {

constexpr std::size_t maximumDescriptors = 4;

Result<Wanted> parseTables(const nlohmann::json& names)
{
    Wanted wanted;
    if (!names.is_array())
        return Error::invalid("tables", "must be a list");
    for (const auto& entry : names) {
        const auto name = entry.get<std::string>();
        const auto found = std::find(tableNames.begin(), tableNames.end(), name);
        if (found == tableNames.end())
            return Error::invalid("tables", "there is no such table");
        wanted.set(std::size_t(found - tableNames.begin()));
    }
    if (wanted.none())
        for (std::size_t i = 0; i < tableCount; ++i)
            wanted.set(i);
    return wanted;
}

Result<ControlMessage> parseSubscription(const nlohmann::json& json, UniqueFd descriptor)
{
    const auto kind = json.at("subscribe").get<std::string>();
    if (kind != "observe" && kind != "stats")
        return Error::invalid("subscribe", "must be observe or stats");
    if (!descriptor)
        return Error::invalid("subscribe", "no descriptor came with it");
    Subscription subscription;
    subscription.viewer.uid = json.at("uid").get<std::uint32_t>();
    if (json.value("all", false))
        subscription.viewer.scope = Viewer::Scope::All;
    subscription.viewer.workload = json.value("workload", std::string());
    const auto interval = json.value("interval", std::int64_t(1000));
    subscription.interval = std::chrono::milliseconds(
        std::clamp<std::int64_t>(interval, minimumInterval.count(), maximumInterval.count()));
    if (kind == "stats")
        subscription.wanted.set(wantedStats);
    else
        subscription.wanted = TRY(parseTables(json.value("tables", nlohmann::json::array())));
    subscription.stream = std::move(descriptor);
    return ControlMessage(std::move(subscription));
}

/// Takes the descriptors of a message; all but the first are closed.
UniqueFd firstDescriptor(msghdr& message)
{
    UniqueFd first;
    for (cmsghdr* part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
            continue;
        const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int number = -1;
            std::memcpy(&number, CMSG_DATA(part) + i * sizeof number, sizeof number);
            UniqueFd descriptor(number);
            if (!first)
                first = std::move(descriptor);
        }
    }
    return first;
}

} // namespace

Result<ControlMessage> parseControl(std::string_view text, UniqueFd descriptor)
{
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object())
        return Error::invalid("message", "not a JSON object");
    try {
        if (json.contains("workload") && !json.contains("subscribe"))
            return ControlMessage(TRY(parseWorkload(json.at("workload"))));
        if (json.contains("removed"))
            return ControlMessage(WorkloadRemoved { json.at("removed").get<std::string>() });
        if (json.contains("subscribe"))
            return parseSubscription(json, std::move(descriptor));
    } catch (const nlohmann::json::exception& problem) {
        return Error::invalid("message", problem.what());
    }
    return Error::invalid("message", "neither workload, removed nor subscribe");
}

Result<ControlMessage> receiveControl(int socket)
{
    std::vector<char> buffer(maximumControlMessage);
    alignas(cmsghdr) std::array<char, CMSG_SPACE(maximumDescriptors * sizeof(int))> rights {};
    iovec part { buffer.data(), buffer.size() };
    msghdr message {};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = rights.data();
    message.msg_controllen = rights.size();
    const ssize_t got = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return Error::of(ErrorKind::Busy, "control", "no message");
    if (got < 0 && errno != ECONNRESET)
        return Error::fromErrno("recvmsg", "control");
    UniqueFd descriptor = got < 0 ? UniqueFd() : firstDescriptor(message);
    if (got <= 0)
        return ControlMessage(ControlClosed {});
    if ((message.msg_flags & MSG_TRUNC) != 0)
        return Error::invalid("message", "too long");
    return parseControl({ buffer.data(), std::size_t(got) }, std::move(descriptor));
}

} // namespace vitrine::observe
