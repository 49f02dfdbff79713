// SPDX-License-Identifier: GPL-3.0-or-later
// What "vitrine network follow" tells.
#pragma once

#include "helper/api/packet_path.h"

namespace vitrine::cli {

/// A line a hop, or the whole as JSON.
void printPath(const api::PacketPath& path, bool asJson);

} // namespace vitrine::cli
