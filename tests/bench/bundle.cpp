// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bundle.h"

#include "backend/kernel/seccomp_profile.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sys/mount.h>
#include <utility>

namespace vitrine::bench {

using nlohmann::json;
namespace fs = std::filesystem;

namespace {

json mountOf(const char* target, const char* type, std::vector<std::string> options)
{
    return { { "destination", target }, { "type", type }, { "source", type },
        { "options", options } };
}

json systemMounts()
{
    return json::array({
        mountOf("/proc", "proc", { "nosuid", "noexec", "nodev" }),
        mountOf("/sys", "sysfs", { "nosuid", "noexec", "nodev", "ro" }),
        mountOf("/sys/fs/cgroup", "cgroup", { "nosuid", "noexec", "nodev", "ro" }),
        mountOf("/dev", "tmpfs", { "nosuid", "noexec", "mode=755", "size=65536k" }),
        mountOf("/dev/pts", "devpts",
            { "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620" }),
        mountOf("/dev/shm", "tmpfs", { "nosuid", "noexec", "nodev", "mode=1777", "size=65536k" }),
        mountOf("/dev/mqueue", "mqueue", { "nosuid", "noexec", "nodev" }),
    });
}

json capabilities()
{
    const json kept { "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FSETID", "CAP_FOWNER", "CAP_MKNOD",
        "CAP_NET_RAW", "CAP_SETGID", "CAP_SETUID", "CAP_SETFCAP", "CAP_SETPCAP",
        "CAP_NET_BIND_SERVICE", "CAP_SYS_CHROOT", "CAP_KILL", "CAP_AUDIT_WRITE" };
    return { { "bounding", kept }, { "effective", kept }, { "permitted", kept } };
}

json seccomp(Filter filter)
{
    json allowed = kernel::allowedCalls();
    for (const char* name : { "clone", "personality", "socket" })
        allowed.push_back(name);
    json architectures { "SCMP_ARCH_X86_64", "SCMP_ARCH_X86" };
    if (filter == Filter::FieldsDefault)
        architectures.push_back("SCMP_ARCH_X32");
    return { { "defaultAction", "SCMP_ACT_ERRNO" }, { "defaultErrnoRet", 38 },
        { "architectures", architectures },
        { "syscalls",
            { { { "names", allowed }, { "action", "SCMP_ACT_ALLOW" } },
                { { "names", kernel::refusedCalls() }, { "action", "SCMP_ACT_ERRNO" },
                    { "errnoRet", 1 } } } } };
}

json linuxPart(const std::string& group, Filter filter)
{
    json part { { "cgroupsPath", "/" + group },
        { "namespaces",
            { { { "type", "pid" } }, { { "type", "network" } }, { { "type", "ipc" } },
                { { "type", "uts" } }, { { "type", "mount" } }, { { "type", "cgroup" } } } },
        { "maskedPaths",
            { "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys",
                "/proc/latency_stats", "/proc/sched_debug", "/proc/scsi", "/proc/timer_list",
                "/proc/timer_stats", "/sys/devices/virtual/powercap", "/sys/firmware" } },
        { "readonlyPaths",
            { "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger" } } };
    if (filter != Filter::None)
        part["seccomp"] = seccomp(filter);
    return part;
}

} // namespace

Result<void> makeLayer(const std::string& folder)
{
    std::error_code error;
    for (const char* name : { "bin", "dev", "proc", "sys", "tmp" })
        fs::create_directories(folder + "/" + name, error);
    fs::copy_file("/bin/busybox", folder + "/bin/busybox", error);
    for (const char* applet : { "true", "sleep" })
        fs::create_hard_link(folder + "/bin/busybox", folder + "/bin/" + applet, error);
    if (error)
        return Error::kernel(error.value(), "copy", "/bin/busybox");
    return {};
}

Mount::Mount(std::string path)
    : m_path(std::move(path))
{
}

Mount::Mount(Mount&& other) noexcept
    : m_path(std::exchange(other.m_path, {}))
{
}

Mount::~Mount()
{
    if (!m_path.empty() && ::umount2(m_path.c_str(), MNT_DETACH) < 0)
        std::perror(m_path.c_str());
}

Result<Mount> mountRoot(const std::string& layer, const std::string& folder)
{
    std::error_code error;
    for (const char* name : { "upper", "work", "root" })
        fs::create_directories(folder + "/" + name, error);
    const std::string root = folder + "/root";
    const std::string options
        = "lowerdir=" + layer + ",upperdir=" + folder + "/upper,workdir=" + folder + "/work";
    if (::mount("overlay", root.c_str(), "overlay", 0, options.c_str()) < 0)
        return Error::fromErrno("mount", root);
    return Mount(root);
}

Result<void> writeBundle(const std::string& folder, const std::string& root,
    const std::vector<std::string>& command, Filter filter)
{
    const json process { { "terminal", false }, { "user", { { "uid", 0 }, { "gid", 0 } } },
        { "args", command }, { "env", { "PATH=/bin" } }, { "cwd", "/" },
        { "capabilities", capabilities() }, { "noNewPrivileges", true } };
    const json config { { "ociVersion", "1.0.0" }, { "process", process },
        { "root", { { "path", root }, { "readonly", false } } }, { "hostname", "bench" },
        { "mounts", systemMounts() },
        { "linux", linuxPart("bench-" + fs::path(folder).filename().string(), filter) } };
    std::error_code error;
    fs::create_directories(folder, error);
    std::ofstream file(folder + "/config.json");
    file << config.dump(2);
    file.close();
    if (!file)
        return Error::of(ErrorKind::Kernel, folder + "/config.json", "it cannot be written");
    return {};
}

} // namespace vitrine::bench
