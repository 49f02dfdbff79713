// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/observation.h"

#include <QList>

namespace vitrine {

/// The momentary figures of one workload or of the host with a short past for a sparkline.
class Figures {
public:
    static constexpr int historyLength = 60; ///< samples

    /// Takes the STAT of TIME (milliseconds). A counter that went backwards starts anew.
    void append(qint64 time, const api::Stat& stat);

    [[nodiscard]] bool isEmpty() const { return m_time == 0; }
    [[nodiscard]] const api::Stat& last() const { return m_last; }
    /// Percent of one processor since the sample before, -1 while unknown.
    [[nodiscard]] double cpuPercent() const { return m_cpuPercent; }
    /// Bytes a second, -1 while unknown or not measurable.
    [[nodiscard]] double receiveRate() const { return m_receiveRate; }
    [[nodiscard]] double sendRate() const { return m_sendRate; }
    [[nodiscard]] const QList<double>& cpuHistory() const { return m_cpuHistory; }
    [[nodiscard]] const QList<double>& memoryHistory() const { return m_memoryHistory; }

private:
    qint64 m_time = 0;
    api::Stat m_last;
    double m_cpuPercent = -1, m_receiveRate = -1, m_sendRate = -1;
    QList<double> m_cpuHistory, m_memoryHistory;
};

} // namespace vitrine
