// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_follow.h"

#include "gui/app/cli_command.h"

#include <QJsonArray>

namespace vitrine::cli {

namespace {

QJsonObject toJson(const api::HopInfo& hop)
{
    return { { QStringLiteral("container"), hop.container }, { QStringLiteral("where"), hop.where },
        { QStringLiteral("kind"), hop.kind }, { QStringLiteral("interface"), hop.interface },
        { QStringLiteral("text"), hop.text }, { QStringLiteral("command"), hop.command },
        { QStringLiteral("reason"), hop.reason }, { QStringLiteral("certain"), hop.certain } };
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
