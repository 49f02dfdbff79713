// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/accounts.h"

#include "backend/base/files.h"
#include "backend/kernel/paths.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <functional>
#include <grp.h>
#include <optional>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::kernel {

namespace {

using Row = std::vector<std::string>;

/// The rows of a table; none when there is no such file.
Result<std::vector<Row>> readTable(int root, const std::string& path)
{
    std::vector<Row> rows;
    const auto place = openInRoot(root, path, Symlinks::InsideRoot);
    if (!place && place.error().number == ENOENT)
        return rows;
    if (!place)
        return place.error();
    struct stat status { };
    if (::fstat(place.value().get(), &status) != 0)
        return Error::fromErrno("fstat", path);
    if (!S_ISREG(status.st_mode))
        return Error::of(ErrorKind::InvalidSpec, path, "is no regular file in the container");
    // What was looked at is what is opened: the name may lead elsewhere by now.
    const std::string text
        = TRY(readFile(AT_FDCWD, "/proc/self/fd/" + std::to_string(place.value().get())));
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        Row row;
        std::istringstream parts(line + ":");
        for (std::string part; std::getline(parts, part, ':');)
            row.push_back(part);
        rows.push_back(std::move(row));
    }
    return rows;
}

bool isNumber(const std::string& text)
{
    return !text.empty() && text.size() <= 10
        && text.find_first_not_of("0123456789") == std::string::npos;
}

std::optional<std::uint32_t> idIn(const std::string& text)
{
    if (!isNumber(text) || std::stoull(text) >= UINT32_MAX)
        return {};
    return std::uint32_t(std::stoull(text));
}

constexpr std::size_t idColumn = 2; ///< of both tables

/// The row whose name, or whose id when NAME is a number, is NAME.
const Row* find(const std::vector<Row>& rows, const std::string& name, std::size_t columns)
{
    const auto id = idIn(name);
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const Row& row) {
        return row.size() >= columns && idIn(row[idColumn])
            && (id ? idIn(row[idColumn]) == id : row.front() == name);
    });
    return found == rows.end() ? nullptr : &*found;
}

Result<gid_t> findGroup(
    const std::vector<Row>& rows, const std::string& field, const std::string& name)
{
    constexpr std::size_t columns = 3;
    if (const auto id = idIn(name))
        return *id;
    const Row* row = find(rows, name, columns);
    if (!row)
        return Error::invalid(field, "there is no group '" + name + "' in the container");
    return *idIn((*row)[idColumn]);
}

/// The groups that list NAME as a member.
void addMemberships(
    std::vector<gid_t>& groups, const std::vector<Row>& rows, const std::string& name)
{
    constexpr std::size_t memberColumn = 3;
    for (const auto& row : rows) {
        if (row.size() <= memberColumn || !idIn(row[idColumn]))
            continue;
        const std::string members = "," + row[memberColumn] + ",";
        if (members.find("," + name + ",") != std::string::npos)
            groups.push_back(*idIn(row[idColumn]));
    }
}

} // namespace

Result<Account> findAccount(int root, const std::string& field, const std::string& user,
    const std::vector<std::string>& groups)
{
    constexpr std::size_t columns = 6;
    constexpr std::size_t groupColumn = 3;
    constexpr std::size_t homeColumn = 5;
    Account account;
    const std::string name = user.empty() ? "0" : user.substr(0, user.find(':'));
    const auto users = TRY(readTable(root, "/etc/passwd"));
    const auto groupRows = TRY(readTable(root, "/etc/group"));
    const Row* row = find(users, name, columns);
    if (!row && !idIn(name))
        return Error::invalid(field, "there is no user '" + name + "' in the container");
    account.user = row ? *idIn((*row)[idColumn]) : *idIn(name);
    if (row) {
        account.group = idIn((*row)[groupColumn]).value_or(0);
        account.home = (*row)[homeColumn].empty() ? "/" : (*row)[homeColumn];
        addMemberships(account.groups, groupRows, row->front());
    }
    if (const std::size_t colon = user.find(':'); colon != std::string::npos)
        account.group = TRY(findGroup(groupRows, field, user.substr(colon + 1)));
    for (std::size_t i = 0; i < groups.size(); ++i)
        account.groups.push_back(
            TRY(findGroup(groupRows, "groups[" + std::to_string(i) + "]", groups[i])));
    std::sort(account.groups.begin(), account.groups.end());
    account.groups.erase(
        std::unique(account.groups.begin(), account.groups.end()), account.groups.end());
    return account;
}

Result<void> becomeAccount(const Account& account, bool groups)
{
    const auto refused = [](const char* call, std::uint32_t id) {
        Error error = Error::fromErrno(call, std::to_string(id));
        if (error.number == EINVAL) {
            error.kind = ErrorKind::InvalidSpec;
            error.text = "the container has no such id: its user namespace maps fewer";
        }
        return error;
    };
    if (groups && ::setgroups(account.groups.size(), account.groups.data()) != 0)
        return refused("setgroups", account.groups.empty() ? 0 : account.groups.back());
    if (::setresgid(account.group, account.group, account.group) != 0)
        return refused("setresgid", account.group);
    if (::setresuid(account.user, account.user, account.user) != 0)
        return refused("setresuid", account.user);
    return {};
}

} // namespace vitrine::kernel
