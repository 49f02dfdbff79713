// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/gate.h"

namespace vitrine::daemon {

namespace {

Error goneError()
{
    return Error::of(ErrorKind::NotFound, "object", "It has been removed meanwhile");
}

} // namespace

/// One call on its way through polkit.
struct Gate::Check {
    Call call;
    Caller caller;
    std::vector<Question> questions;
    QPointer<QObject> context;
    std::function<void()> next;
};

Gate::Gate(Callers& callers, Authority& authority)
    : m_callers(callers)
    , m_authority(authority)
{
}

void Gate::admit(const Call& call, QObject* context, std::function<void(const Caller&)> next)
{
    m_callers.identify(call.sender(),
        [call, guard = QPointer<QObject>(context), next = std::move(next)](
            const Result<Caller>& caller) {
            if (!caller)
                call.fail(caller.error());
            else if (!guard)
                call.fail(goneError());
            else
                next(caller.value());
        });
}

void Gate::authorise(const Call& call, const Caller& caller, std::vector<Question> questions,
    QObject* context, std::function<void()> next)
{
    int& pending = m_pending[caller.uid];
    if (pending >= maximumPendingChecks) {
        call.fail(Error::of(ErrorKind::Quota, "calls",
            "You have " + std::to_string(maximumPendingChecks)
                + " calls that wait for authorisation"));
        return;
    }
    ++pending;
    ask(std::make_shared<Check>(
            Check { call, caller, std::move(questions), context, std::move(next) }),
        0);
}

void Gate::ask(const std::shared_ptr<Check>& check, std::size_t index)
{
    const auto& question = check->questions[index];
    m_authority.check(check->caller.busName, question.action, question.details,
        Interaction::Allowed, &m_callers, [this, check, index](const Result<void>& allowed) {
            if (allowed && index + 1 < check->questions.size()) {
                ask(check, index + 1);
                return;
            }
            if (--m_pending[check->caller.uid] == 0)
                m_pending.remove(check->caller.uid);
            if (!allowed)
                check->call.fail(allowed.error());
            else if (!check->context)
                check->call.fail(goneError());
            else
                check->next();
        });
}

} // namespace vitrine::daemon
