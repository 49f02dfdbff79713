// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/streams.h"

#include <QDBusUnixFileDescriptor>

#include <fstream>
#include <string>
#include <sys/epoll.h>

namespace vitrine::daemon {

namespace {

/// How many descriptors are in the epoll set, from proc(5) fdinfo.
Result<int> countEntries(const UniqueFd& epoll)
{
    const std::string path = "/proc/self/fdinfo/" + std::to_string(epoll.get());
    std::ifstream information(path);
    if (!information)
        return Error::kernel(errno, "open", path);
    int count = 0;
    for (std::string line; std::getline(information, line);)
        if (line.starts_with("tfd:"))
            ++count;
    return count;
}

} // namespace

Streams::Streams(LauncherLink& launcher)
    : m_launcher(launcher)
{
}

Result<void> Streams::reserve(uid_t user)
{
    Holdings& holdings = m_holdings[user];
    if (!holdings.epoll) {
        holdings.epoll.reset(::epoll_create1(EPOLL_CLOEXEC));
        if (!holdings.epoll)
            return Error::fromErrno("epoll_create1", "streams");
    }
    if (TRY(countEntries(holdings.epoll)) + holdings.requested >= maximumStreams)
        return Error::of(ErrorKind::Quota, "streams",
            "You have " + std::to_string(maximumStreams)
                + " consoles, sessions and streams open; close one");
    ++holdings.requested;
    return {};
}

Result<int> Streams::take(Holdings& holdings, LauncherLink::Outcome outcome)
{
    auto reply = TRY(std::move(outcome.reply));
    if (reply.descriptors.size() != 1)
        return Error::of(ErrorKind::Kernel, "vitrine-launcher", "The launcher sent no descriptor");
    epoll_event nothing {};
    if (::epoll_ctl(holdings.epoll.get(), EPOLL_CTL_ADD, reply.descriptors[0].get(), &nothing) != 0)
        return Error::fromErrno("epoll_ctl", "streams");
    return reply.descriptors[0].release();
}

void Streams::open(const Call& call, const Caller& caller, const std::string& request,
    const nlohmann::json& arguments)
{
    if (const auto reserved = reserve(caller.uid); !reserved) {
        call.fail(reserved.error());
        return;
    }
    m_launcher.call(
        request, arguments, [this, call, user = caller.uid](LauncherLink::Outcome outcome) {
            Holdings& holdings = m_holdings[user];
            --holdings.requested;
            const auto descriptor = take(holdings, std::move(outcome));
            if (!descriptor) {
                call.fail(descriptor.error());
                return;
            }
            QDBusUnixFileDescriptor handle;
            handle.giveFileDescriptor(descriptor.value());
            call.reply({ QVariant::fromValue(handle) });
        });
}

} // namespace vitrine::daemon
