// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/dictionaries.h"
#include "helper/daemon/exported_object.h"

#include <nlohmann/json.hpp>

namespace vitrine::daemon {

/// org.vitrine.Image1; everybody may look at images.
class ImageObject : public ExportedObject {
    Q_OBJECT

public:
    /// IMAGE as in the launcher's reply to "images".
    explicit ImageObject(const nlohmann::json& image);

    void update(const nlohmann::json& image);
};

/// The object path of the image of that name.
[[nodiscard]] QString imagePath(const QString& name);

} // namespace vitrine::daemon
