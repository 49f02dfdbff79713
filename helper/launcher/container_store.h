// SPDX-License-Identifier: GPL-3.0-or-later
// The containers that there are, and their directories.
#pragma once

#include "backend/base/files.h"
#include "backend/base/result.h"
#include "backend/image/image.h"
#include "helper/launcher/container.h"
#include "helper/launcher/places.h"
#include "helper/launcher/step_log.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace vitrine::launcher {

inline constexpr std::size_t maximumContainers = 4096;

class ContainerStore {
public:
    /// Read what DATA holds. A container whose record cannot be read is damaged; PROBLEMS says so.
    [[nodiscard]] static Result<ContainerStore> load(
        const Places& places, std::vector<Error>& problems);

    [[nodiscard]] const std::map<std::string, std::unique_ptr<Container>>& all() const
    {
        return m_containers;
    }
    /// NotFound when there is none.
    [[nodiscard]] Result<Container*> find(const std::string& id) const;

    /// Make the container of SPEC (whose command and name may still be empty: the image's, a free
    /// one) for OWNER with its directories. Exists when the owner has one of that name; nothing is
    /// left behind on failure.
    /// LOG gets what was done.
    [[nodiscard]] Result<Container*> create(
        ContainerSpec spec, uid_t owner, const Image& image, StepLog& log);

    /// What a copy of SOURCE called NAME will be: of the same owner, never started. A host name
    /// that was SOURCE's name is NAME too. Exists when the owner has one of that name. It is not
    /// among all() before addStaged().
    [[nodiscard]] Result<std::unique_ptr<Container>> copyOf(
        const Container& source, const std::string& name) const;
    /// A directory for CONTAINER that does not count yet, with empty "upper" and "links"; the next
    /// launcher removes it.
    [[nodiscard]] Result<std::string> stage(const Container& container) const;
    /// Take the staged CONTAINER in. When that fails its directory is still there.
    [[nodiscard]] Result<Container*> addStaged(std::unique_ptr<Container> container);
    [[nodiscard]] std::string stagingOf(const std::string& id) const;

    /// Exists when OWNER has a container of that name.
    [[nodiscard]] Result<void> checkName(const std::string& name, uid_t owner) const;

    /// Write its record, but for one that is damaged: that stays as it is found.
    [[nodiscard]] Result<void> save(
        const Container& container, Durability durability = Durability::Process) const;

    /// Forget it and move its directory to the trash; returns the path to be removed.
    [[nodiscard]] Result<std::string> discard(const std::string& id);

    [[nodiscard]] std::string directoryOf(const std::string& id) const;
    [[nodiscard]] std::string runtimeDirectoryOf(const std::string& id) const;
    [[nodiscard]] const Places& places() const { return m_places; }

    /// A name that OWNER does not use yet: the image's and a number.
    [[nodiscard]] std::string freeName(const std::string& image, uid_t owner) const;

private:
    explicit ContainerStore(Places places)
        : m_places(std::move(places))
    {
    }
    void keepNamesApart();
    [[nodiscard]] bool nameTaken(const std::string& name, uid_t owner) const;
    [[nodiscard]] Result<void> checkRoom() const;
    [[nodiscard]] Result<std::uint32_t> freeIds() const;
    [[nodiscard]] Result<void> makeDirectories(
        const Container& container, const Image& image, StepLog& log) const;

    Places m_places;
    std::map<std::string, std::unique_ptr<Container>> m_containers;
};

} // namespace vitrine::launcher
