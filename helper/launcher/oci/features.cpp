// SPDX-License-Identifier: GPL-3.0-or-later
// features and spec: what this program can do, and a config.json to begin with.
#include "backend/base/files.h"
#include "backend/kernel/process_attributes.h"
#include "backend/kernel/seccomp_rules.h"
#include "helper/launcher/oci/options.h"
#include "helper/launcher/oci/runtime.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace vitrine::oci {

namespace {

Json seccompFeatures()
{
    return { { "enabled", true }, { "actions", kernel::seccompActions() },
        { "operators", kernel::seccompOperators() }, { "archs", kernel::seccompArchitectures() },
        { "knownFlags", kernel::seccompFlags() }, { "supportedFlags", kernel::seccompFlags() } };
}

std::vector<std::string> capabilityNames()
{
    std::vector<std::string> names;
    for (const auto& known : kernel::knownCapabilities()) {
        std::string name = "CAP_";
        for (const char c : known)
            name += c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c;
        names.push_back(name);
    }
    return names;
}

Json mountOf(const char* target, const char* type, const char* source, Json options)
{
    return { { "destination", target }, { "type", type }, { "source", source },
        { "options", std::move(options) } };
}

Json systemMounts(bool rootless)
{
    Json terminals { "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620" };
    if (!rootless)
        terminals.push_back("gid=5"); // tty; one mapped group has no such id
    Json mounts { mountOf("/proc", "proc", "proc", { "nosuid", "noexec", "nodev" }),
        mountOf("/dev", "tmpfs", "tmpfs", { "nosuid", "strictatime", "mode=755", "size=65536k" }),
        mountOf("/dev/pts", "devpts", "devpts", std::move(terminals)),
        mountOf("/dev/shm", "tmpfs", "shm",
            { "nosuid", "noexec", "nodev", "mode=1777", "size=65536k" }),
        mountOf("/dev/mqueue", "mqueue", "mqueue", { "nosuid", "noexec", "nodev" }),
        mountOf("/sys", "sysfs", "sysfs", { "nosuid", "noexec", "nodev", "ro" }),
        mountOf("/sys/fs/cgroup", "cgroup", "cgroup",
            { "nosuid", "noexec", "nodev", "relatime", "ro" }) };
    return mounts;
}

Json linuxPart(bool rootless)
{
    Json kinds { "pid", "network", "ipc", "uts", "mount", "cgroup" };
    if (rootless)
        kinds.push_back("user");
    Json namespaces = Json::array();
    for (const auto& kind : kinds)
        namespaces.push_back({ { "type", kind } });
    Json part { { "namespaces", namespaces },
        { "maskedPaths",
            { "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys",
                "/proc/latency_stats", "/proc/sched_debug", "/proc/scsi", "/proc/timer_list",
                "/proc/timer_stats", "/sys/devices/virtual/powercap", "/sys/firmware" } },
        { "readonlyPaths",
            { "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger" } } };
    if (rootless) {
        const auto map = [](unsigned id) {
            return Json::array({ { { "containerID", 0 }, { "hostID", id }, { "size", 1 } } });
        };
        part["uidMappings"] = map(::geteuid());
        part["gidMappings"] = map(::getegid());
    } else {
        part["resources"] = { { "devices", { { { "allow", false }, { "access", "rwm" } } } } };
    }
    return part;
}

Json processPart()
{
    const Json kept { "CAP_AUDIT_WRITE", "CAP_KILL", "CAP_NET_BIND_SERVICE" };
    return { { "terminal", true }, { "user", { { "uid", 0 }, { "gid", 0 } } }, { "args", { "sh" } },
        { "env",
            { "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TERM=xterm" } },
        { "cwd", "/" },
        { "capabilities", { { "bounding", kept }, { "effective", kept }, { "permitted", kept } } },
        { "rlimits", { { { "type", "RLIMIT_NOFILE" }, { "soft", 1024 }, { "hard", 1024 } } } },
        { "noNewPrivileges", true } };
}

} // namespace

Result<int> showFeatures(const Runtime&, const Arguments& arguments)
{
    if (!arguments.empty())
        return Error::invalid(arguments.front(), "is one word too many");
    std::vector<std::string> namespaces;
    for (const auto& [name, flag] : namespaceKinds())
        namespaces.push_back(name);
    const Json linuxFeatures { { "namespaces", namespaces }, { "capabilities", capabilityNames() },
        { "cgroup",
            { { "v1", false }, { "v2", true }, { "systemd", false }, { "systemdUser", false },
                { "rdma", true } } },
        { "seccomp", seccompFeatures() }, { "apparmor", { { "enabled", false } } },
        { "selinux", { { "enabled", false } } }, { "intelRdt", { { "enabled", false } } },
        { "mountExtensions", { { "idmap", { { "enabled", true } } } } },
        { "netDevices", { { "enabled", false } } } };
    const Json features { { "ociVersionMin", "1.0.0" }, { "ociVersionMax", specificationVersion },
        { "hooks",
            { "prestart", "createRuntime", "createContainer", "startContainer", "poststart",
                "poststop" } },
        { "mountOptions", knownMountOptions() }, { "linux", linuxFeatures },
        { "annotations",
            { { "org.vitrine.version", VITRINE_VERSION },
                { "io.github.seccomp.libseccomp.version", kernel::seccompLibraryVersion() } } } };
    std::puts(features.dump(2).c_str());
    return 0;
}

Result<int> writeSpec(const Runtime&, const Arguments& arguments)
{
    static const std::vector<OptionName> names { { "bundle", 'b', true, "directory for it" },
        { "rootless", 0, false, "for an ordinary user" } };
    std::size_t at = 0;
    const Options options = TRY(Options::parse(arguments, at, names));
    if (at < arguments.size())
        return Error::invalid(arguments[at], "is one word too many");
    const bool rootless = options.has("rootless");
    const Json config { { "ociVersion", specificationVersion }, { "process", processPart() },
        { "root", { { "path", "rootfs" }, { "readonly", true } } }, { "hostname", "vitrine" },
        { "mounts", systemMounts(rootless) }, { "linux", linuxPart(rootless) } };
    const std::string path = options.value("bundle", ".") + "/config.json";
    const UniqueFd file = TRY(openAt(AT_FDCWD, path, O_WRONLY | O_CREAT | O_EXCL, 0644));
    const std::string text = config.dump(4) + "\n";
    if (::write(file.get(), text.data(), text.size()) != ssize_t(text.size()))
        return Error::fromErrno("write", path);
    return 0;
}

} // namespace vitrine::oci
