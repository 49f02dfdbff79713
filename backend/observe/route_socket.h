// SPDX-License-Identifier: GPL-3.0-or-later
// Raw rtnetlink, for what libnl-route does not know: requests about other network namespaces by
// their ids (IFLA_TARGET_NETNSID, NETNSA_TARGET_NSID; rtnetlink(7), linux/net_namespace.h).
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <linux/netlink.h>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::observe {

/// A request under construction.
class RouteRequest {
public:
    RouteRequest(std::uint16_t type, std::uint16_t flags);
    /// Appends the fixed header of the family (ifinfomsg, …).
    template <typename Header> RouteRequest& header(const Header& value)
    {
        append(&value, sizeof value);
        return *this;
    }
    /// Appends a 32-bit attribute.
    RouteRequest& attribute(std::uint16_t type, std::int32_t value);
    [[nodiscard]] std::vector<char>& bytes() { return m_bytes; }

private:
    void append(const void* data, std::size_t size);
    std::vector<char> m_bytes;
};

/// One attribute of a message; its payload is not aligned.
struct RouteAttribute {
    std::uint16_t type = 0;
    std::string_view payload;

    /// The payload as a number or struct; zeroes where it is shorter.
    template <typename Value> [[nodiscard]] Value as() const
    {
        Value value {};
        std::memcpy(&value, payload.data(), std::min(sizeof value, payload.size()));
        return value;
    }
    /// The payload as a string, up to its NUL.
    [[nodiscard]] std::string text() const
    {
        return std::string(payload.substr(0, payload.find('\0')));
    }
};

/// The attributes in bytes that somebody else keeps; ends at the first one that does not fit.
class RouteAttributes {
public:
    class Iterator {
    public:
        explicit Iterator(std::string_view bytes);
        [[nodiscard]] const RouteAttribute& operator*() const { return m_attribute; }
        Iterator& operator++();
        /// Only ever compared with the end.
        [[nodiscard]] bool operator!=(const Iterator&) const { return !m_left.empty(); }

    private:
        void read();
        std::string_view m_left; ///< from the current one on; empty at the end
        RouteAttribute m_attribute;
    };

    explicit RouteAttributes(std::string_view bytes)
        : m_bytes(bytes)
    {
    }
    [[nodiscard]] Iterator begin() const { return Iterator(m_bytes); }
    [[nodiscard]] Iterator end() const { return Iterator({}); }

private:
    std::string_view m_bytes;
};

/// One message: its type, its fixed header as bytes, and what follows.
struct RouteMessage {
    std::uint16_t type = 0;
    std::string_view body;

    /// The fixed header; zeroes where the message is shorter.
    template <typename Header> [[nodiscard]] Header header() const
    {
        Header value {};
        std::memcpy(&value, body.data(), std::min(sizeof value, body.size()));
        return value;
    }
    template <typename Header> [[nodiscard]] RouteAttributes attributes() const
    {
        constexpr std::size_t aligned = NLMSG_ALIGN(sizeof(Header));
        return RouteAttributes(body.size() > aligned ? body.substr(aligned) : std::string_view {});
    }
};

/// A NETLINK_ROUTE socket of the network namespace that the caller is in when it is made.
class RouteSocket {
public:
    using Handler = std::function<void(const RouteMessage&)>;

    [[nodiscard]] static Result<RouteSocket> open();
    /// Takes a NETLINK_ROUTE socket over.
    [[nodiscard]] static Result<RouteSocket> adopt(UniqueFd socket);

    /// Sends REQUEST and hands every message of the answer to HANDLER, until the end of the dump or
    /// the acknowledgement. Fails with the errno that the kernel answers with.
    [[nodiscard]] Result<void> ask(RouteRequest& request, const Handler& handler);

    /// Joins a multicast group (RTNLGRP_…).
    [[nodiscard]] Result<void> join(int group);
    /// Hands every message that has arrived to HANDLER, without waiting. Fails with ENOBUFS when
    /// messages were lost.
    [[nodiscard]] Result<void> drain(const Handler& handler);

private:
    explicit RouteSocket(UniqueFd socket);
    [[nodiscard]] Result<bool> receive(std::uint32_t sequence, const Handler& handler);

    UniqueFd m_socket;
    std::vector<char> m_buffer;
    std::uint32_t m_sequence = 0;
};

} // namespace vitrine::observe
