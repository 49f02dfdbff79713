// SPDX-License-Identifier: GPL-3.0-or-later
// Looking up files with the rights of another user: setfsuid(2).
#pragma once

#include "backend/base/result.h"

#include <sys/types.h>
#include <vector>

namespace vitrine::kernel {

/// The groups of USER, their own first, as the system's tables have them; 65534 (nogroup) alone
/// when they do not know USER.
[[nodiscard]] std::vector<gid_t> groupsOf(uid_t user);

/// As long as it lives, this thread finds and opens files with the rights of a user and of the
/// groups that the system's tables give them, and without the capabilities that set file
/// permissions aside. Needs root.
class FileRights {
public:
    [[nodiscard]] static Result<FileRights> of(uid_t user);
    FileRights(FileRights&& other) noexcept;
    FileRights(const FileRights&) = delete;
    FileRights& operator=(const FileRights&) = delete;
    FileRights& operator=(FileRights&&) = delete;
    ~FileRights();

private:
    FileRights() = default;
    bool m_changed = false;
    uid_t m_user = 0;
    gid_t m_group = 0;
    std::vector<gid_t> m_groups;
};

} // namespace vitrine::kernel
