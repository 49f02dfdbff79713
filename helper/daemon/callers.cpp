// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/callers.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

#include <algorithm>
#include <unistd.h>

namespace vitrine::daemon {

bool maySee(const Caller& caller, std::optional<uid_t> owner)
{
    return !owner || *owner == caller.uid || caller.seesAll;
}

Callers::Callers(const QDBusConnection& bus, Mode mode, Authority& authority)
    : m_bus(bus)
    , m_mode(mode)
    , m_authority(authority)
{
    m_watcher.setConnection(bus);
    m_watcher.setWatchMode(QDBusServiceWatcher::WatchForUnregistration);
    connect(&m_watcher, &QDBusServiceWatcher::serviceUnregistered, this, &Callers::forget);
    connect(&authority, &Authority::rulesChanged, this, &Callers::distrustAnswers);
}

Result<Caller> Callers::resultFor(const Entry& entry)
{
    if (entry.served)
        return entry.caller;
    return Error::of(
        ErrorKind::NotAuthorized, "caller", "This helper serves only the user who runs it");
}

void Callers::identify(const QString& busName, std::function<void(Result<Caller>)> next)
{
    Entry& entry = m_entries[busName];
    if (entry.known) {
        next(resultFor(entry));
        return;
    }
    entry.waiting.push_back(std::move(next));
    if (entry.asking)
        return;
    entry.asking = true;
    entry.caller.busName = busName;
    m_watcher.addWatchedService(busName); // before asking: it may leave meanwhile
    askUser(busName);
}

void Callers::askUser(const QString& busName)
{
    auto message = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.DBus"),
        QStringLiteral("/org/freedesktop/DBus"), QStringLiteral("org.freedesktop.DBus"),
        QStringLiteral("GetConnectionUnixUser"));
    message.setArguments({ busName });
    auto* watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
        [this, busName](QDBusPendingCallWatcher* self) {
            self->deleteLater();
            const QDBusPendingReply<uint> reply = *self;
            const auto entry = m_entries.find(busName);
            if (entry == m_entries.end())
                return; // it has left
            if (reply.isError()) {
                settle(busName, false);
                return;
            }
            entry->caller.uid = reply.value();
            if (m_mode == Mode::System)
                askInspectAll(busName);
            else
                settle(busName, entry->caller.uid == ::getuid());
        });
}

void Callers::askInspectAll(const QString& busName)
{
    m_authority.check(busName, Action::InspectAll, {}, Interaction::Forbidden, this,
        [this, busName](const Result<void>& allowed) {
            const auto entry = m_entries.find(busName);
            if (entry == m_entries.end())
                return;
            entry->caller.seesAll = bool(allowed);
            settle(busName, true);
        });
}

void Callers::settle(const QString& busName, bool served)
{
    Entry& entry = m_entries[busName];
    entry.asking = false;
    entry.known = true;
    entry.served = served;
    const auto waiting = std::exchange(entry.waiting, {});
    const auto result = resultFor(entry);
    if (served)
        emit changed();
    for (const auto& next : waiting)
        next(result);
}

void Callers::forget(const QString& busName)
{
    m_watcher.removeWatchedService(busName);
    const auto waiting = m_entries.take(busName).waiting;
    for (const auto& next : waiting)
        next(Error::of(ErrorKind::Cancelled, "caller", "The caller has left the bus"));
    emit changed();
}

void Callers::distrustAnswers()
{
    for (auto it = m_entries.begin(); it != m_entries.end(); ++it) {
        if (!it->served)
            continue;
        it->asking = true;
        it->known = false;
        it->caller.seesAll = false;
        askInspectAll(it.key());
    }
}

bool Callers::isAsking() const
{
    return std::ranges::any_of(m_entries, [](const Entry& entry) { return entry.asking; });
}

QList<Caller> Callers::connected() const
{
    QList<Caller> callers;
    for (const auto& entry : m_entries)
        if (entry.served)
            callers.append(entry.caller);
    return callers;
}

} // namespace vitrine::daemon
