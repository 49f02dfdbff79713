// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/standard_adaptors.h"

#include "helper/daemon/object_tree.h"

namespace vitrine::daemon {

namespace {

/// Answers CALL about OBJECT with what ANSWER returns, when the caller may see the object.
void serve(ObjectTree& tree, ExportedObject& object, const QDBusMessage& message,
    std::function<Result<QVariant>(const Caller&)> answer)
{
    const Call call(message, tree.bus());
    tree.gate().admit(call, &object, [&object, call, answer](const Caller& caller) {
        if (!maySee(caller, object.owner())) {
            call.fail(Error::of(ErrorKind::NotAuthorized, object.path().toStdString(),
                "It belongs to another user"));
            return;
        }
        const auto result = answer(caller);
        if (result)
            call.reply({ result.value() });
        else
            call.fail(result.error());
    });
}

Error noSuchProperty(const QString& interface, const QString& name)
{
    return Error::of(ErrorKind::NotFound,
        (interface.left(128) + QLatin1Char('.') + name.left(128)).toStdString(),
        "There is no such property");
}

} // namespace

PropertiesAdaptor::PropertiesAdaptor(ExportedObject& object, ObjectTree& tree)
    : QDBusAbstractAdaptor(&object)
    , m_object(object)
    , m_tree(tree)
{
}

void PropertiesAdaptor::Get(
    const QString& interface, const QString& name, const QDBusMessage& message)
{
    serve(m_tree, m_object, message, [this, interface, name](const Caller&) -> Result<QVariant> {
        const auto values = m_object.properties(interface);
        if (!values || !values->contains(name))
            return noSuchProperty(interface, name);
        return QVariant::fromValue(QDBusVariant(values->value(name)));
    });
}

void PropertiesAdaptor::Set(
    const QString& interface, const QString& name, const QDBusVariant&, const QDBusMessage& message)
{
    serve(m_tree, m_object, message, [this, interface, name](const Caller&) -> Result<QVariant> {
        const auto values = m_object.properties(interface);
        if (!values || !values->contains(name))
            return noSuchProperty(interface, name);
        return Error::of(ErrorKind::NotSupported, name.toStdString(), "The property is read-only");
    });
}

void PropertiesAdaptor::GetAll(const QString& interface, const QDBusMessage& message)
{
    serve(m_tree, m_object, message, [this, interface](const Caller&) -> Result<QVariant> {
        const auto values = m_object.properties(interface);
        if (!values && !interface.isEmpty())
            return Error::of(ErrorKind::NotFound, interface.left(128).toStdString(),
                "There is no such interface");
        if (values)
            return QVariant(*values);
        QVariantMap all;
        for (const auto& ofInterface : m_object.interfaces())
            all.insert(ofInterface);
        return QVariant(all);
    });
}

IntrospectableAdaptor::IntrospectableAdaptor(ExportedObject& object, ObjectTree& tree)
    : QDBusAbstractAdaptor(&object)
    , m_object(object)
    , m_tree(tree)
{
}

void IntrospectableAdaptor::Introspect(const QDBusMessage& message)
{
    serve(m_tree, m_object, message, [this](const Caller& caller) -> Result<QVariant> {
        QString xml = QStringLiteral(
            "<!DOCTYPE node PUBLIC \"-//freedesktop//DTD D-BUS Object Introspection 1.0//EN\"\n"
            " \"http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd\">\n<node>\n");
        xml += m_object.introspection();
        for (const auto& child : m_tree.childrenOf(m_object.path(), caller))
            xml += QStringLiteral("  <node name=\"%1\"/>\n").arg(child);
        return QVariant(xml + QStringLiteral("</node>\n"));
    });
}

ObjectManagerAdaptor::ObjectManagerAdaptor(ExportedObject& object, ObjectTree& tree)
    : QDBusAbstractAdaptor(&object)
    , m_tree(tree)
{
}

void ObjectManagerAdaptor::GetManagedObjects(const QDBusMessage& message)
{
    auto& root = *static_cast<ExportedObject*>(parent());
    serve(m_tree, root, message, [this](const Caller& caller) -> Result<QVariant> {
        return QVariant::fromValue(m_tree.managedObjects(caller));
    });
}

} // namespace vitrine::daemon
