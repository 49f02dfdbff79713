// SPDX-License-Identifier: GPL-3.0-or-later
// "mounts" of config.json: config.md, section Mounts, with the options of config-linux.md.
#include "backend/spec/oci/fields.h"

#include <linux/mount.h>
#include <sys/mount.h>

namespace vitrine::oci {

namespace {

struct Attribute {
    unsigned set = 0, clear = 0;
};

/// Options that belong to the mount and not to the file system; with an "r" in front they hold for
/// all below it, too.
const std::map<std::string, Attribute>& attributes()
{
    // What a mount says of access times is one value and not bits.
    constexpr unsigned times = MOUNT_ATTR__ATIME;
    static const std::map<std::string, Attribute> names { { "ro", { MOUNT_ATTR_RDONLY, 0 } },
        { "rw", { 0, MOUNT_ATTR_RDONLY } }, { "nosuid", { MOUNT_ATTR_NOSUID, 0 } },
        { "suid", { 0, MOUNT_ATTR_NOSUID } }, { "nodev", { MOUNT_ATTR_NODEV, 0 } },
        { "dev", { 0, MOUNT_ATTR_NODEV } }, { "noexec", { MOUNT_ATTR_NOEXEC, 0 } },
        { "exec", { 0, MOUNT_ATTR_NOEXEC } }, { "noatime", { MOUNT_ATTR_NOATIME, times } },
        { "atime", { 0, times } }, { "strictatime", { MOUNT_ATTR_STRICTATIME, times } },
        { "nostrictatime", { 0, times } }, { "relatime", { MOUNT_ATTR_RELATIME, times } },
        { "norelatime", { MOUNT_ATTR_STRICTATIME, times } },
        { "nodiratime", { MOUNT_ATTR_NODIRATIME, 0 } },
        { "diratime", { 0, MOUNT_ATTR_NODIRATIME } },
        { "nosymfollow", { MOUNT_ATTR_NOSYMFOLLOW, 0 } },
        { "symfollow", { 0, MOUNT_ATTR_NOSYMFOLLOW } } };
    return names;
}

const std::map<std::string, unsigned long>& propagations()
{
    static const std::map<std::string, unsigned long> names { { "private", MS_PRIVATE },
        { "rprivate", MS_PRIVATE | MS_REC }, { "shared", MS_SHARED },
        { "rshared", MS_SHARED | MS_REC }, { "slave", MS_SLAVE }, { "rslave", MS_SLAVE | MS_REC },
        { "unbindable", MS_UNBINDABLE }, { "runbindable", MS_UNBINDABLE | MS_REC } };
    return names;
}

/// Options of the file system itself, which the kernel takes by the same names.
constexpr const char* superblockOptions[]
    = { "sync", "async", "dirsync", "mand", "nomand", "lazytime", "nolazytime", "silent", "loud" };

/// Options that say how this runtime makes the mount.
constexpr const char* ownOptions[] = { "bind", "rbind", "idmap", "ridmap", "tmpcopyup",
    "src-nofollow", "dest-nofollow", "defaults" };

bool isSuperblockOption(const std::string& option)
{
    for (const char* name : superblockOptions)
        if (option == name)
            return true;
    return false;
}

void apply(const Attribute& attribute, unsigned& set, unsigned& clear)
{
    set = (set & ~attribute.clear) | attribute.set;
    clear = (clear & ~attribute.set) | attribute.clear;
}

/// True when OPTION is one of ours.
bool takeOwnOption(const std::string& option, Mount& mount)
{
    if (option == "bind" || option == "rbind") {
        mount.bind = true;
        mount.bindRecursion = option == "rbind" ? Recursion::Yes : Recursion::No;
    } else if (option == "idmap" || option == "ridmap") {
        if (!mount.idMap)
            mount.idMap.emplace();
        mount.idMap->recursion = option == "ridmap" ? Recursion::Yes : Recursion::No;
    } else if (option == "tmpcopyup") {
        mount.copyUp = true;
    } else if (option == "src-nofollow") {
        mount.followSource = false;
    } else if (option == "dest-nofollow") {
        mount.followDestination = false;
    } else {
        return option == "defaults";
    }
    return true;
}

Result<void> takeOption(const std::string& field, const std::string& option, Mount& mount)
{
    if (takeOwnOption(option, mount))
        return {};
    if (const auto found = attributes().find(option); found != attributes().end()) {
        apply(found->second, mount.setAttributes, mount.clearAttributes);
        return {};
    }
    if (const auto found = propagations().find(option); found != propagations().end()) {
        mount.propagation.push_back(found->second);
        return {};
    }
    const auto recursive
        = option.front() == 'r' ? attributes().find(option.substr(1)) : attributes().end();
    if (recursive != attributes().end()) {
        apply(recursive->second, mount.setRecursively, mount.clearRecursively);
        return {};
    }
    if (option == "remount")
        return notSupported(field, "\"remount\" changes a mount of the host; mount it anew");
    if (option == "iversion" || option == "noiversion")
        return notSupported(field, "'" + option + "' is a matter of the file system since Linux 5");
    const std::size_t equals = option.find('=');
    if (equals == 0)
        return Error::invalid(field, "'" + option + "' has no name");
    if (equals == std::string::npos)
        mount.data.emplace_back(option, "");
    else
        mount.data.emplace_back(option.substr(0, equals), option.substr(equals + 1));
    return {};
}

Result<void> readOptions(ObjectReader& fields, Mount& mount)
{
    std::vector<std::string> options;
    TRY(readTexts(fields, "options", options));
    for (std::size_t i = 0; i < options.size(); ++i) {
        const std::string field = fields.pathOf("options[" + std::to_string(i) + "]");
        if (options[i].empty())
            return Error::invalid(field, "is empty");
        TRY(takeOption(field, options[i], mount));
    }
    return {};
}

Result<void> checkBind(ObjectReader& fields, const Mount& mount)
{
    if (mount.source.empty())
        return Error::invalid(fields.pathOf("source"), "is missing: name what is to be bound");
    for (const auto& [key, value] : mount.data) {
        const std::string option = value.empty() ? key : key + "=" + value;
        return Error::invalid(fields.pathOf("options"),
            isSuperblockOption(key) ? "'" + option + "' would change the host's file system"
                                    : "'" + option + "' is no option of a bind mount");
    }
    if (mount.copyUp)
        return Error::invalid(fields.pathOf("options"), "\"tmpcopyup\" is for tmpfs");
    return {};
}

Result<void> readMountIdMaps(ObjectReader& fields, Mount& mount)
{
    std::vector<IdMapping> users, groups;
    TRY(readIdMappings(fields, "uidMappings", users));
    TRY(readIdMappings(fields, "gidMappings", groups));
    if (users.empty() != groups.empty())
        return Error::invalid(fields.pathOf(users.empty() ? "uidMappings" : "gidMappings"),
            "is missing: users and groups are mapped together");
    if (users.empty())
        return {};
    if (!mount.idMap)
        mount.idMap.emplace();
    mount.idMap->users = std::move(users);
    mount.idMap->groups = std::move(groups);
    return {};
}

Result<Mount> readMount(ObjectReader& fields)
{
    Mount mount;
    TRY(readText(fields, "destination", mount.destination));
    if (mount.destination.empty())
        return Error::invalid(fields.pathOf("destination"), "is missing");
    if (mount.destination.front() != '/')
        mount.destination.insert(0, "/"); // "relative to /", for old tools
    TRY(checkAbsolute(fields.pathOf("destination"), mount.destination));
    TRY(readText(fields, "type", mount.type));
    TRY(readText(fields, "source", mount.source));
    TRY(readOptions(fields, mount));
    TRY(readMountIdMaps(fields, mount));
    mount.bind = mount.bind || mount.type == "bind";
    if (mount.bind) {
        mount.type = "bind";
        TRY(checkBind(fields, mount));
        return mount;
    }
    if (mount.type.empty() || mount.type == "none")
        return Error::invalid(fields.pathOf("type"), "is missing: name a file system");
    if (mount.idMap)
        return notSupported(fields.pathOf("options"), "only bind mounts can have ids mapped");
    if (mount.copyUp && mount.type != "tmpfs")
        return Error::invalid(fields.pathOf("options"), "\"tmpcopyup\" is for tmpfs");
    return mount;
}

} // namespace

Result<void> readIdMappings(
    ObjectReader& reader, const std::string& name, std::vector<IdMapping>& out)
{
    constexpr std::size_t mostRanges = 340; // the kernel's limit: user_namespaces(7)
    TRY(readObjects(reader, name, out, [](ObjectReader& fields) -> Result<IdMapping> {
        IdMapping mapping;
        for (const char* wanted : { "containerID", "hostID", "size" })
            if (!fields.has(wanted))
                return Error::invalid(fields.pathOf(wanted), "is missing");
        TRY(readNumber(fields, "containerID", mapping.containerId));
        TRY(readNumber(fields, "hostID", mapping.hostId));
        TRY(readNumber(fields, "size", mapping.size, 1U));
        for (const std::uint32_t first : { mapping.containerId, mapping.hostId })
            if (std::uint64_t(first) + mapping.size > 0xffffffffULL)
                return Error::invalid(fields.pathOf("size"), "reaches past the highest id");
        return mapping;
    }));
    if (out.size() > mostRanges)
        return Error::invalid(reader.pathOf(name), "has more than 340 ranges");
    return {};
}

Result<void> readMounts(ObjectReader& reader, RuntimeConfig& config)
{
    return readObjects(reader, "mounts", config.mounts, readMount);
}

std::vector<std::string> knownMountOptions()
{
    std::vector<std::string> names(std::begin(ownOptions), std::end(ownOptions));
    names.insert(names.end(), std::begin(superblockOptions), std::end(superblockOptions));
    for (const auto& [name, attribute] : attributes()) {
        names.push_back(name);
        names.push_back("r" + name);
    }
    for (const auto& [name, flags] : propagations())
        names.push_back(name);
    return names;
}

} // namespace vitrine::oci
