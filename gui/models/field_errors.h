// SPDX-License-Identifier: GPL-3.0-or-later
// Which field of a form an error of the helper is about.
#pragma once

#include "helper/api/values.h"

#include <QString>
#include <QStringList>

namespace vitrine {

/// The one of FIELDS that ERROR is about: "command" for "command[0]" as well. What the error says
/// it is about counts more than a field whose name stands in its text. Empty: none of them.
[[nodiscard]] QString fieldOf(const api::ErrorInfo& error, const QStringList& fields);
/// What ERROR says of FIELD, without the field's name.
[[nodiscard]] QString fieldText(const api::ErrorInfo& error, const QString& field);

} // namespace vitrine
