// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/user_network.h"

#include "backend/base/json.h"

namespace vitrine::plan::net {

std::vector<std::string> commandOf(const LeadOutside& step, const std::string& holder)
{
    const std::string namespaces = "/proc/" + holder + "/ns/";
    return { step.program, "--configure", "--mtu=" + std::to_string(step.mtu),
        "--cidr=" + toText(step.subnet), "--disable-host-loopback", "--enable-seccomp",
        "--api-socket=" + step.socket, "--netns-type=path", "--userns-path=" + namespaces + "user",
        namespaces + "net", outsideInterface };
}

IpAddress nameServerOf(const LeadOutside& step)
{
    constexpr std::uint64_t index = 3; // of slirp4netns
    return addressAt(step.subnet, index);
}

std::vector<std::string> forwardingRequests(const std::vector<PublishedPort>& ports)
{
    std::vector<std::string> requests;
    for (const auto& port : ports) {
        if (port.address && port.address->version == IpVersion::V6)
            continue;
        for (int i = 0; i < port.count; ++i)
            requests.push_back(dumpJson({ { "execute", "add_hostfwd" },
                { "arguments",
                    { { "proto", nameOf(port.protocol) },
                        { "host_addr", port.address ? toText(*port.address) : "0.0.0.0" },
                        { "host_port", port.host + i }, { "guest_port", port.host + i } } } }));
    }
    return requests;
}

} // namespace vitrine::plan::net
