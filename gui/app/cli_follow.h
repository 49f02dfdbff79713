// SPDX-License-Identifier: GPL-3.0-or-later
// What "vitrine network follow" is told, and what it tells.
#pragma once

#include "gui/client/helper_client.h"
#include "helper/api/packet_path.h"

#include <QString>
#include <QVariantMap>

#include <variant>

namespace vitrine::cli {

/// DESTINATION[:PORT[/tcp|/udp]], "[fd00::1]:80"; NAME is an IP address or a container.
struct Destination {
    QString name;
    QVariantMap transport; ///< "port", "protocol" of Manager1.FollowPacket
};

/// Or what is wrong with TEXT.
[[nodiscard]] std::variant<Destination, QString> readDestination(const QString& text);

[[nodiscard]] bool isAddress(const QString& name);

/// A line a hop, or the whole as JSON.
void printPath(const api::PacketPath& path, bool asJson);

} // namespace vitrine::cli
