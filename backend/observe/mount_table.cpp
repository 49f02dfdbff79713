// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/mount_table.h"

#include "backend/observe/kernel_file.h"
#include "backend/observe/text.h"

#include <fcntl.h>

namespace vitrine::observe {

std::optional<Mount> parseMount(std::string_view line)
{
    Mount mount;
    const auto id = number<std::int64_t>(cut(line, ' '));
    const auto parent = number<std::int64_t>(cut(line, ' '));
    if (!id || !parent)
        return std::nullopt;
    mount.id = *id;
    mount.parent = *parent;
    [[maybe_unused]] const auto device = cut(line, ' ');
    mount.root = unescapeOctal(cut(line, ' '));
    mount.point = unescapeOctal(cut(line, ' '));
    mount.options = unescapeOctal(cut(line, ' '));
    // Any number of optional fields, ended by a lone hyphen. Spaces in names are escaped, so a
    // hyphen that stands alone is always this one.
    std::string_view field = cut(line, ' ');
    while (field != "-" && !line.empty())
        field = cut(line, ' ');
    if (field != "-" || line.empty())
        return std::nullopt;
    mount.type = unescapeOctal(cut(line, ' '));
    mount.source = unescapeOctal(cut(line, ' '));
    mount.superOptions = unescapeOctal(line);
    return mount;
}

std::vector<Mount> parseMounts(std::string_view text)
{
    std::vector<Mount> mounts;
    while (!text.empty())
        if (auto mount = parseMount(cut(text, '\n')))
            mounts.push_back(std::move(*mount));
    return mounts;
}

Result<std::string> findCgroup2()
{
    const std::string text = TRY(readFile(AT_FDCWD, "/proc/self/mountinfo"));
    std::string found;
    for (const Mount& mount : parseMounts(text))
        if (mount.type == "cgroup2" && mount.root == "/")
            found = mount.point; // a later mount lies over an earlier one
    if (found.empty())
        return Error::of(ErrorKind::NotFound, "cgroup2", "no cgroup2 file system is mounted");
    return found;
}

} // namespace vitrine::observe
