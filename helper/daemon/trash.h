// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include <map>
#include <optional>
#include <string>

namespace vitrine::daemon {

/// Containers that will be deleted when their time is over. It lives in this process alone: when
/// the helper ends before, they simply stay.
class Trash : public QObject {
    Q_OBJECT

public:
    Trash();

    /// Put CONTAINER in for SECONDS; the end, CLOCK_REALTIME in microseconds.
    qulonglong put(const std::string& container, unsigned seconds);
    /// Take it out; false when it is not in.
    bool take(const std::string& container);
    [[nodiscard]] bool contains(const std::string& container) const;
    [[nodiscard]] bool isEmpty() const { return m_until.empty(); }

signals:
    /// The time of CONTAINER is over; it is no longer in the trash.
    void expired(const std::string& container);
    void changed();

private:
    void expire();
    void arm();

    std::map<std::string, qulonglong> m_until;
    QTimer m_timer;
};

} // namespace vitrine::daemon
