// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_follow.h"

#include "gui/app/cli_command.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <arpa/inet.h>

namespace vitrine::cli {

namespace {

QJsonObject toJson(const api::HopInfo& hop)
{
    return { { QStringLiteral("container"), hop.container }, { QStringLiteral("where"), hop.where },
        { QStringLiteral("kind"), hop.kind }, { QStringLiteral("interface"), hop.interface },
        { QStringLiteral("text"), hop.text }, { QStringLiteral("command"), hop.command },
        { QStringLiteral("reason"), hop.reason } };
}

QJsonObject toJson(const api::PacketPath& path)
{
    QJsonArray hops;
    for (const auto& hop : path.hops)
        hops.append(toJson(hop));
    QJsonObject json { { QStringLiteral("address"), path.address },
        { QStringLiteral("hops"), hops }, { QStringLiteral("delivered"), path.delivered },
        { QStringLiteral("certain"), path.certain } };
    if (path.test)
        json.insert(QStringLiteral("test"),
            QJsonObject { { QStringLiteral("outcome"), path.test->outcome },
                { QStringLiteral("text"), path.test->text },
                { QStringLiteral("microseconds"), qint64(path.test->microseconds) } });
    return json;
}

} // namespace

bool isAddress(const QString& name)
{
    in6_addr memory {};
    const QByteArray text = name.toLatin1();
    return ::inet_pton(AF_INET, text.constData(), &memory) == 1
        || ::inet_pton(AF_INET6, text.constData(), &memory) == 1;
}

std::variant<Destination, QString> readDestination(const QString& text)
{
    if (isAddress(text))
        return Destination { text, {} };
    static const QRegularExpression form(
        QStringLiteral("^(?:\\[([^\\]]+)\\]|([^:\\[\\]/]+))(?::([0-9]+)(?:/(tcp|udp))?)?$"));
    const auto match = form.match(text);
    if (!match.hasMatch() || (match.hasCaptured(1) && !isAddress(match.captured(1))))
        return Text::tr("“%1” is no NAME, ADDRESS, NAME:PORT or ADDRESS:PORT/udp").arg(text);
    Destination destination { match.captured(match.hasCaptured(1) ? 1 : 2), {} };
    if (match.hasCaptured(3)) {
        const uint port = match.captured(3).toUInt();
        if (port < 1 || port > 65535)
            return Text::tr("“%1” is no port: they go from 1 to 65535").arg(match.captured(3));
        destination.transport.insert(QStringLiteral("port"), port);
    }
    if (match.hasCaptured(4))
        destination.transport.insert(QStringLiteral("protocol"), match.captured(4));
    return destination;
}

void printPath(const api::PacketPath& path, bool asJson)
{
    if (asJson)
        return print(QJsonValue(toJson(path)));
    for (const auto& hop : path.hops) {
        print(QStringLiteral("%1  %2").arg(hop.where.leftJustified(12), hop.text));
        if (!hop.command.isEmpty())
            print(QStringLiteral("              $ ") + hop.command);
    }
    if (path.test)
        print(Text::tr("Tested: %1 (%2 ms)")
                  .arg(path.test->text)
                  .arg(double(path.test->microseconds) / 1000, 0, 'f', 1));
}

} // namespace vitrine::cli
