// SPDX-License-Identifier: GPL-3.0-or-later
// What "vitrine network list" tells.
#pragma once

#include "gui/client/helper_client.h"

#include <QJsonArray>
#include <QList>
#include <QStringList>

namespace vitrine::cli {

/// The networks that CLIENT knows, the oldest first.
[[nodiscard]] QJsonArray networksJson(const HelperClient& client);
/// The same for people; the first row names the columns.
[[nodiscard]] QList<QStringList> networksTable(const HelperClient& client);

} // namespace vitrine::cli
