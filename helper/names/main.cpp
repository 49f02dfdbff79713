// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine-names: shuts itself in and becomes dnsmasq(8). It sees the system's programs and /etc,
// read-only, and the files of its network; it is a user of its own, or the user whose network it
// is, with the three capabilities that a DHCP server needs, and can never get others.
#include "backend/base/files.h"
#include "backend/kernel/capabilities.h"
#include "backend/kernel/mounts.h"
#include "backend/kernel/paths.h"
#include "backend/kernel/process_attributes.h"
#include "backend/kernel/program.h"
#include "backend/kernel/seccomp.h"
#include "helper/names/protocol.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <linux/mount.h>
#include <memory>
#include <sched.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::names {

namespace {

using namespace vitrine::kernel;

constexpr unsigned readOnly
    = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV; ///< of the system

/// Show PATH of the host in the new root. One that is a symlink there is one here.
Result<void> show(int root, const std::string& path)
{
    struct stat status { };
    if (::lstat(path.c_str(), &status) != 0)
        return errno == ENOENT ? Result<void>() : Error::fromErrno("lstat", path);
    if (S_ISLNK(status.st_mode)) {
        const UniqueFd host = TRY(openDirectory(AT_FDCWD, "/"));
        return copyLink(host.get(), root, path.substr(1));
    }
    const UniqueFd mount = TRY(cloneMount(AT_FDCWD, path, Depth::Recursive));
    TRY(setMountAttributes(mount.get(), readOnly, 0, Depth::Recursive, path));
    const UniqueFd place = TRY(directoryInRoot(root, path, 0755));
    return attachMount(mount.get(), place.get(), path);
}

/// /etc/resolv.conf may lead out of /etc: the directory that it is in is shown, too, so that
/// changes are seen.
Result<void> showResolver(int root)
{
    const std::unique_ptr<char, decltype(&std::free)> real(
        ::realpath("/etc/resolv.conf", nullptr), &std::free);
    const std::string path = real ? real.get() : "";
    const std::string directory = path.substr(0, path.rfind('/'));
    if (path.empty() || directory.empty() || directory == "/etc" || directory.rfind("/etc/", 0) == 0
        || directory.rfind("/usr/", 0) == 0)
        return {};
    return show(root, directory);
}

/// FILE is a detached mount.
Result<void> showFile(int root, int file, const std::string& path, unsigned attributes)
{
    TRY(setMountAttributes(file, attributes, 0, Depth::One, path));
    struct stat status { };
    if (::fstat(file, &status) != 0)
        return Error::fromErrno("fstat", path);
    const UniqueFd place = S_ISDIR(status.st_mode) ? TRY(directoryInRoot(root, path, 0755))
                                                   : TRY(fileInRoot(root, path));
    return attachMount(file, place.get(), path);
}

Result<std::string> pathOf(int fd)
{
    std::string path(PATH_MAX, '\0');
    const ssize_t length
        = ::readlink(("/proc/self/fd/" + std::to_string(fd)).c_str(), path.data(), path.size());
    if (length < 0)
        return Error::fromErrno("readlink", "/proc/self/fd");
    path.resize(std::size_t(length));
    return path;
}

/// A root of its own. NAME: "/ID".
Result<void> enterOwnRoot(const std::string& name)
{
    const std::string directoryPath = TRY(pathOf(directory)), leasesPath = TRY(pathOf(leases));
    if (::unshare(CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS) != 0)
        return Error::fromErrno("unshare");
    TRY(stopPropagation());
    // Found anew: only mounts of our own mount namespace can be cloned.
    const UniqueFd own = TRY(cloneMount(AT_FDCWD, directoryPath, Depth::One));
    const UniqueFd given = TRY(cloneMount(AT_FDCWD, leasesPath, Depth::One));
    const UniqueFd null = TRY(cloneMount(AT_FDCWD, "/dev/null", Depth::One));
    const UniqueFd random = TRY(cloneMount(AT_FDCWD, "/dev/urandom", Depth::One));
    const UniqueFd root
        = TRY(newMount("tmpfs", { { "mode", "755" }, { "size", "64k" } }, MOUNT_ATTR_NOSUID));
    // Where it hides nothing that is needed below.
    const UniqueFd place = TRY(openAt(AT_FDCWD, "/proc", O_PATH | O_DIRECTORY));
    TRY(attachMount(root.get(), place.get(), "/proc"));
    for (const char* path :
        { "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix", "/gnu", "/etc" })
        TRY(show(root.get(), path));
    TRY(showResolver(root.get()));
    TRY(showFile(root.get(), null.get(), "/dev/null", MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC));
    TRY(showFile(root.get(), random.get(), "/dev/urandom", MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC));
    constexpr unsigned data = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC | MOUNT_ATTR_NODEV;
    TRY(showFile(root.get(), own.get(), name, data));
    TRY(showFile(root.get(), given.get(), name + "/leases", data));
    TRY(pivotRoot(root.get()));
    const UniqueFd top = TRY(openAt(AT_FDCWD, "/", O_PATH | O_DIRECTORY));
    return setMountAttributes(top.get(), MOUNT_ATTR_RDONLY, 0, Depth::One, "/");
}

bool isOfAUser()
{
    return ::fcntl(networkNamespace, F_GETFD) >= 0;
}

Result<void> enterNetwork()
{
    if (::setns(userNamespace, CLONE_NEWUSER) != 0)
        return Error::fromErrno("setns", "user namespace");
    if (::setns(networkNamespace, CLONE_NEWNET) != 0)
        return Error::fromErrno("setns", "network namespace");
    return {};
}

/// The filter that the launcher has compiled.
Result<BpfProgram> readFilter()
{
    const std::string bytes = TRY(readFile(AT_FDCWD, "/proc/self/fd/" + std::to_string(filter)));
    BpfProgram program(bytes.size() / sizeof(sock_filter));
    std::copy_n(bytes.data(), program.size() * sizeof(sock_filter),
        reinterpret_cast<char*>(program.data()));
    return program;
}

Result<void> dropPrivileges(const BpfProgram& program, bool ofAUser)
{
    const std::vector<std::string> kept { "net_admin", "net_bind_service", "net_raw" };
    const CapabilitySets sets { kept, kept, kept, kept, kept };
    constexpr rlim_t files = 1024; // it tries to close as many
    TRY(setResourceLimit({ RLIMIT_NOFILE, "nofile", files, files }));
    TRY(setResourceLimit({ RLIMIT_CORE, "core", 0, 0 }));
    TRY(narrowBoundingSet(sets));
    if (!ofAUser) {
        TRY(keepCapabilitiesOverUserChange());
        TRY(becomeUser(user, user, {}, true));
    }
    TRY(setCapabilities(sets));
    TRY(setNoNewPrivileges());
    return program.empty() ? Result<void>() : loadSeccomp(program);
}

/// Only with the launcher's word: one that it does not know of would stay for ever.
bool mayGoOn()
{
    char byte = 0;
    ssize_t count = 0;
    while ((count = ::read(go, &byte, 1)) < 0 && errno == EINTR) { }
    return count == 1;
}

Result<void> become(std::vector<std::string> command)
{
    const bool ofAUser = isOfAUser(); // before anything else has that number
    const UniqueFd log
        = TRY(openAt(directory, messages, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0600));
    if (::dup2(log.get(), STDOUT_FILENO) < 0 || ::dup2(log.get(), STDERR_FILENO) < 0)
        return Error::fromErrno("dup2", messages);
    const BpfProgram program = TRY(readFilter());
    const std::string name = command.front(), file = command.at(1);
    if (ofAUser)
        TRY(enterNetwork());
    TRY(enterOwnRoot(name));
    TRY(dropPrivileges(program, ofAUser));
    command.erase(command.begin());
    const auto arguments = pointersTo(command);
    char* const environment[] { nullptr };
    resetSignals();
    ::signal(SIGHUP, SIG_IGN); // until it handles it: we may send it at any time
    if (::close_range(STDERR_FILENO + 1, ~0U, 0) != 0)
        return Error::fromErrno("close_range");
    ::execve(file.c_str(), arguments.data(), environment);
    return Error::fromErrno("execve", file);
}

} // namespace

} // namespace vitrine::names

int main(int count, char** arguments)
{
    using namespace vitrine;
    ::signal(SIGHUP, SIG_IGN);
    if (count < 3 || !names::mayGoOn())
        return 1;
    const auto done = names::become(std::vector<std::string>(arguments + 1, arguments + count));
    std::fprintf(stderr, "vitrine-names: %s\n", done.error().message().c_str());
    return 1;
}
