// SPDX-License-Identifier: GPL-3.0-or-later
// Rules that many fields of a spec keep.
#pragma once

#include "backend/base/result.h"

#include <string>

namespace vitrine {

/// At most bounds::textLength bytes and no NUL.
[[nodiscard]] Result<void> checkText(const std::string& field, const std::string& text);

/// As checkText, and absolute.
[[nodiscard]] Result<void> checkAbsolutePath(const std::string& field, const std::string& path);

/// "TERM", "SIGTERM", "term" or "15" as a signal's number; real-time ones as "RTMIN+3".
[[nodiscard]] Result<int> parseSignal(const std::string& field, const std::string& text);

/// PATH without "." and without doubled or trailing slashes; ".." stays.
[[nodiscard]] std::string tidyPath(const std::string& path);

} // namespace vitrine
