// SPDX-License-Identifier: GPL-3.0-or-later
// The interfaces of the D-Bus specification that every object of ours serves itself. QtDBus' own
// versions answer everybody and know neither ObjectManager nor PropertiesChanged; adaptors come
// before them.
#pragma once

#include <QDBusAbstractAdaptor>
#include <QDBusMessage>
#include <QDBusVariant>

namespace vitrine::daemon {

class ExportedObject;
class ObjectTree;

/// org.freedesktop.DBus.Properties, for those who may see the object.
class PropertiesAdaptor : public QDBusAbstractAdaptor {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.DBus.Properties")
    Q_CLASSINFO("D-Bus Introspection",
        "  <interface name=\"org.freedesktop.DBus.Properties\">\n"
        "    <method name=\"Get\">\n"
        "      <arg name=\"interface_name\" type=\"s\" direction=\"in\"/>\n"
        "      <arg name=\"property_name\" type=\"s\" direction=\"in\"/>\n"
        "      <arg name=\"value\" type=\"v\" direction=\"out\"/>\n"
        "    </method>\n"
        "    <method name=\"Set\">\n"
        "      <arg name=\"interface_name\" type=\"s\" direction=\"in\"/>\n"
        "      <arg name=\"property_name\" type=\"s\" direction=\"in\"/>\n"
        "      <arg name=\"value\" type=\"v\" direction=\"in\"/>\n"
        "    </method>\n"
        "    <method name=\"GetAll\">\n"
        "      <arg name=\"interface_name\" type=\"s\" direction=\"in\"/>\n"
        "      <arg name=\"properties\" type=\"a{sv}\" direction=\"out\"/>\n"
        "    </method>\n"
        "    <signal name=\"PropertiesChanged\">\n"
        "      <arg name=\"interface_name\" type=\"s\"/>\n"
        "      <arg name=\"changed_properties\" type=\"a{sv}\"/>\n"
        "      <arg name=\"invalidated_properties\" type=\"as\"/>\n"
        "    </signal>\n"
        "  </interface>\n")

public:
    PropertiesAdaptor(ExportedObject& object, ObjectTree& tree);

public slots:
    void Get(const QString& interface, const QString& name, const QDBusMessage& message);
    void Set(const QString& interface, const QString& name, const QDBusVariant& value,
        const QDBusMessage& message);
    void GetAll(const QString& interface, const QDBusMessage& message);

private:
    ExportedObject& m_object;
    ObjectTree& m_tree;
};

/// org.freedesktop.DBus.Introspectable: QtDBus' own would list everybody's objects.
class IntrospectableAdaptor : public QDBusAbstractAdaptor {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.DBus.Introspectable")
    Q_CLASSINFO("D-Bus Introspection",
        "  <interface name=\"org.freedesktop.DBus.Introspectable\">\n"
        "    <method name=\"Introspect\">\n"
        "      <arg name=\"xml_data\" type=\"s\" direction=\"out\"/>\n"
        "    </method>\n"
        "  </interface>\n")

public:
    IntrospectableAdaptor(ExportedObject& object, ObjectTree& tree);

public slots:
    void Introspect(const QDBusMessage& message);

private:
    ExportedObject& m_object;
    ObjectTree& m_tree;
};

/// org.freedesktop.DBus.ObjectManager, for the root of the tree.
class ObjectManagerAdaptor : public QDBusAbstractAdaptor {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.DBus.ObjectManager")
    Q_CLASSINFO("D-Bus Introspection",
        "  <interface name=\"org.freedesktop.DBus.ObjectManager\">\n"
        "    <method name=\"GetManagedObjects\">\n"
        "      <arg name=\"objects\" type=\"a{oa{sa{sv}}}\" direction=\"out\"/>\n"
        "    </method>\n"
        "    <signal name=\"InterfacesAdded\">\n"
        "      <arg name=\"object\" type=\"o\"/>\n"
        "      <arg name=\"interfaces\" type=\"a{sa{sv}}\"/>\n"
        "    </signal>\n"
        "    <signal name=\"InterfacesRemoved\">\n"
        "      <arg name=\"object\" type=\"o\"/>\n"
        "      <arg name=\"interfaces\" type=\"as\"/>\n"
        "    </signal>\n"
        "  </interface>\n")

public:
    ObjectManagerAdaptor(ExportedObject& object, ObjectTree& tree);

public slots:
    void GetManagedObjects(const QDBusMessage& message);

private:
    ObjectTree& m_tree;
};

} // namespace vitrine::daemon
