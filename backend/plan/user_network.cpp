// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/user_network.h"

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

std::vector<std::string> forwardingCommands(const PublishPorts& step)
{
    std::vector<std::string> commands;
    for (const auto& port : step.ports) {
        const bool tcp = port.protocol == Protocol::Tcp;
        const auto& target = step.address ? step.address : step.address6;
        if (!target)
            continue;
        const bool v6 = target->version == IpVersion::V6;
        for (int i = 0; i < port.count; ++i)
            commands.push_back(std::string("socat ") + (tcp ? "TCP" : "UDP")
                + "-LISTEN:" + std::to_string(port.host + i)
                + (port.address ? ",bind=" + toText(*port.address) : std::string())
                + ",fork EXEC:'nsenter -t PID -U -n socat STDIO " + (tcp ? "TCP" : "UDP") + ":"
                + (v6 ? "[" : "") + toText(*target) + (v6 ? "]:" : ":")
                + std::to_string(port.container + i) + "'");
    }
    return commands;
}

} // namespace vitrine::plan::net
