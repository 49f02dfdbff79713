// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/result.h"

#include <QDBusConnection>
#include <QMap>
#include <QObject>
#include <QString>

#include <functional>
#include <optional>

namespace vitrine::daemon {

/// The kinds of operation that polkit is asked about: packaging/polkit/org.vitrine.policy.
enum class Action {
    InspectAll,
    CreateOwn,
    ControlOwn,
    ManageOthers,
    HostPath,
    DevicePassthrough,
    HostNetwork,
    NetworkManage,
    HostSysctl,
    Privileged,
};

/// Whether an authentication dialog may be shown.
enum class Interaction { Forbidden, Allowed };

/// Text for the dialog, D-Bus type a{ss}: $(name) and its like in the messages of the actions.
using Details = QMap<QString, QString>;

/// Asks polkit (org.freedesktop.PolicyKit1.Authority, over plain D-Bus). The subject is always the
/// unique bus name of who asks, never a process id.
class Authority : public QObject {
    Q_OBJECT

public:
    /// Without a BUS there is no polkit and everything is allowed: the session's helper serves
    /// nobody but its own user.
    explicit Authority(const std::optional<QDBusConnection>& bus);

    /// Calls NEXT, later, with success or with NotAuthorized; not when CONTEXT has gone by then.
    /// Whatever goes wrong on the way means NotAuthorized.
    void check(const QString& busName, Action action, const Details& details,
        Interaction interaction, QObject* context, std::function<void(Result<void>)> next);

signals:
    /// Answers that were given before may no longer hold.
    void rulesChanged();

private:
    std::optional<QDBusConnection> m_bus;
};

/// "org.vitrine.create-own"
[[nodiscard]] const char* identifierOf(Action action);

} // namespace vitrine::daemon

Q_DECLARE_METATYPE(vitrine::daemon::Details)
