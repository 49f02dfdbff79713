// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/limit_watch.h"

#include <algorithm>
#include <cerrno>
#include <sys/inotify.h>
#include <unistd.h>

namespace vitrine::launcher {

namespace {
constexpr std::chrono::milliseconds pauseBetween { 500 };
}

LimitWatch::LimitWatch(EventLoop& loop, Changed changed)
    : m_loop(loop)
    , m_changed(std::move(changed))
{
}

LimitWatch::~LimitWatch()
{
    if (m_inotify)
        m_loop.forget(m_inotify.get());
}

Result<void> LimitWatch::watch(const std::string& id, const std::string& directory)
{
    forget(id);
    if (!m_inotify) {
        UniqueFd inotify(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
        if (!inotify)
            return Error::fromErrno("inotify_init1");
        TRY(m_loop.watch(inotify.get(), [this] { readEvents(); }));
        m_inotify = std::move(inotify);
    }
    Group group { TRY(kernel::Cgroup::open(directory, "")), {}, {}, 0, false };
    group.counts = kernel::readCounts(group.directory);
    for (const char* file : { "/memory.events", "/pids.events" }) {
        const int watch
            = ::inotify_add_watch(m_inotify.get(), (directory + file).c_str(), IN_MODIFY);
        if (watch < 0 && errno != ENOENT)
            return Error::fromErrno("inotify_add_watch", directory + file);
        if (watch < 0)
            continue; // the group has no such controller
        group.watches.push_back(watch);
        m_ids[watch] = id;
    }
    if (!group.watches.empty())
        m_groups.emplace(id, std::move(group));
    return {};
}

void LimitWatch::forget(const std::string& id)
{
    const auto found = m_groups.find(id);
    if (found == m_groups.end())
        return;
    for (const int watch : found->second.watches) {
        ::inotify_rm_watch(m_inotify.get(), watch); // EINVAL: it went with the group
        m_ids.erase(watch);
    }
    m_loop.cancel(found->second.timer);
    m_groups.erase(found);
}

void LimitWatch::readEvents()
{
    alignas(inotify_event) char buffer[4096];
    std::vector<std::string> changed;
    for (;;) {
        const ssize_t count = ::read(m_inotify.get(), buffer, sizeof buffer);
        if (count <= 0)
            break;
        for (const char* at = buffer; at < buffer + count;) {
            const auto* event = reinterpret_cast<const inotify_event*>(at);
            at += sizeof *event + event->len;
            const auto found = m_ids.find(event->wd);
            if (found != m_ids.end()
                && std::find(changed.begin(), changed.end(), found->second) == changed.end())
                changed.push_back(found->second);
        }
    }
    for (const auto& id : changed)
        look(id);
}

void LimitWatch::look(const std::string& id)
{
    const auto found = m_groups.find(id);
    if (found == m_groups.end())
        return;
    Group& group = found->second;
    group.news = group.timer != 0;
    if (group.news)
        return;
    const auto counts = kernel::readCounts(group.directory);
    if (counts == std::exchange(group.counts, counts))
        return;
    group.timer = m_loop.after(pauseBetween, [this, id] { rest(id); });
    m_changed(id, counts); // last: it may forget the group
}

/// The pause is over.
void LimitWatch::rest(const std::string& id)
{
    const auto found = m_groups.find(id);
    if (found == m_groups.end())
        return;
    found->second.timer = 0;
    if (std::exchange(found->second.news, false))
        look(id);
}

} // namespace vitrine::launcher
