// SPDX-License-Identifier: GPL-3.0-or-later
// "linux" of config.json: config-linux.md, without resources and seccomp.
#include "backend/spec/oci/fields.h"

#include <algorithm>
#include <sched.h>
#include <sys/mount.h>
#include <sys/personality.h>

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x00000080
#endif

namespace vitrine::oci {

const std::map<std::string, std::uint64_t>& namespaceKinds()
{
    static const std::map<std::string, std::uint64_t> kinds { { "pid", CLONE_NEWPID },
        { "network", CLONE_NEWNET }, { "mount", CLONE_NEWNS }, { "ipc", CLONE_NEWIPC },
        { "uts", CLONE_NEWUTS }, { "user", CLONE_NEWUSER }, { "cgroup", CLONE_NEWCGROUP },
        { "time", CLONE_NEWTIME } };
    return kinds;
}

namespace {

Result<Namespace> readNamespace(ObjectReader& fields)
{
    Namespace entry;
    TRY(fields.read("type", entry.name));
    TRY(readText(fields, "path", entry.path));
    const auto found = namespaceKinds().find(entry.name);
    if (found == namespaceKinds().end())
        return Error::invalid(
            fields.pathOf("type"), "'" + entry.name + "' is no kind of namespace");
    if (!entry.path.empty())
        TRY(checkAbsolute(fields.pathOf("path"), entry.path));
    entry.flag = found->second;
    return entry;
}

Result<void> readNamespaces(ObjectReader& linux, RuntimeConfig& config)
{
    TRY(readObjects(linux, "namespaces", config.namespaces, readNamespace));
    for (const auto& entry : config.namespaces)
        if (config.find(entry.flag) != &entry)
            return Error::invalid(
                linux.pathOf("namespaces"), "has the type \"" + entry.name + "\" twice");
    return {};
}

Result<void> readTimeOffsets(ObjectReader& linux, RuntimeConfig& config)
{
    ObjectReader clocks = TRY(linux.object("timeOffsets"));
    for (const char* name : { "monotonic", "boottime" }) {
        const Json* json = TRY(clocks.dictionary(name));
        if (!json)
            continue;
        ObjectReader fields = TRY(objectOf(*json, clocks.pathOf(name)));
        TimeOffset offset;
        offset.clock = name;
        TRY(readNumber(fields, "secs", offset.seconds));
        TRY(readNumber(fields, "nanosecs", offset.nanoseconds, 0U, 999'999'999U));
        TRY(fields.finish());
        config.timeOffsets.push_back(offset);
    }
    TRY(clocks.finish());
    const Namespace* time = config.find(CLONE_NEWTIME);
    if (!config.timeOffsets.empty() && (!time || !time->path.empty()))
        return Error::invalid(
            linux.pathOf("timeOffsets"), "needs a new namespace of type \"time\"");
    return {};
}

Result<Device> readDevice(ObjectReader& fields)
{
    Device device;
    std::string type;
    TRY(fields.read("type", type));
    if (type != "c" && type != "b" && type != "u" && type != "p")
        return Error::invalid(fields.pathOf("type"), "must be c, b, u or p, not '" + type + "'");
    device.type = type == "u" ? 'c' : type.front();
    TRY(readText(fields, "path", device.path));
    TRY(checkAbsolute(fields.pathOf("path"), device.path));
    constexpr std::uint32_t highestMajor = (1 << 12) - 1, highestMinor = (1 << 20) - 1;
    TRY(readNumber(fields, "major", device.major, 0U, highestMajor));
    TRY(readNumber(fields, "minor", device.minor, 0U, highestMinor));
    std::optional<std::uint32_t> mode;
    TRY(readNumber(fields, "fileMode", mode, 0U, 07777777U));
    device.mode = mode.value_or(0666) & 07777; // podman puts the type's bits in, too
    TRY(readNumber(fields, "uid", device.uid));
    TRY(readNumber(fields, "gid", device.gid));
    return device;
}

Result<void> readRootPropagation(ObjectReader& linux, RuntimeConfig& config)
{
    static const std::map<std::string, unsigned long> kinds { { "private", MS_PRIVATE | MS_REC },
        { "rprivate", MS_PRIVATE | MS_REC }, { "slave", MS_SLAVE | MS_REC },
        { "rslave", MS_SLAVE | MS_REC }, { "shared", MS_SHARED | MS_REC },
        { "rshared", MS_SHARED | MS_REC }, { "unbindable", MS_UNBINDABLE | MS_REC },
        { "runbindable", MS_UNBINDABLE | MS_REC } };
    std::string kind;
    TRY(linux.read("rootfsPropagation", kind));
    if (kind.empty())
        return {};
    const auto found = kinds.find(kind);
    if (found == kinds.end())
        return Error::invalid(linux.pathOf("rootfsPropagation"),
            "must be private, slave, shared or unbindable, not '" + kind + "'");
    config.rootPropagation = found->second;
    return {};
}

/// The name of a setting that belongs to a namespace; nullopt: it is the whole machine's.
std::optional<std::uint64_t> namespaceOfSetting(const std::string& name)
{
    if (name.rfind("net.", 0) == 0)
        return CLONE_NEWNET;
    if (name.rfind("fs.mqueue.", 0) == 0)
        return CLONE_NEWIPC;
    for (const char* ipc : { "kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.sem",
             "kernel.shmall", "kernel.shmmax", "kernel.shmmni", "kernel.shm_rmid_forced" })
        if (name == ipc)
            return CLONE_NEWIPC;
    if (name == "kernel.hostname" || name == "kernel.domainname")
        return CLONE_NEWUTS;
    if (name == "user.max_user_namespaces" || name.rfind("user.max_", 0) == 0)
        return CLONE_NEWUSER;
    return std::nullopt;
}

Result<void> readSysctl(ObjectReader& linux, RuntimeConfig& config)
{
    std::map<std::string, std::string> settings;
    TRY(linux.read("sysctl", settings));
    for (const auto& [name, value] : settings) {
        const std::string field = linux.pathOf("sysctl." + name);
        TRY(checkText(field, name + value));
        std::string dotted = name; // "net/ipv4/conf/eth0.1/…" may have dots in its parts
        if (name.find('/') != std::string::npos)
            std::replace(dotted.begin(), dotted.end(), '/', '.');
        const auto kind = namespaceOfSetting(dotted);
        if (!kind)
            return notSupported(field, "is a setting of the whole machine, not of a container");
        if (dotted.find("..") != std::string::npos)
            return Error::invalid(field, "is no name of a setting");
        const Namespace* owner = config.find(*kind);
        if (!owner)
            return Error::invalid(field, "needs a namespace of its own: else it is the host's");
        if (*kind == CLONE_NEWUTS && dotted == "kernel.hostname" && !config.hostname.empty()
            && config.hostname != value)
            return Error::invalid(field, "contradicts \"hostname\"");
        config.sysctl[name] = value;
    }
    return {};
}

Result<void> readPersonality(ObjectReader& linux, RuntimeConfig& config)
{
    const Json* json = TRY(linux.dictionary("personality"));
    if (!json)
        return {};
    ObjectReader fields = TRY(objectOf(*json, linux.pathOf("personality")));
    std::string domain;
    std::vector<std::string> flags;
    TRY(fields.read("domain", domain));
    TRY(readTexts(fields, "flags", flags));
    TRY(fields.finish());
    if (domain != "LINUX" && domain != "LINUX32")
        return Error::invalid(
            fields.pathOf("domain"), "must be LINUX or LINUX32, not '" + domain + "'");
    if (!flags.empty())
        return notSupported(fields.pathOf("flags"), "no flag is defined by the specification");
    config.personality = domain == "LINUX32" ? PER_LINUX32 : PER_LINUX;
    return {};
}

Result<void> refuseUnsupported(ObjectReader& linux)
{
    std::string label;
    TRY(linux.read("mountLabel", label));
    if (!label.empty())
        return notSupported(
            linux.pathOf("mountLabel"), "SELinux labels are not applied; leave it out");
    for (auto [name, explanation] :
        { std::pair("intelRdt", "cache allocation (resctrl) is not applied; leave it out"),
            std::pair("netDevices",
                "moving network devices is not done; name a network namespace "
                "that has them"),
            std::pair("memoryPolicy", "memory policies are not applied; leave it out") }) {
        const Json* json = TRY(linux.dictionary(name));
        if (json && !json->empty())
            return notSupported(linux.pathOf(name), explanation);
    }
    return {};
}

Result<void> readPaths(ObjectReader& linux, const char* name, std::vector<std::string>& out)
{
    TRY(readTexts(linux, name, out));
    for (std::size_t i = 0; i < out.size(); ++i)
        TRY(checkAbsolute(linux.pathOf(name) + "[" + std::to_string(i) + "]", out[i]));
    return {};
}

} // namespace

Result<void> readLinux(ObjectReader& reader, RuntimeConfig& config)
{
    ObjectReader linux = TRY(reader.object("linux"));
    TRY(readNamespaces(linux, config));
    TRY(readIdMappings(linux, "uidMappings", config.users));
    TRY(readIdMappings(linux, "gidMappings", config.groups));
    TRY(readTimeOffsets(linux, config));
    TRY(readObjects(linux, "devices", config.devices, readDevice));
    TRY(readText(linux, "cgroupsPath", config.cgroupsPath));
    if (const Json* resources = TRY(linux.dictionary("resources")))
        config.resources = TRY(parseResources(*resources, linux.pathOf("resources")));
    TRY(readRootPropagation(linux, config));
    if (const Json* seccomp = TRY(linux.dictionary("seccomp"))) {
        ObjectReader fields = TRY(objectOf(*seccomp, linux.pathOf("seccomp")));
        config.seccomp = TRY(readSeccomp(fields, *seccomp));
    }
    TRY(readSysctl(linux, config));
    TRY(readPaths(linux, "maskedPaths", config.maskedPaths));
    TRY(readPaths(linux, "readonlyPaths", config.readOnlyPaths));
    TRY(readPersonality(linux, config));
    TRY(refuseUnsupported(linux));
    return linux.finish();
}

} // namespace vitrine::oci
