// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/daemon/authority.h"

#include <QDBusConnection>
#include <QDBusServiceWatcher>
#include <QHash>
#include <QList>
#include <QObject>

#include <functional>
#include <optional>
#include <sys/types.h>
#include <vector>

namespace vitrine::daemon {

enum class Mode { Session, System };

/// Who asks: a connection to the bus and the user behind it, as the bus itself reports it.
struct Caller {
    QString busName;
    uid_t uid = uid_t(-1);
    bool seesAll = false; ///< may look at what belongs to other users
};

/// May CALLER look at what belongs to OWNER (none: to nobody)?
[[nodiscard]] bool maySee(const Caller& caller, std::optional<uid_t> owner);

/// Knows the connections that have called us until they leave the bus.
class Callers : public QObject {
    Q_OBJECT

public:
    Callers(const QDBusConnection& bus, Mode mode, Authority& authority);

    /// Calls NEXT, at once when the caller is known, with who BUSNAME is or why it is not served:
    /// in session mode only our own user is.
    void identify(const QString& busName, std::function<void(Result<Caller>)> next);

    /// Everybody who is connected and served.
    [[nodiscard]] QList<Caller> connected() const;

    /// Somebody has called and we do not know yet who it is.
    [[nodiscard]] bool isAsking() const;

signals:
    /// The first served client came, or the last one left.
    void changed();

private:
    struct Entry {
        Caller caller;
        bool asking = false;
        bool known = false;
        bool served = false;
        std::vector<std::function<void(Result<Caller>)>> waiting;
    };

    void askUser(const QString& busName);
    void askInspectAll(const QString& busName);
    void settle(const QString& busName, bool served);
    void forget(const QString& busName);
    void distrustAnswers();
    [[nodiscard]] static Result<Caller> resultFor(const Entry& entry);

    QDBusConnection m_bus;
    Mode m_mode;
    Authority& m_authority;
    QDBusServiceWatcher m_watcher;
    QHash<QString, Entry> m_entries;
};

} // namespace vitrine::daemon
