// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace vitrine {

/// What the helper says in English (steps, features, images) in the user's language. Parts that
/// change, such as paths and numbers, stay; so does a text that is not known here.
[[nodiscard]] QString translatedHelperText(const QString& text);

} // namespace vitrine
