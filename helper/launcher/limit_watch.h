// SPDX-License-Identifier: GPL-3.0-or-later
// Learns from the kernel, by inotify, when containers meet their limits. Nothing polls.
#pragma once

#include "backend/kernel/group_counts.h"
#include "helper/launcher/event_loop.h"

#include <functional>
#include <map>
#include <string>

namespace vitrine::launcher {

class LimitWatch {
public:
    /// CHANGED is told the counts of a container that are other than before: at once, then at most
    /// every half second.
    using Changed = std::function<void(const std::string& id, const kernel::GroupCounts& counts)>;

    LimitWatch(EventLoop& loop, Changed changed);
    ~LimitWatch();
    LimitWatch(const LimitWatch&) = delete;
    LimitWatch& operator=(const LimitWatch&) = delete;

    /// Watch the group at DIRECTORY (a path) of container ID. A group without limits that tell of
    /// anything is no error.
    [[nodiscard]] Result<void> watch(const std::string& id, const std::string& directory);
    /// Watch it no more; what is new until now is not told.
    void forget(const std::string& id);

private:
    struct Group {
        kernel::Cgroup directory;
        kernel::GroupCounts counts;
        std::vector<int> watches;
        EventLoop::TimerId timer = 0; ///< until it is over, news are kept
        bool news = false;
    };

    void readEvents();
    void look(const std::string& id);
    void rest(const std::string& id);

    EventLoop& m_loop;
    Changed m_changed;
    UniqueFd m_inotify;
    std::map<std::string, Group> m_groups;
    std::map<int, std::string> m_ids; ///< by inotify watch
};

} // namespace vitrine::launcher
