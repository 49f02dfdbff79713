// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/places.h"

#include "backend/base/files.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::launcher {

Result<Places> defaultPlaces(bool system)
{
    if (system)
        return Places { "/var/lib/vitrine", "/run/vitrine/launcher" };
    const auto value = [](const char* name) {
        const char* text = std::getenv(name);
        return std::string(text ? text : "");
    };
    const std::string runtime = value("XDG_RUNTIME_DIR");
    if (runtime.empty() || runtime.front() != '/')
        return Error::of(ErrorKind::NotFound, "XDG_RUNTIME_DIR",
            "is not set: log in through systemd, or name a directory with --runtime");
    std::string data = value("XDG_DATA_HOME");
    if (data.empty() || data.front() != '/')
        data = value("HOME") + "/.local/share";
    return Places { data + "/vitrine", runtime + "/vitrine" };
}

namespace {

/// A launcher that was killed may leave a child that holds its lock until it notices.
Result<UniqueFd> takeLock(const std::string& path)
{
    UniqueFd lock = TRY(openAt(AT_FDCWD, path, O_RDWR | O_CREAT | O_NOFOLLOW, 0600));
    constexpr int tries = 40;
    for (int i = 0; i < tries; ++i) {
        if (::flock(lock.get(), LOCK_EX | LOCK_NB) == 0) {
            (void)::ftruncate(lock.get(), 0); // who holds it is for people only
            ::dprintf(lock.get(), "%d\n", int(::getpid()));
            return lock;
        }
        if (errno != EWOULDBLOCK)
            return Error::fromErrno("flock", path);
        ::poll(nullptr, 0, 50);
    }
    char holder[16] {};
    (void)::pread(lock.get(), holder, sizeof holder - 1, 0);
    return Error::of(ErrorKind::Busy, path,
        "another launcher uses this storage (process " + std::to_string(std::atoi(holder))
            + "): use it through its own bus, or end it");
}

Result<void> makePrivate(const std::string& path)
{
    TRY(ensureDirectories(path, 0700));
    if (::chmod(path.c_str(), 0700) != 0)
        return Error::fromErrno("chmod", path);
    return {};
}

} // namespace

Result<UniqueFd> preparePlaces(const Places& places)
{
    TRY(makePrivate(places.data));
    TRY(makePrivate(places.runtime));
    UniqueFd lock = TRY(takeLock(places.data + "/lock"));
    for (const auto& path :
        { places.containers(), places.images(), places.networks(), places.leases(), places.trash(),
            places.names(), places.running(), places.mountPoint() })
        TRY(ensureDirectory(AT_FDCWD, path, 0700));
    return lock;
}

} // namespace vitrine::launcher
