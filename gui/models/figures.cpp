// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/figures.h"

namespace vitrine {

namespace {

/// Growth of a cumulative counter a second, -1 when it is not known or started anew.
double rateOf(qint64 before, qint64 now, qint64 milliseconds)
{
    if (before < 0 || now < before || milliseconds <= 0)
        return -1;
    return double(now - before) * 1000.0 / double(milliseconds);
}

void push(QList<double>& history, double value)
{
    history.append(value);
    if (history.size() > Figures::historyLength)
        history.removeFirst();
}

} // namespace

void Figures::append(qint64 time, const api::Stat& stat)
{
    if (m_time != 0 && time > m_time) {
        const double cpu = rateOf(m_last.cpuUsec, stat.cpuUsec, time - m_time);
        m_cpuPercent = cpu < 0 ? -1 : cpu / 1e4;
        m_receiveRate = rateOf(m_last.rxBytes, stat.rxBytes, time - m_time);
        m_sendRate = rateOf(m_last.txBytes, stat.txBytes, time - m_time);
        if (m_cpuPercent >= 0)
            push(m_cpuHistory, m_cpuPercent);
    }
    push(m_memoryHistory, double(stat.memoryBytes));
    m_time = time;
    m_last = stat;
}

} // namespace vitrine
