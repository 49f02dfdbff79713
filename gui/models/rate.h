// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <algorithm>

namespace vitrine {

/// How fast a counter that only grows is growing.
///
/// A row that did not change is not sent, so the time between two values of one row says nothing;
/// what counts is the time since the table was last looked at, at most `longestLook`.
class Rate {
public:
    static constexpr qint64 longestLook = 3000; ///< milliseconds; an older value is no rate

    /// The counter stands at VALUE at NOW (ms); LASTLOOK is when the table was looked at before.
    void update(qint64 value, qint64 now, qint64 lastLook)
    {
        const qint64 elapsed = std::clamp<qint64>(now - lastLook, 1, longestLook);
        const bool usable = m_known && value >= m_value && now > lastLook;
        m_perSecond = usable ? double(value - m_value) * 1000.0 / double(elapsed) : 0;
        m_value = value;
        m_time = now;
        m_known = true;
    }
    /// Nothing came for a while: the counter stands still. True when that changes the rate.
    bool settle(qint64 now)
    {
        if (m_perSecond == 0 || now - m_time < longestLook)
            return false;
        m_perSecond = 0;
        return true;
    }
    [[nodiscard]] double perSecond() const { return m_perSecond; }

private:
    qint64 m_value = 0;
    qint64 m_time = 0;
    double m_perSecond = 0;
    bool m_known = false;
};

} // namespace vitrine
