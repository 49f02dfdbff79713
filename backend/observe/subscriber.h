// SPDX-License-Identifier: GPL-3.0-or-later
// One reader of a stream and what he was told so far.
#pragma once

#include "backend/base/result.h"
#include "backend/observe/control.h"
#include "backend/observe/outbox.h"
#include "backend/observe/view.h"
#include "backend/observe/world.h"

#include <chrono>
#include <cstdint>

namespace vitrine::observe {

class Subscriber {
public:
    /// Makes the stream non-blocking. Fails with the errno of fcntl.
    [[nodiscard]] static Result<Subscriber> create(Subscription subscription);

    /// Queues what changed in WORLD's last look and sends what can be sent. Fails with the errno of
    /// write when the reader is gone.
    [[nodiscard]] Result<void> tell(const World& world);
    /// Sends what can be sent.
    [[nodiscard]] Result<void> flush() { return m_outbox.flush(m_stream.get()); }

    /// What it wants of the next look: nothing while it is too far behind.
    [[nodiscard]] Wanted wanted() const;
    [[nodiscard]] bool isBehind() const { return !m_outbox.isEmpty(); }
    [[nodiscard]] std::chrono::milliseconds interval() const { return m_interval; }
    [[nodiscard]] int stream() const { return m_stream.get(); }

private:
    Subscriber() = default;
    void queueObservation(const World& world);
    void queueStats(const World& world);

    UniqueFd m_stream;
    Viewer m_viewer;
    Wanted m_wanted;
    std::chrono::milliseconds m_interval {};
    Outbox m_outbox;
    View m_view;
    std::uint64_t m_sequence = 0;
    bool m_restart = true; ///< the next line is a full one, once the outbox is empty
};

} // namespace vitrine::observe
