// SPDX-License-Identifier: GPL-3.0-or-later
// The processes that were executed in running containers: who they are, until they end.
#pragma once

#include "backend/base/json.h"
#include "backend/base/unique_fd.h"
#include "helper/launcher/event_loop.h"

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <sys/types.h>
#include <vector>

namespace vitrine::launcher {

/// At once, in one container; those count whose output its client has not read yet.
inline constexpr std::size_t maximumSessions = 128;

struct SessionInfo {
    std::vector<std::string> command;
    std::string user; ///< as it was asked for
    bool terminal = false;
    pid_t pid = 0;
    std::int64_t since = 0; ///< CLOCK_REALTIME, µs
};

class Sessions {
public:
    /// CHANGED is told the container's id, a little after something has changed.
    using Changed = std::function<void(const std::string& container)>;
    Sessions(EventLoop& loop, Changed changed);

    /// A place for one more, given back by its end unless it was filled.
    class Place {
    public:
        Place(Sessions& sessions, std::string container, std::string id)
            : m_sessions(&sessions)
            , m_container(std::move(container))
            , m_id(std::move(id))
        {
        }
        Place(Place&& other) noexcept
            : m_sessions(std::exchange(other.m_sessions, nullptr))
            , m_container(std::move(other.m_container))
            , m_id(std::move(other.m_id))
        {
        }
        Place& operator=(Place&&) = delete;
        ~Place()
        {
            if (m_sessions)
                m_sessions->erase(m_container, m_id);
        }
        [[nodiscard]] const std::string& id() const { return m_id; }

    private:
        friend class Sessions;
        Sessions* m_sessions;
        std::string m_container, m_id;
    };

    /// Quota when the container NAME has maximumSessions. DIRECTORY is its runtime directory.
    [[nodiscard]] Result<Place> reserve(
        const std::string& container, const std::string& name, const std::string& directory);
    /// It runs: SHIM is the socket to its shim, the process SHIM_PID.
    void fill(Place place, SessionInfo info, UniqueFd shim, pid_t shimPid);
    /// Take over what an earlier launcher left in the runtime directory DIRECTORY.
    void adopt(const std::string& container, const std::string& directory);
    /// The container has ended, and its sessions with it.
    void forget(const std::string& container);

    /// SESSION of protocol.h, a list of those that run.
    [[nodiscard]] Json list(const std::string& container) const;
    /// NotFound when no such session runs.
    [[nodiscard]] Result<void> signal(
        const std::string& container, const std::string& id, int signal);
    /// One more client, for whom SOCKET is the other end.
    [[nodiscard]] Result<void> attach(
        const std::string& container, const std::string& id, int socket);

private:
    struct Session {
        SessionInfo info;
        UniqueFd shim; ///< socket
        UniqueFd process; ///< pidfd; empty before it runs and when it has ended
        bool recorded = false; ///< for a later launcher
    };
    struct Group {
        std::string directory;
        unsigned last = 0; ///< the number that was given last
        std::map<unsigned, Session> sessions;
    };
    [[nodiscard]] Session* find(const std::string& container, const std::string& id);
    [[nodiscard]] Result<const Session*> running(
        const std::string& container, const std::string& id);
    void watch(const std::string& container, unsigned id, Session session);
    void readShim(const std::string& container, unsigned id);
    void erase(const std::string& container, const std::string& id);
    void changed(const std::string& container);
    void record(Group& group) const;

    EventLoop& m_loop;
    Changed m_changed;
    std::map<std::string, Group> m_groups; ///< by container
    std::set<std::string> m_toTell;
};

} // namespace vitrine::launcher
