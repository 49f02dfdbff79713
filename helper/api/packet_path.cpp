// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/api/packet_path.h"

#include "helper/api/dictionaries.h"

namespace vitrine::api {

namespace {

QString textAt(const QVariantMap& map, const char* key)
{
    return map.value(QLatin1String(key)).toString();
}

} // namespace

PacketPath packetPathFrom(const QVariantMap& given)
{
    const QVariantMap map = plain(given).toMap();
    PacketPath path;
    path.address = textAt(map, "address");
    path.delivered = map.value(QStringLiteral("delivered")).toBool();
    path.certain = map.value(QStringLiteral("certain")).toBool();
    for (const QVariant& each : plain(map.value(QStringLiteral("hops"))).toList()) {
        const QVariantMap hop = each.toMap();
        path.hops.append({ textAt(hop, "container"), textAt(hop, "where"), textAt(hop, "kind"),
            textAt(hop, "interface"), textAt(hop, "text"), textAt(hop, "command"),
            textAt(hop, "reason"), hop.value(QStringLiteral("certain"), true).toBool() });
    }
    if (map.contains(QStringLiteral("test"))) {
        const QVariantMap test = plain(map.value(QStringLiteral("test"))).toMap();
        path.test = PacketTest { textAt(test, "outcome"), textAt(test, "text"),
            test.value(QStringLiteral("microseconds")).toULongLong() };
    }
    return path;
}

} // namespace vitrine::api
