// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/object_tree.h"

#include "helper/daemon/standard_adaptors.h"

#include <QDBusMetaType>
#include <QDebug>

namespace vitrine::daemon {

namespace {

const QString objectManager = QStringLiteral("org.freedesktop.DBus.ObjectManager");
const QString propertiesInterface = QStringLiteral("org.freedesktop.DBus.Properties");

} // namespace

ObjectTree::ObjectTree(const QDBusConnection& bus, Mode mode, Callers& callers, Gate& gate)
    : m_bus(bus)
    , m_mode(mode)
    , m_callers(callers)
    , m_gate(gate)
{
    qDBusRegisterMetaType<Interfaces>();
    qDBusRegisterMetaType<ManagedObjects>();
}

ObjectTree::~ObjectTree() = default;

ExportedObject& ObjectTree::enlist(std::unique_ptr<ExportedObject> owned)
{
    ExportedObject& object = *owned;
    const QString path = object.path();
    new PropertiesAdaptor(object, *this);
    new IntrospectableAdaptor(object, *this);
    m_objects[path] = std::move(owned);
    if (!m_bus.registerObject(path, &object, QDBusConnection::ExportAdaptors))
        qCritical("cannot put %s on the bus", qPrintable(path));
    object.flush(); // what it was made with is no change
    connect(&object, &ExportedObject::propertiesChanged, this,
        [this, &object](const QString& interface, const QVariantMap& changed) {
            emitSignal(object.path(), propertiesInterface, QStringLiteral("PropertiesChanged"),
                { interface, changed, QStringList() }, object.owner());
        });
    return object;
}

void ObjectTree::add(std::unique_ptr<ExportedObject> owned)
{
    const ExportedObject& object = enlist(std::move(owned));
    const Interfaces interfaces = object.interfaces();
    if (interfaces.isEmpty())
        return; // a folder
    emitSignal(rootPath, objectManager, QStringLiteral("InterfacesAdded"),
        { QVariant::fromValue(QDBusObjectPath(object.path())), QVariant::fromValue(interfaces) },
        object.owner());
}

void ObjectTree::addRoot(std::unique_ptr<ExportedObject> object)
{
    new ObjectManagerAdaptor(*object, *this);
    enlist(std::move(object));
}

void ObjectTree::remove(const QString& path)
{
    const auto found = m_objects.find(path);
    if (found == m_objects.end())
        return;
    ExportedObject* object = found->second.release();
    m_objects.erase(found);
    object->flush();
    m_bus.unregisterObject(path);
    emitSignal(rootPath, objectManager, QStringLiteral("InterfacesRemoved"),
        { QVariant::fromValue(QDBusObjectPath(path)), QStringList(object->interfaces().keys()) },
        object->owner());
    object->deleteLater();
}

ExportedObject* ObjectTree::find(const QString& path) const
{
    const auto found = m_objects.find(path);
    return found == m_objects.end() ? nullptr : found->second.get();
}

void ObjectTree::emitSignal(const QString& path, const QString& interface, const QString& name,
    const QVariantList& arguments, std::optional<uid_t> audience)
{
    if (m_mode == Mode::Session || !audience) {
        auto signal = QDBusMessage::createSignal(path, interface, name);
        signal.setArguments(arguments);
        m_bus.send(signal);
        return;
    }
    for (const auto& caller : m_callers.connected()) {
        if (!maySee(caller, audience))
            continue;
        auto signal = QDBusMessage::createTargetedSignal(caller.busName, path, interface, name);
        signal.setArguments(arguments);
        m_bus.send(signal);
    }
}

ManagedObjects ObjectTree::managedObjects(const Caller& caller) const
{
    ManagedObjects managed;
    for (const auto& [path, object] : m_objects) {
        if (path == rootPath || !maySee(caller, object->owner()))
            continue;
        const Interfaces interfaces = object->interfaces();
        if (!interfaces.isEmpty())
            managed.insert(QDBusObjectPath(path), interfaces);
    }
    return managed;
}

QStringList ObjectTree::childrenOf(const QString& path, const Caller& caller) const
{
    QStringList children;
    const QString prefix = path + QLatin1Char('/');
    for (const auto& [candidate, object] : m_objects) {
        const QString name = candidate.mid(prefix.size());
        if (candidate.startsWith(prefix) && !name.contains(QLatin1Char('/'))
            && maySee(caller, object->owner()))
            children.append(name);
    }
    return children;
}

} // namespace vitrine::daemon
