// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/client/desktop_notice.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QStringList>
#include <QVariantMap>

namespace vitrine {

void notifyDesktop(const QString& title, const QString& text)
{
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    const QString service = QStringLiteral("org.freedesktop.Notifications");
    auto message = QDBusMessage::createMethodCall(service,
        QStringLiteral("/org/freedesktop/Notifications"), service, QStringLiteral("Notify"));
    constexpr int desktopsOwnTime = -1;
    message.setArguments({ QStringLiteral("Vitrine"), uint(0), QStringLiteral("vitrine"), title,
        text.toHtmlEscaped(), QStringList(), QVariantMap(), desktopsOwnTime });
    bus.call(message, QDBus::NoBlock);
}

} // namespace vitrine
