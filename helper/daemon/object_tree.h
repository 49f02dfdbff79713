// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/daemon/exported_object.h"
#include "helper/daemon/gate.h"

#include <QDBusConnection>
#include <QDBusObjectPath>
#include <QMap>
#include <QObject>
#include <QStringList>

#include <map>
#include <memory>

namespace vitrine::daemon {

/// D-Bus type a{oa{sa{sv}}}
using ManagedObjects = QMap<QDBusObjectPath, Interfaces>;

inline const QString rootPath = QStringLiteral("/org/vitrine");

/// The objects on the bus, their comings, goings and changes.
///
/// On the session bus signals are broadcast: every peer that is served is the same user. On the
/// system bus a signal about somebody's object goes to the connections of that user (and of those
/// who may inspect everything) only, one by one; a client is known from its first call on.
class ObjectTree : public QObject {
    Q_OBJECT

public:
    ObjectTree(const QDBusConnection& bus, Mode mode, Callers& callers, Gate& gate);
    ~ObjectTree() override;

    /// Take OBJECT in; everything but the root and its folders is announced.
    void add(std::unique_ptr<ExportedObject> object);
    /// The root: add() with ObjectManager.
    void addRoot(std::unique_ptr<ExportedObject> object);
    /// Take the object at PATH off the bus and delete it, after what is being delivered to it.
    void remove(const QString& path);
    [[nodiscard]] ExportedObject* find(const QString& path) const;
    /// Every object of class Object.
    template <typename Object> [[nodiscard]] QList<Object*> all() const;

    /// Emit a signal of OBJECT to all who may see SUBJECT.
    void emitSignal(const QString& path, const QString& interface, const QString& name,
        const QVariantList& arguments, std::optional<uid_t> audience);

    /// For the standard interfaces.
    [[nodiscard]] const QDBusConnection& bus() const { return m_bus; }
    [[nodiscard]] Gate& gate() { return m_gate; }
    [[nodiscard]] ManagedObjects managedObjects(const Caller& caller) const;
    [[nodiscard]] QStringList childrenOf(const QString& path, const Caller& caller) const;

private:
    ExportedObject& enlist(std::unique_ptr<ExportedObject> object);

    QDBusConnection m_bus;
    Mode m_mode;
    Callers& m_callers;
    Gate& m_gate;
    std::map<QString, std::unique_ptr<ExportedObject>> m_objects;
};

template <typename Object> QList<Object*> ObjectTree::all() const
{
    QList<Object*> found;
    for (const auto& [path, object] : m_objects)
        if (auto* match = qobject_cast<Object*>(object.get()))
            found.append(match);
    return found;
}

} // namespace vitrine::daemon

Q_DECLARE_METATYPE(vitrine::daemon::ManagedObjects)
