// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/accounts.h"

#include "backend/base/files.h"
#include "backend/kernel/paths.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <grp.h>
#include <limits.h>
#include <optional>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::kernel {

namespace {

constexpr const char* userTable = "/etc/passwd";
constexpr const char* groupTable = "/etc/group";

/// The columns of both tables that matter: passwd(5), group(5).
constexpr std::size_t idColumn = 2;
constexpr std::size_t groupColumn = 3; ///< of a user
constexpr std::size_t memberColumn = 3; ///< of a group
constexpr std::size_t homeColumn = 5;
constexpr std::size_t columnCount = 7;

using Row = std::array<std::string_view, columnCount>;

/// The text of a table; nothing when there is no such file.
Result<std::string> readTable(const AccountPlace& place, const std::string& path)
{
    const auto found = openInRoot(place.root, path, Symlinks::InsideRoot);
    if (!found && found.error().number == ENOENT)
        return std::string();
    if (!found)
        return found.error();
    struct stat status { };
    if (::fstat(found.value().get(), &status) != 0)
        return Error::fromErrno("fstat", path);
    if (!S_ISREG(status.st_mode))
        return Error::of(ErrorKind::InvalidSpec, path, "is no regular file in the container");
    // What was looked at is what is opened: the name may lead elsewhere by now.
    auto text = readFile(
        place.proc, "self/fd/" + std::to_string(found.value().get()), largestAccountTable);
    if (text)
        return text;
    Error error = text.error();
    error.object = path;
    if (error.kind == ErrorKind::Quota)
        error.text = "is longer than 1 MiB: give the user and the group as numbers";
    return error;
}

/// The next line of TEXT, which loses it; the columns that it has not are empty.
Row takeRow(std::string_view& text)
{
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    Row row;
    for (auto& column : row) {
        const std::size_t colon = std::min(line.find(':'), line.size());
        column = line.substr(0, colon);
        line.remove_prefix(std::min(colon + 1, line.size()));
    }
    return row;
}

/// A number that the kernel can have as an id, in decimal digits and nothing else.
std::optional<std::uint32_t> idIn(std::string_view text)
{
    std::uint32_t id = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (problem != std::errc() || end != text.data() + text.size() || id == UINT32_MAX)
        return {};
    return id;
}

/// The first row of TABLE with that name, or with that id when NAME is a number.
std::optional<Row> find(std::string_view table, std::string_view name)
{
    const auto id = idIn(name);
    while (!table.empty()) {
        const Row row = takeRow(table);
        if (id ? idIn(row[idColumn]) == id : !name.empty() && row.front() == name)
            return row;
    }
    return {};
}

Error noNumber(const std::string& field, std::string_view name, const char* table)
{
    return Error::invalid(field,
        "the entry of '" + std::string(name) + "' in the container's " + table
            + " has a number that is no id");
}

Result<gid_t> findGroup(std::string_view table, const std::string& field, const std::string& name)
{
    if (const auto id = idIn(name))
        return *id;
    const auto row = find(table, name);
    if (!row)
        return Error::invalid(field, "there is no group '" + name + "' in the container");
    const auto id = idIn((*row)[idColumn]);
    return id ? Result<gid_t>(*id) : noNumber(field, name, groupTable);
}

bool lists(std::string_view members, std::string_view name)
{
    while (!members.empty()) {
        const std::size_t comma = std::min(members.find(','), members.size());
        if (members.substr(0, comma) == name)
            return true;
        members.remove_prefix(std::min(comma + 1, members.size()));
    }
    return false;
}

/// The groups that list NAME as a member, as many as a process can have.
std::vector<gid_t> memberships(std::string_view table, std::string_view name)
{
    std::vector<gid_t> groups;
    while (!table.empty() && groups.size() < NGROUPS_MAX) {
        const Row row = takeRow(table);
        const auto id = idIn(row[idColumn]);
        if (id && lists(row[memberColumn], name))
            groups.push_back(*id);
    }
    return groups;
}

void tidy(std::vector<gid_t>& groups)
{
    std::sort(groups.begin(), groups.end());
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
}

} // namespace

Result<Account> findAccount(const AccountPlace& place, const std::string& field,
    const std::string& user, const std::vector<std::string>& groups)
{
    Account account;
    const std::size_t colon = user.find(':');
    const std::string name = user.empty() ? "0" : user.substr(0, colon);
    const std::string group = colon == std::string::npos ? std::string() : user.substr(colon + 1);
    const auto users = readTable(place, userTable);
    const bool numbers = idIn(name) && idIn(group);
    if (!users && !numbers) // else all that it could tell is the home
        return users.error();
    const std::string groupRows
        = numbers && groups.empty() ? "" : TRY(readTable(place, groupTable));
    const auto row = users ? find(users.value(), name) : std::nullopt;
    const auto id = row ? idIn((*row)[idColumn]) : idIn(name);
    if (!row && !id)
        return Error::invalid(field, "there is no user '" + name + "' in the container");
    const auto own = row ? idIn((*row)[groupColumn]) : std::optional<gid_t>(0);
    if (!id || (!own && group.empty()))
        return noNumber(field, name, userTable);
    account.user = *id;
    account.group = group.empty() ? *own : TRY(findGroup(groupRows, field, group));
    if (row && !(*row)[homeColumn].empty())
        account.home = (*row)[homeColumn];
    if (row && group.empty())
        account.groups = memberships(groupRows, row->front());
    for (std::size_t i = 0; i < groups.size(); ++i)
        account.groups.push_back(
            TRY(findGroup(groupRows, "groups[" + std::to_string(i) + "]", groups[i])));
    tidy(account.groups);
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
