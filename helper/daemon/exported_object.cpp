// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/exported_object.h"

#include <QDBusAbstractAdaptor>
#include <QMetaClassInfo>
#include <QMetaProperty>

namespace vitrine::daemon {

namespace {

constexpr int gatherMilliseconds = 25;

QString classInformation(const QObject& object, const char* name)
{
    const QMetaObject* meta = object.metaObject();
    const int index = meta->indexOfClassInfo(name);
    return index < 0 ? QString() : QString::fromUtf8(meta->classInfo(index).value());
}

QVariantMap propertiesOf(const QDBusAbstractAdaptor& adaptor)
{
    QVariantMap values;
    const QMetaObject* meta = adaptor.metaObject();
    for (int i = meta->propertyOffset(); i < meta->propertyCount(); ++i)
        values.insert(
            QString::fromLatin1(meta->property(i).name()), meta->property(i).read(&adaptor));
    return values;
}

} // namespace

QString interfaceOf(const QDBusAbstractAdaptor& adaptor)
{
    return classInformation(adaptor, "D-Bus Interface");
}

ExportedObject::ExportedObject(QString path, std::optional<uid_t> owner)
    : m_path(std::move(path))
    , m_owner(owner)
{
    m_announce.setSingleShot(true);
    connect(&m_announce, &QTimer::timeout, this, &ExportedObject::flush);
}

QList<QDBusAbstractAdaptor*> ExportedObject::adaptors() const
{
    return findChildren<QDBusAbstractAdaptor*>(QString(), Qt::FindDirectChildrenOnly);
}

Interfaces ExportedObject::interfaces() const
{
    Interfaces all;
    for (const auto* adaptor : adaptors()) {
        const QString interface = interfaceOf(*adaptor);
        if (interface.startsWith(QLatin1String("org.vitrine.")))
            all.insert(interface, propertiesOf(*adaptor));
    }
    return all;
}

std::optional<QVariantMap> ExportedObject::properties(const QString& interface) const
{
    for (const auto* adaptor : adaptors())
        if (interfaceOf(*adaptor) == interface)
            return propertiesOf(*adaptor);
    return {};
}

QString ExportedObject::introspection() const
{
    QString xml;
    for (const auto* adaptor : adaptors())
        xml += classInformation(*adaptor, "D-Bus Introspection");
    return xml;
}

void ExportedObject::set(const char* name, const QVariant& value, Announce announce)
{
    if (property(name) == value)
        return;
    setProperty(name, value);
    ++m_changes;
    m_changed.insert(name);
    const int delay = announce == Announce::Now ? 0 : gatherMilliseconds;
    if (!m_announce.isActive() || m_announce.interval() > delay)
        m_announce.start(delay);
}

void ExportedObject::flush()
{
    m_announce.stop();
    const auto changed = std::exchange(m_changed, {});
    for (const auto* adaptor : adaptors()) {
        QVariantMap values;
        for (const auto& name : changed)
            if (adaptor->metaObject()->indexOfProperty(name) >= 0)
                values.insert(QString::fromLatin1(name), adaptor->property(name));
        if (!values.isEmpty())
            emit propertiesChanged(interfaceOf(*adaptor), values);
    }
}

Call ExportedObject::takeCall() const
{
    return Call(message(), connection());
}

} // namespace vitrine::daemon
