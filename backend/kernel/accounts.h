// SPDX-License-Identifier: GPL-3.0-or-later
// Users and groups of a root file system that somebody else wrote: passwd(5), group(5).
#pragma once

#include "backend/base/result.h"

#include <string>
#include <sys/types.h>
#include <vector>

namespace vitrine::kernel {

struct Account {
    uid_t user = 0;
    gid_t group = 0;
    std::vector<gid_t> groups; ///< additional ones
    std::string home = "/"; ///< of passwd
};

/// Where accounts are looked up.
struct AccountPlace {
    int root = -1; ///< directory: the root file system
    int proc = -1; ///< directory: a /proc that can be trusted
};

/// Of one table: what is longer is refused.
inline constexpr std::size_t largestAccountTable = 1 << 20;

/// The account that USER ("name", "1000", "name:group", "1000:1000") and the additional GROUPS mean
/// in the root file system. Its tables are opened only when they are regular files of at most
/// largestAccountTable below the root: no FIFO and no device. As in passwd(5) the first entry of a
/// name counts. Without a group, the user's own and those that list the user as a member; with one,
/// that alone; two numbers need no table. InvalidSpec names FIELD when there is no such user or
/// group, or when its entry has no numbers that the kernel can have.
[[nodiscard]] Result<Account> findAccount(const AccountPlace& place, const std::string& field,
    const std::string& user, const std::vector<std::string>& groups);

/// Become ACCOUNT; without the right to set groups (GROUPS false) they stay as they are.
[[nodiscard]] Result<void> becomeAccount(const Account& account, bool groups);

} // namespace vitrine::kernel
