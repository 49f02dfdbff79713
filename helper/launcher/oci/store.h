// SPDX-License-Identifier: GPL-3.0-or-later
// What this runtime keeps of its containers: a directory for each under --root, on a tmpfs.
//
//   journal      named objects of a container that is being made (backend/plan/journal.h)
//   state.json   from here on it exists
//   config.json  what it was made from
//   start.sock   its first process listens here until it is started
//
// A directory without state.json whose maker has gone is what a crash left: the next create clears
// it. The directory is locked with flock(2) while it is changed.
#pragma once

#include "backend/base/json.h"
#include "backend/base/unique_fd.h"
#include "backend/spec/oci/runtime_config.h"

#include <string>
#include <vector>

namespace vitrine::oci {

/// The newest version of the specification that is kept to.
inline constexpr auto specificationVersion = "1.2.0";

enum class Status { Creating, Created, Running, Paused, Stopped };

[[nodiscard]] const char* nameOf(Status status);

/// A container as state.json has it.
struct Container {
    std::string id, version, bundle, root;
    pid_t pid = 0;
    unsigned long long startTime = 0; ///< of PID: a later process of that number is not it
    std::string created; ///< RFC 3339
    std::string cgroupMount, cgroupPath; ///< empty: it has no group of its own
    std::uint32_t owner = 0;
    std::map<std::string, std::string> annotations;
    Json hooks = Json::object(); ///< "hooks" of config.json
    bool hasConsole = false;
};

/// A lock on a directory, given up with the object, also for processes that inherited it.
class DirectoryLock {
public:
    enum class Wait { No, Yes };
    /// Busy when somebody else has it and WAIT is No.
    [[nodiscard]] static Result<DirectoryLock> take(const std::string& directory, Wait wait);
    DirectoryLock() = default;
    DirectoryLock(DirectoryLock&&) noexcept = default;
    DirectoryLock& operator=(DirectoryLock&& other) noexcept;
    ~DirectoryLock() { release(); }
    void release();
    [[nodiscard]] int descriptor() const { return m_directory.get(); }

private:
    explicit DirectoryLock(UniqueFd directory)
        : m_directory(std::move(directory))
    {
    }
    UniqueFd m_directory;
};

class Store {
public:
    /// ROOT is made when it is missing; it must be ours and nobody else's to write in.
    [[nodiscard]] static Result<Store> open(const std::string& root);

    [[nodiscard]] const std::string& root() const { return m_root; }
    [[nodiscard]] std::string directoryOf(const std::string& id) const { return m_root + "/" + id; }
    /// NotFound when there is none, or none that was made whole.
    [[nodiscard]] Result<Container> find(const std::string& id) const;
    /// All of them; PROBLEMS gets what cannot be read.
    [[nodiscard]] Result<std::vector<Container>> all(std::vector<Error>& problems) const;
    [[nodiscard]] Result<void> save(const Container& container) const;
    /// The config.json that it was made from.
    [[nodiscard]] Result<RuntimeConfig> configOf(const Container& container) const;
    /// Undo what a crash left of ID: nothing happens when it is whole or somebody works on it.
    [[nodiscard]] Result<void> clearLeftovers(const std::string& id) const;
    /// Remove its directory.
    [[nodiscard]] Result<void> remove(const std::string& id) const;

private:
    explicit Store(std::string root)
        : m_root(std::move(root))
    {
    }
    std::string m_root;
};

/// Letters, digits and "_+-.", at most 1024 bytes, not beginning with a dot.
[[nodiscard]] Result<void> checkId(const std::string& id);

/// A descriptor of its first process; ESRCH when that has ended, whoever has its number now.
[[nodiscard]] Result<UniqueFd> processOf(const Container& container);

[[nodiscard]] Result<Status> statusOf(const Store& store, const Container& container);

/// As the specification has it, for `state` and for hooks.
[[nodiscard]] Json stateJson(const Container& container, Status status);

} // namespace vitrine::oci
