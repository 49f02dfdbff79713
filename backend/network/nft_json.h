// SPDX-License-Identifier: GPL-3.0-or-later
// Reading what nft prints as JSON; libnftables-json(5) says what it means.
#pragma once

#include "backend/base/json.h"
#include "backend/base/result.h"

#include <string>
#include <utility>

namespace vitrine::network {

/// The elements of "nftables" in LISTING; none when it is empty. InvalidSpec when it is no JSON.
[[nodiscard]] Result<Json> elementsOf(const std::string& listing);

/// The text KEY of OBJECT; empty when it has no such text.
[[nodiscard]] std::string textAt(const Json& object, const char* key);

/// The only member of OBJECT, which names what it is; empty when it is no object.
[[nodiscard]] std::pair<std::string, Json> namedIn(const Json& object);

} // namespace vitrine::network
