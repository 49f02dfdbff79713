// SPDX-License-Identifier: GPL-3.0-or-later
// One conversation with the kernel's rtnetlink(7), by libnl-3, in the network namespace that the
// process is in when it begins.
#pragma once

#include "backend/base/result.h"

#include <functional>
#include <memory>
#include <netlink/netlink.h>
#include <string>

namespace vitrine::network {

/// A libnl object that is freed by FREE.
template <typename Object, void (*Free)(Object*)> struct Freed {
    void operator()(Object* object) const { Free(object); }
};

class RouteRequest {
public:
    [[nodiscard]] static Result<RouteRequest> begin();

    /// Send MESSAGE, which is freed, and wait for the kernel's answer. The error has the kernel's
    /// own words where it has some; CALL ("RTM_NEWLINK") and OBJECT are for it.
    [[nodiscard]] Result<void> send(nl_msg* message, const char* call, const std::string& object);

    /// Send the question MESSAGE, which is freed, and give the kernel's answer to TAKE; as send()
    /// otherwise.
    [[nodiscard]] Result<void> ask(nl_msg* message, const char* call, const std::string& object,
        const std::function<void(nlmsghdr&)>& take);

    [[nodiscard]] nl_sock* socket() const { return m_socket.get(); }

private:
    RouteRequest() = default;

    struct Refusal {
        int number = 0;
        std::string text;
    };
    [[nodiscard]] Result<void> outcomeOf(
        int code, const char* call, const std::string& object) const;
    static int refused(sockaddr_nl* from, nlmsgerr* error, void* refusal);

    std::unique_ptr<Refusal> m_refusal = std::make_unique<Refusal>();
    std::unique_ptr<nl_sock, Freed<nl_sock, nl_socket_free>> m_socket;
};

} // namespace vitrine::network
