// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QVariantMap>

#include <optional>

namespace vitrine {

/// Opens the folders and files that SPEC's volumes name and puts descriptors in place of their
/// paths, as the helper on the system bus wants them: it follows no path of others. The error names
/// the one that cannot be opened.
[[nodiscard]] std::optional<api::ErrorInfo> openVolumeSources(QVariantMap& spec);

} // namespace vitrine
