// SPDX-License-Identifier: GPL-3.0-or-later
// The calls are made directly: the C library would change every thread, and this may run in a
// process that shares its memory with another one.
#include "backend/kernel/file_rights.h"

#include <cerrno>
#include <grp.h>
#include <pwd.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

namespace vitrine::kernel {

namespace {

constexpr gid_t noGroup = 65534; ///< of a user whom the tables do not know

Result<std::vector<gid_t>> ownGroups()
{
    const int count = ::getgroups(0, nullptr);
    std::vector<gid_t> groups(std::size_t(std::max(count, 0)));
    if (count < 0 || ::getgroups(count, groups.data()) < 0)
        return Error::fromErrno("getgroups");
    return groups;
}

Result<void> setGroups(const std::vector<gid_t>& groups)
{
    if (::syscall(SYS_setgroups, groups.size(), groups.data()) != 0)
        return Error::fromErrno("setgroups");
    return {};
}

} // namespace

std::vector<gid_t> groupsOf(uid_t user)
{
    const passwd* entry = ::getpwuid(user);
    if (!entry)
        return { noGroup };
    const gid_t own = entry->pw_gid;
    int count = 64;
    std::vector<gid_t> groups(std::size_t(count), noGroup);
    while (::getgrouplist(entry->pw_name, own, groups.data(), &count) < 0)
        groups.resize(std::size_t(count)); // the call says how many there are
    groups.resize(std::size_t(count));
    std::erase(groups, own);
    groups.insert(groups.begin(), own);
    return groups;
}

Result<FileRights> FileRights::of(uid_t user)
{
    FileRights rights;
    const auto groups = groupsOf(user);
    const gid_t group = groups.front();
    rights.m_groups = TRY(ownGroups());
    TRY(setGroups(groups));
    rights.m_changed = true;
    rights.m_group = gid_t(::syscall(SYS_setfsgid, group));
    rights.m_user = uid_t(::syscall(SYS_setfsuid, user));
    // Neither call says whether it did anything; asked with an id that there is none of, it tells.
    if (uid_t(::syscall(SYS_setfsuid, -1)) != user || gid_t(::syscall(SYS_setfsgid, -1)) != group)
        return Error::kernel(EPERM, "setfsuid", std::to_string(user));
    return rights;
}

FileRights::FileRights(FileRights&& other) noexcept
    : m_changed(std::exchange(other.m_changed, false))
    , m_user(other.m_user)
    , m_group(other.m_group)
    , m_groups(std::move(other.m_groups))
{
}

FileRights::~FileRights()
{
    if (!m_changed)
        return;
    (void)::syscall(SYS_setfsuid, m_user);
    (void)::syscall(SYS_setfsgid, m_group);
    (void)setGroups(m_groups); // taking back one's own groups cannot fail for root
}

} // namespace vitrine::kernel
