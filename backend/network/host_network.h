// SPDX-License-Identifier: GPL-3.0-or-later
// What networks must know of the host that they are made on.
#pragma once

#include "backend/base/result.h"
#include "backend/spec/ip_address.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::network {

struct HostNetwork {
    std::vector<Subnet> subnets; ///< that a route leads to, but for the default routes
    std::uint64_t mtu = 0; ///< of the interface that the default route leads to; 0: there is none
    bool forwards4 = false, forwards6 = false; ///< it passes packets on between interfaces
};

/// Asks the kernel by RTM_GETROUTE and sysctl.
[[nodiscard]] Result<HostNetwork> readHostNetwork();

/// Whether there is an interface NAME.
[[nodiscard]] bool hasInterface(const std::string& name);

/// Whether what stays on a bridge goes through the firewall rules of forwarding, too.
[[nodiscard]] bool filtersBridges();

/// /proc/sys/net/NAME: "ipv4/ip_forward".
[[nodiscard]] Result<std::string> readSetting(const std::string& name);
/// The names in /proc/sys/net/DIRECTORY.
[[nodiscard]] Result<std::vector<std::string>> settingsIn(const std::string& directory);
[[nodiscard]] Result<void> writeSetting(const std::string& name, const std::string& value);

} // namespace vitrine::network
