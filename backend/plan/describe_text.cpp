// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/describe_text.h"

#include <array>
#include <linux/mount.h>
#include <sched.h>
#include <sys/mount.h>

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x00000080
#endif

namespace vitrine::plan {

namespace {

struct NamespaceName {
    std::uint64_t flag;
    const char* name;
    const char* option; ///< of unshare(1)
};

constexpr std::array<NamespaceName, 8> namespaceNames { { { CLONE_NEWUSER, "user", "--user" },
    { CLONE_NEWNS, "mnt", "--mount" }, { CLONE_NEWUTS, "uts", "--uts" },
    { CLONE_NEWIPC, "ipc", "--ipc" }, { CLONE_NEWPID, "pid", "--pid" },
    { CLONE_NEWNET, "net", "--net" }, { CLONE_NEWCGROUP, "cgroup", "--cgroup" },
    { CLONE_NEWTIME, "time", "--time" } } };

} // namespace

std::string join(const std::vector<std::string>& parts, const char* between)
{
    std::string text;
    for (const auto& part : parts)
        text += (text.empty() ? "" : between) + part;
    return text;
}

/// ARGUMENT as a shell would need it.
std::string shellQuoted(const std::string& argument)
{
    const auto plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=/.,:+@%";
    if (!argument.empty() && argument.find_first_not_of(plain) == std::string::npos)
        return argument;
    std::string text = "'";
    for (const char c : argument)
        text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

std::string mountOptionText(const kernel::MountOptions& options, unsigned attributes)
{
    std::vector<std::string> parts;
    if (attributes & MOUNT_ATTR_RDONLY)
        parts.emplace_back("ro");
    if (attributes & MOUNT_ATTR_NOSUID)
        parts.emplace_back("nosuid");
    if (attributes & MOUNT_ATTR_NODEV)
        parts.emplace_back("nodev");
    if (attributes & MOUNT_ATTR_NOEXEC)
        parts.emplace_back("noexec");
    for (const auto& [key, value] : options)
        parts.push_back(value.empty() ? key : key + "=" + value);
    return join(parts, ",");
}

std::vector<std::string> namespaceNamesIn(std::uint64_t flags)
{
    std::vector<std::string> names;
    for (const auto& entry : namespaceNames)
        if (flags & entry.flag)
            names.emplace_back(entry.name);
    return names;
}

std::string namespaceText(std::uint64_t flags)
{
    return join(namespaceNamesIn(flags), ", ");
}

std::string unshareOptions(std::uint64_t flags)
{
    std::string options;
    for (const auto& entry : namespaceNames)
        if (flags & entry.flag)
            options += std::string(" ") + entry.option;
    return options;
}

std::string propagationText(unsigned long flags)
{
    std::string text = flags & MS_REC ? "r" : "";
    if (flags & MS_SHARED)
        return text + "shared";
    if (flags & MS_SLAVE)
        return text + "slave";
    return text + (flags & MS_UNBINDABLE ? "unbindable" : "private");
}

std::string sizeText(std::uint64_t bytes)
{
    constexpr std::uint64_t mebibyte = 1024 * 1024;
    return bytes % mebibyte == 0 ? std::to_string(bytes / mebibyte) + " MiB"
                                 : std::to_string(bytes) + " bytes";
}

} // namespace vitrine::plan
