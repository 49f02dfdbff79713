// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/oci/store.h"

#include "backend/base/files.h"
#include "backend/kernel/cgroup.h"
#include "backend/kernel/pidfd.h"
#include "backend/plan/journal.h"
#include "backend/plan/undo.h"
#include "helper/launcher/oci/start_socket.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statfs.h>

namespace vitrine::oci {

namespace {

constexpr auto stateFile = "state.json";
constexpr auto configFile = "config.json";
constexpr std::size_t stateBytes = 16 * 1024 * 1024; // annotations and hooks are as long as config

Json toJson(const Container& container)
{
    return { { "id", container.id }, { "ociVersion", container.version },
        { "bundle", container.bundle }, { "root", container.root }, { "pid", container.pid },
        { "startTime", container.startTime }, { "created", container.created },
        { "cgroupMount", container.cgroupMount }, { "cgroupPath", container.cgroupPath },
        { "owner", container.owner }, { "annotations", container.annotations },
        { "hooks", container.hooks }, { "console", container.hasConsole } };
}

Result<Container> fromJson(const Json& json)
{
    Container container;
    std::int64_t pid = 0;
    std::optional<std::uint64_t> startTime, owner;
    ObjectReader reader = TRY(ObjectReader::of(json, stateFile));
    TRY(reader.read("id", container.id));
    TRY(reader.read("ociVersion", container.version));
    TRY(reader.read("bundle", container.bundle));
    TRY(reader.read("root", container.root));
    TRY(reader.read("pid", pid));
    TRY(reader.read("startTime", startTime));
    TRY(reader.read("created", container.created));
    TRY(reader.read("cgroupMount", container.cgroupMount));
    TRY(reader.read("cgroupPath", container.cgroupPath));
    TRY(reader.read("owner", owner));
    TRY(reader.read("annotations", container.annotations));
    if (const Json* hooks = TRY(reader.dictionary("hooks")))
        container.hooks = *hooks;
    TRY(reader.read("console", container.hasConsole));
    container.pid = pid_t(pid);
    container.startTime = startTime.value_or(0);
    container.owner = std::uint32_t(owner.value_or(0));
    return container;
}

Error noSuch(const std::string& id)
{
    return Error::of(ErrorKind::NotFound, id, "container `" + id + "` does not exist");
}

/// What a crash left may name groups; everything else ended with its process.
Result<void> undoJournal(int directory)
{
    auto steps = TRY(plan::Journal::read(directory));
    for (auto step = steps.rbegin(); step != steps.rend(); ++step)
        TRY(plan::undo(*step, nullptr));
    return {};
}

} // namespace

const char* nameOf(Status status)
{
    switch (status) {
    case Status::Creating:
        return "creating";
    case Status::Created:
        return "created";
    case Status::Running:
        return "running";
    case Status::Paused:
        return "paused";
    case Status::Stopped:
        return "stopped";
    }
    return "stopped";
}

Result<DirectoryLock> DirectoryLock::take(const std::string& directory, Wait wait)
{
    DirectoryLock lock(TRY(openDirectory(AT_FDCWD, directory)));
    const int operation = LOCK_EX | (wait == Wait::No ? LOCK_NB : 0);
    while (::flock(lock.m_directory.get(), operation) != 0) {
        if (errno == EINTR)
            continue;
        Error error = Error::fromErrno("flock", directory);
        if (error.number == EWOULDBLOCK) {
            error.kind = ErrorKind::Busy;
            error.text = "another command works on this container";
        }
        (void)lock.m_directory.release(); // it is not ours to unlock
        return error;
    }
    return lock;
}

DirectoryLock& DirectoryLock::operator=(DirectoryLock&& other) noexcept
{
    if (this != &other)
        release();
    m_directory = std::move(other.m_directory);
    return *this;
}

/// Closing would not do: processes that were forked meanwhile have the same open file.
void DirectoryLock::release()
{
    if (m_directory)
        (void)::flock(m_directory.get(), LOCK_UN);
    m_directory.reset();
}

Result<Store> Store::open(const std::string& root)
{
    TRY(ensureDirectories(root, 0700));
    struct stat status { };
    if (::stat(root.c_str(), &status) != 0)
        return Error::fromErrno("stat", root);
    if (status.st_uid != ::geteuid() || (status.st_mode & 022) != 0)
        return Error::of(ErrorKind::NotAuthorized, root,
            "others can write in the directory for states: name another one with --root");
    return Store(root);
}

Result<Container> Store::find(const std::string& id) const
{
    TRY(checkId(id));
    const auto text = readFile(AT_FDCWD, directoryOf(id) + "/" + stateFile, stateBytes);
    if (!text && text.error().number == ENOENT)
        return noSuch(id);
    if (!text)
        return text.error();
    return fromJson(TRY(parseJson(text.value(), stateBytes, stateFile)));
}

Result<std::vector<Container>> Store::all(std::vector<Error>& problems) const
{
    std::vector<Container> containers;
    const UniqueFd directory = TRY(openAt(AT_FDCWD, m_root, O_RDONLY | O_DIRECTORY));
    auto names = TRY(namesIn(directory.get()));
    std::sort(names.begin(), names.end());
    for (const auto& name : names) {
        if (name.front() == '.')
            continue; // ours
        auto found = find(name);
        if (found)
            containers.push_back(std::move(found).value());
        else if (found.error().kind != ErrorKind::NotFound)
            problems.push_back(found.error());
    }
    return containers;
}

Result<void> Store::save(const Container& container) const
{
    return replaceFile(AT_FDCWD, directoryOf(container.id) + "/" + stateFile,
        dumpJson(toJson(container)), Durability::Process);
}

Result<RuntimeConfig> Store::configOf(const Container& container) const
{
    return parseRuntimeConfigText(
        TRY(readFile(AT_FDCWD, directoryOf(container.id) + "/" + configFile, bounds::configBytes)));
}

Result<void> Store::clearLeftovers(const std::string& id) const
{
    const std::string path = directoryOf(id);
    const auto lock = DirectoryLock::take(path, DirectoryLock::Wait::No);
    if (!lock && (lock.error().number == ENOENT || lock.error().kind == ErrorKind::Busy))
        return {};
    if (!lock)
        return lock.error();
    const int directory = lock.value().descriptor();
    struct stat status { };
    if (::fstatat(directory, stateFile, &status, AT_SYMLINK_NOFOLLOW) == 0)
        return {};
    TRY(undoJournal(directory));
    return removeTree(AT_FDCWD, path);
}

Result<void> Store::remove(const std::string& id) const
{
    return removeTree(AT_FDCWD, directoryOf(id));
}

Result<void> checkId(const std::string& id)
{
    const auto plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-.";
    constexpr std::size_t longest = 200; // a file name, and sockets beside it
    if (id.empty() || id.size() > longest || id.front() == '.'
        || id.find_first_not_of(plain) != std::string::npos)
        return Error::invalid("ID",
            "'" + id + "' must be 1 to 200 letters, digits or \"_+-.\", and not begin with a dot");
    return {};
}

Result<UniqueFd> processOf(const Container& container)
{
    const auto gone = [&] { return Error::kernel(ESRCH, "pidfd_open", container.id); };
    if (container.pid <= 0)
        return gone();
    auto process = kernel::openProcess(container.pid);
    if (!process)
        return process.error().number == ESRCH ? gone() : process.error();
    const auto status = kernel::statusOf(container.pid);
    if (!status || status.value().startTime != container.startTime || status.value().state == 'Z'
        || status.value().state == 'X')
        return gone();
    return process;
}

Result<Status> statusOf(const Store& store, const Container& container)
{
    const auto process = processOf(container);
    if (!process && process.error().number == ESRCH)
        return Status::Stopped;
    if (!process)
        return process.error();
    if (TRY(isWaiting(store.directoryOf(container.id))))
        return Status::Created;
    if (!container.cgroupPath.empty()) {
        const auto group = kernel::Cgroup::open(container.cgroupMount, container.cgroupPath);
        const auto events = group ? group.value().read("cgroup.events") : group.error();
        if (events && events.value().find("frozen 1") != std::string::npos)
            return Status::Paused;
    }
    return Status::Running;
}

Json stateJson(const Container& container, Status status)
{
    Json json { { "ociVersion",
                    container.version.empty() ? specificationVersion : container.version },
        { "id", container.id }, { "status", nameOf(status) }, { "bundle", container.bundle },
        { "pid", status == Status::Stopped ? 0 : container.pid } };
    if (!container.annotations.empty())
        json["annotations"] = container.annotations;
    return json;
}

} // namespace vitrine::oci
