// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/daemon/call.h"
#include "helper/daemon/callers.h"

#include <QHash>
#include <QPointer>

#include <functional>
#include <memory>
#include <vector>

namespace vitrine::daemon {

/// Checks that may wait for a person, of one user at a time.
inline constexpr int maximumPendingChecks = 32;

/// What every call passes before anything else happens: who asks, and whether they may.
/// A call that is refused has been answered; its NEXT never runs. NEXT does not run either (and
/// the call fails with NotFound) when CONTEXT, the object that was called, has gone meanwhile.
class Gate {
public:
    struct Question {
        Action action;
        Details details;
    };

    Gate(Callers& callers, Authority& authority);

    /// Finds out who asks.
    void admit(const Call& call, QObject* context, std::function<void(const Caller&)> next);

    /// Asks polkit all QUESTIONS, one after the other; the first refusal ends the call.
    void authorise(const Call& call, const Caller& caller, std::vector<Question> questions,
        QObject* context, std::function<void()> next);

private:
    struct Check;
    void ask(const std::shared_ptr<Check>& check, std::size_t index);

    Callers& m_callers;
    Authority& m_authority;
    QHash<uid_t, int> m_pending;
};

} // namespace vitrine::daemon
