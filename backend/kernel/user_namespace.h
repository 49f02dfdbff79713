// SPDX-License-Identifier: GPL-3.0-or-later
// user_namespaces(7) that exist without a container.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"
#include "backend/kernel/id_map.h"

namespace vitrine::kernel {

/// A process that only holds a new user namespace; ended and reaped when this goes.
class UserNamespaceHolder {
public:
    [[nodiscard]] static Result<UserNamespaceHolder> start();
    UserNamespaceHolder(UserNamespaceHolder&& other) noexcept;
    UserNamespaceHolder(const UserNamespaceHolder&) = delete;
    UserNamespaceHolder& operator=(const UserNamespaceHolder&) = delete;
    UserNamespaceHolder& operator=(UserNamespaceHolder&&) = delete;
    ~UserNamespaceHolder();
    [[nodiscard]] pid_t pid() const { return m_pid; }
    /// A descriptor of the namespace, which lives as long as that.
    [[nodiscard]] Result<UniqueFd> open() const;

private:
    explicit UserNamespaceHolder(pid_t pid)
        : m_pid(pid)
    {
    }
    pid_t m_pid;
};

/// A user namespace with these maps and no process in it, for idmapped mounts. Needs root.
[[nodiscard]] Result<UniqueFd> makeUserNamespace(const IdMap& users, const IdMap& groups);

} // namespace vitrine::kernel
