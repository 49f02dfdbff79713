// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/container_store.h"

#include "backend/base/files.h"
#include "backend/plan/planner.h"
#include "helper/launcher/damaged.h"
#include "helper/launcher/protocol.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <set>
#include <sys/random.h>
#include <sys/stat.h>

namespace vitrine::launcher {

namespace {

/// Outside ids of containers lie in the range that systemd leaves to containers, 524288 to
/// 1879048191, above what useradd and systemd-nspawn pick from by default.
constexpr std::uint32_t firstOutsideId = 1'073'741'824;

constexpr auto recordName = "record.json";

Result<std::string> randomId()
{
    unsigned char bytes[8];
    if (::getrandom(bytes, sizeof bytes, 0) != ssize_t(sizeof bytes))
        return Error::fromErrno("getrandom");
    std::string id;
    for (const unsigned char byte : bytes) {
        constexpr auto digits = "0123456789abcdef";
        id += digits[byte >> 4];
        id += digits[byte & 15];
    }
    return id;
}

bool isId(const std::string& name)
{
    return name.size() == 16 && name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

/// TEXT gets what could be read of its record.
Result<Container> loadContainer(int containers, const std::string& id, std::string& text)
{
    const UniqueFd directory = TRY(openDirectory(containers, id));
    text = TRY(readFile(directory.get(), recordName));
    Container container = TRY(containerFrom(TRY(parseJson(text, bounds::specBytes * 2, "record"))));
    if (container.id != id)
        return Error::of(ErrorKind::InvalidSpec, id, "the record names another container");
    return container;
}

} // namespace

Result<ContainerStore> ContainerStore::load(const Places& places, std::vector<Error>& problems)
{
    ContainerStore store(places);
    const UniqueFd containers = TRY(openDirectory(AT_FDCWD, places.containers()));
    for (const auto& name : TRY(namesIn(containers.get()))) {
        if (!isId(name)) { // a creation that was interrupted
            if (auto removed = removeTree(containers.get(), name); !removed)
                problems.push_back(std::move(removed).error());
            continue;
        }
        std::string text;
        auto container = loadContainer(containers.get(), name, text);
        if (!container) {
            container = damagedContainer(name, text, container.error());
            problems.push_back(errorFromJson(container.value().damage));
        }
        store.m_containers[name] = std::make_unique<Container>(std::move(container).value());
    }
    store.keepNamesApart();
    return store;
}

/// A damaged record may say the name of another: the copy of a directory does.
void ContainerStore::keepNamesApart()
{
    for (const auto& [id, container] : m_containers) {
        const auto isTwin = [&damaged = *container](const auto& entry) {
            const Container& other = *entry.second;
            return other.id != damaged.id && other.owner == damaged.owner
                && other.spec.name == damaged.spec.name;
        };
        if (!container->damage.empty()
            && std::any_of(m_containers.begin(), m_containers.end(), isTwin))
            container->spec.name = id;
    }
}

Result<Container*> ContainerStore::find(const std::string& id) const
{
    const auto found = m_containers.find(id);
    if (found == m_containers.end())
        return Error::of(ErrorKind::NotFound, "container", "no container with id '" + id + "'");
    return found->second.get();
}

std::string ContainerStore::directoryOf(const std::string& id) const
{
    return m_places.containers() + "/" + id;
}

std::string ContainerStore::runtimeDirectoryOf(const std::string& id) const
{
    return m_places.running() + "/" + id;
}

bool ContainerStore::nameTaken(const std::string& name, uid_t owner) const
{
    return std::any_of(m_containers.begin(), m_containers.end(), [&](const auto& entry) {
        return entry.second->owner == owner && entry.second->spec.name == name;
    });
}

std::string ContainerStore::freeName(const std::string& image, uid_t owner) const
{
    for (int number = 1;; ++number) {
        const std::string suffix = "-" + std::to_string(number);
        const std::string name = image.substr(0, bounds::nameLength - suffix.size()) + suffix;
        if (!nameTaken(name, owner))
            return name;
    }
}

Result<std::uint32_t> ContainerStore::freeIds() const
{
    std::set<std::uint32_t> taken;
    for (const auto& [id, container] : m_containers)
        taken.insert(container->firstId);
    for (std::size_t slot = 0; slot <= maximumContainers; ++slot) {
        const auto first = std::uint32_t(firstOutsideId + slot * plan::idsPerContainer);
        if (!taken.contains(first))
            return first;
    }
    return Error::of(ErrorKind::Quota, "containers", "all id ranges are in use");
}

Result<void> ContainerStore::makeDirectories(
    const Container& container, const Image& image, StepLog& log) const
{
    const UniqueFd containers = TRY(openDirectory(AT_FDCWD, m_places.containers()));
    const std::string staging = container.id + ".new";
    const std::string path = m_places.containers() + "/" + staging;
    const auto makeLayer = [&]() -> Result<void> {
        TRY(ensureDirectory(containers.get(), staging, 0700));
        const UniqueFd directory = TRY(openDirectory(containers.get(), staging));
        TRY(ensureDirectory(directory.get(), "work", 0700));
        return ensureDirectory(directory.get(), "upper", 0755);
    };
    const auto fill = [&]() -> Result<void> {
        const UniqueFd upper = TRY(openDirectory(containers.get(), staging + "/upper"));
        return fillUpper(upper.get(), image);
    };
    const auto record = [&]() -> Result<void> {
        const UniqueFd directory = TRY(openDirectory(containers.get(), staging));
        return replaceFile(
            directory.get(), recordName, dumpJson(recordOf(container)), Durability::PowerCut);
    };
    const auto publish = [&]() -> Result<void> {
        if (::renameat(containers.get(), staging.c_str(), containers.get(), container.id.c_str())
            != 0)
            return Error::fromErrno("renameat", container.id);
        return {};
    };
    const auto make = [&]() -> Result<void> {
        TRY(log.run({ "makeStorage", "Make an empty writable layer for it",
                        "mkdir -p " + path + "/upper " + path + "/work" },
            makeLayer));
        if (!image.hidden.empty() || !image.branches.empty())
            TRY(log.run(
                { "fillUpper", "Hide in it what does not belong in a container", {} }, fill));
        TRY(log.run({ "writeRecord", "Write down what it is, so that a power cut keeps it",
                        "sync " + path + "/" + recordName },
            record));
        return log.run({ "publish", "Give it its place, all at once",
                           "mv " + path + " " + directoryOf(container.id) },
            publish);
    };
    auto made = make();
    if (!made && removeTree(containers.get(), staging)) // the first error is the one to tell
        log.undone();
    return made;
}

Result<Container*> ContainerStore::create(
    ContainerSpec spec, uid_t owner, const Image& image, StepLog& log)
{
    TRY(checkRoom());
    if (spec.name.empty())
        spec.name = freeName(spec.image, owner);
    else
        TRY(checkName(spec.name, owner));
    if (spec.hostname.empty())
        spec.hostname = spec.name;
    if (spec.command.empty())
        spec.command = image.command;
    auto container = std::make_unique<Container>();
    container->id = TRY(randomId());
    container->owner = owner;
    container->spec = std::move(spec);
    container->firstId = TRY(freeIds());
    container->created = timeNow();
    TRY(makeDirectories(*container, image, log));
    Container* made = container.get();
    m_containers[made->id] = std::move(container);
    return made;
}

Result<std::unique_ptr<Container>> ContainerStore::copyOf(
    const Container& source, const std::string& name) const
{
    TRY(checkRoom());
    TRY(checkName(name, source.owner));
    auto copy = std::make_unique<Container>();
    copy->id = TRY(randomId());
    copy->owner = source.owner;
    copy->spec = source.spec;
    copy->spec.name = name;
    if (source.spec.hostname == source.spec.name)
        copy->spec.hostname = name;
    return copy;
}

Result<std::string> ContainerStore::stage(const Container& container) const
{
    const UniqueFd containers = TRY(openDirectory(AT_FDCWD, m_places.containers()));
    const std::string staging = container.id + ".new";
    const auto make = [&]() -> Result<void> {
        TRY(ensureDirectory(containers.get(), staging, 0700));
        const UniqueFd directory = TRY(openDirectory(containers.get(), staging));
        for (const char* name : { "upper", "links", "work" })
            TRY(ensureDirectory(directory.get(), name, 0700));
        return {};
    };
    if (auto made = make(); !made) {
        (void)removeTree(containers.get(), staging); // the first error is the one to tell
        return std::move(made).error();
    }
    return stagingOf(container.id);
}

std::string ContainerStore::stagingOf(const std::string& id) const
{
    return directoryOf(id) + ".new";
}

Result<Container*> ContainerStore::addStaged(std::unique_ptr<Container> container)
{
    TRY(checkRoom());
    TRY(checkName(container->spec.name, container->owner)); // somebody may have been quicker
    container->firstId = TRY(freeIds());
    container->created = timeNow();
    const std::string staging = stagingOf(container->id);
    const UniqueFd directory = TRY(openDirectory(AT_FDCWD, staging));
    if (::unlinkat(directory.get(), "links", AT_REMOVEDIR) != 0)
        return Error::fromErrno("unlinkat", "links");
    TRY(replaceFile(
        directory.get(), recordName, dumpJson(recordOf(*container)), Durability::PowerCut));
    if (::rename(staging.c_str(), directoryOf(container->id).c_str()) != 0)
        return Error::fromErrno("rename", container->id);
    Container* added = container.get();
    m_containers[added->id] = std::move(container);
    return added;
}

Result<void> ContainerStore::checkRoom() const
{
    if (m_containers.size() >= maximumContainers)
        return Error::of(ErrorKind::Quota, "containers",
            "there are " + std::to_string(maximumContainers) + " already: delete some");
    return {};
}

Result<void> ContainerStore::checkName(const std::string& name, uid_t owner) const
{
    if (nameTaken(name, owner))
        return Error::of(ErrorKind::Exists, "name", "there is a container '" + name + "' already");
    return {};
}

Result<void> ContainerStore::save(const Container& container, Durability durability) const
{
    if (!container.damage.empty())
        return {};
    const UniqueFd directory = TRY(openDirectory(AT_FDCWD, directoryOf(container.id)));
    return replaceFile(directory.get(), recordName, dumpJson(recordOf(container)), durability);
}

Result<std::string> ContainerStore::discard(const std::string& id)
{
    TRY(find(id));
    const std::string trash = m_places.trash() + "/" + id;
    if (::rename(directoryOf(id).c_str(), trash.c_str()) != 0 && errno != ENOENT)
        return Error::fromErrno("rename", id); // ENOENT: somebody has removed it already
    m_containers.erase(id);
    return trash;
}

} // namespace vitrine::launcher
