// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/trash.h"

#include "helper/daemon/job_object.h"

#include <algorithm>
#include <vector>

namespace vitrine::daemon {

Trash::Trash()
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Trash::expire);
}

qulonglong Trash::put(const std::string& container, unsigned seconds)
{
    const qulonglong until = nowMicroseconds() + qulonglong(seconds) * 1'000'000;
    m_until[container] = until;
    arm();
    emit changed();
    return until;
}

bool Trash::take(const std::string& container)
{
    if (m_until.erase(container) == 0)
        return false;
    arm();
    emit changed();
    return true;
}

bool Trash::contains(const std::string& container) const
{
    return m_until.contains(container);
}

void Trash::arm()
{
    m_timer.stop();
    if (m_until.empty())
        return;
    const auto first
        = std::ranges::min_element(m_until, {}, [](const auto& entry) { return entry.second; });
    const qulonglong now = nowMicroseconds();
    const qulonglong left = first->second > now ? first->second - now : 0;
    m_timer.start(int(left / 1000 + 1));
}

void Trash::expire()
{
    const qulonglong now = nowMicroseconds();
    std::vector<std::string> over;
    for (const auto& [container, until] : m_until)
        if (until <= now)
            over.push_back(container);
    for (const auto& container : over)
        m_until.erase(container);
    arm();
    for (const auto& container : over)
        emit expired(container);
    emit changed();
}

} // namespace vitrine::daemon
