// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/packet_destination.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <arpa/inet.h>

namespace vitrine {

namespace {

/// The translation context of this file.
struct PacketTexts {
    Q_DECLARE_TR_FUNCTIONS(PacketTexts)
};

} // namespace

bool isIpAddress(const QString& text)
{
    in6_addr memory {};
    const QByteArray written = text.toLatin1();
    return ::inet_pton(AF_INET, written.constData(), &memory) == 1
        || ::inet_pton(AF_INET6, written.constData(), &memory) == 1;
}

std::variant<PacketDestination, QString> readPacketDestination(const QString& text)
{
    if (isIpAddress(text))
        return PacketDestination { text, 0, {} };
    static const QRegularExpression form(
        QStringLiteral("^(?:\\[([^\\]]+)\\]|([^:\\[\\]/]+))(?::([0-9]+)(?:/(tcp|udp))?)?$"));
    const auto match = form.match(text);
    if (!match.hasMatch() || (match.hasCaptured(1) && !isIpAddress(match.captured(1))))
        return PacketTexts::tr("“%1” is no NAME, ADDRESS, NAME:PORT or ADDRESS:PORT/udp").arg(text);
    PacketDestination destination { match.captured(match.hasCaptured(1) ? 1 : 2), 0, {} };
    if (match.hasCaptured(3)) {
        const uint port = match.captured(3).toUInt();
        if (port < 1 || port > 65535)
            return PacketTexts::tr("“%1” is no port: they go from 1 to 65535")
                .arg(match.captured(3));
        destination.port = quint16(port);
    }
    if (match.hasCaptured(4))
        destination.protocol = match.captured(4);
    return destination;
}

} // namespace vitrine
