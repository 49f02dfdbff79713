// SPDX-License-Identifier: GPL-3.0-or-later
// Where Vitrine keeps things.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <string>

namespace vitrine::launcher {

/// DATA outlives reboots:             RUNTIME does not (a tmpfs):
///   containers/ID/record.json          containers/ID/…    of running ones
///   containers/ID/{upper,work}         root/              where new roots are attached
///   containers/ID/{log,log.1,…}
///   images/…
///   networks/ID.json                   names/ID/…         what a network's dnsmasq reads
///   leases/ID       addresses that a network's dnsmasq gave
///   trash/…         being removed
///   lock
struct Places {
    std::string data, runtime;

    [[nodiscard]] std::string containers() const { return data + "/containers"; }
    [[nodiscard]] std::string images() const { return data + "/images"; }
    [[nodiscard]] std::string networks() const { return data + "/networks"; }
    [[nodiscard]] std::string leases() const { return data + "/leases"; }
    [[nodiscard]] std::string trash() const { return data + "/trash"; }
    [[nodiscard]] std::string running() const { return runtime + "/containers"; }
    [[nodiscard]] std::string names() const { return runtime + "/names"; }
    [[nodiscard]] std::string mountPoint() const { return runtime + "/root"; }
};

/// The places for this user: XDG base directories, /var/lib/vitrine and /run/vitrine in system
/// mode. NotFound when XDG_RUNTIME_DIR is not set.
[[nodiscard]] Result<Places> defaultPlaces(bool system);

/// Make what is missing, mode 0700, and take the lock; Busy when another launcher has it. The lock
/// lasts as long as the descriptor.
[[nodiscard]] Result<UniqueFd> preparePlaces(const Places& places);

} // namespace vitrine::launcher
