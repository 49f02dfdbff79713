// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/daemon/call.h"

#include <QDBusContext>
#include <QHash>
#include <QMap>
#include <QObject>
#include <QSet>
#include <QTimer>
#include <QVariantMap>

#include <optional>
#include <sys/types.h>

class QDBusAbstractAdaptor;

namespace vitrine::daemon {

/// Interface → its properties, D-Bus type a{sa{sv}}.
using Interfaces = QMap<QString, QVariantMap>;

/// An object on the bus. The adaptors that are generated from the interface XML are its children;
/// they read its dynamic properties, which set() keeps and flush() announces.
class ExportedObject : public QObject, protected QDBusContext {
    Q_OBJECT

public:
    /// When a change is announced: with the next turn of the event loop, or gathered with others
    /// for a moment (figures that change many times a second).
    enum class Announce { Now, Soon };

    /// OWNER: the only user who may look at it; none: everybody may.
    ExportedObject(QString path, std::optional<uid_t> owner);

    [[nodiscard]] const QString& path() const { return m_path; }
    [[nodiscard]] std::optional<uid_t> owner() const { return m_owner; }

    /// The interfaces of the contract that it implements, with all their properties.
    [[nodiscard]] Interfaces interfaces() const;
    /// The properties of one interface; nothing when it has no such interface.
    [[nodiscard]] std::optional<QVariantMap> properties(const QString& interface) const;
    /// Interface elements for introspection, of the contract's and of the standard interfaces.
    [[nodiscard]] QString introspection() const;

    /// Announce now what has changed.
    void flush();

signals:
    void propertiesChanged(const QString& interface, const QVariantMap& changed);

protected:
    /// Set property NAME, which one of the adaptors has. Says so on the bus when it is new.
    void set(const char* name, const QVariant& value, Announce announce = Announce::Now);

    /// How often a property has got a new value.
    [[nodiscard]] quint64 changes() const { return m_changes; }

    /// The call that is being delivered, taken out of QtDBus' hands.
    [[nodiscard]] Call takeCall() const;

private:
    [[nodiscard]] QList<QDBusAbstractAdaptor*> adaptors() const;

    QString m_path;
    std::optional<uid_t> m_owner;
    QSet<QByteArray> m_changed;
    quint64 m_changes = 0;
    QTimer m_announce;
};

/// The bus interface that ADAPTOR serves.
[[nodiscard]] QString interfaceOf(const QDBusAbstractAdaptor& adaptor);

} // namespace vitrine::daemon

Q_DECLARE_METATYPE(vitrine::daemon::Interfaces)
