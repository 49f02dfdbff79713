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

/// The account that USER ("name", "1000", "name:group", "1000:1000") and the additional GROUPS mean
/// in the root file system ROOT. Its tables are read only when they are regular files of at most
/// 1 MiB below ROOT. InvalidSpec names FIELD when there is no such user or group.
[[nodiscard]] Result<Account> findAccount(int root, const std::string& field,
    const std::string& user, const std::vector<std::string>& groups);

/// Become ACCOUNT; without the right to set groups (GROUPS false) they stay as they are.
[[nodiscard]] Result<void> becomeAccount(const Account& account, bool groups);

} // namespace vitrine::kernel
