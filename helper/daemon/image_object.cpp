// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/image_object.h"

#include "helper/daemon/image1_adaptor.h"
#include "helper/daemon/wire.h"

namespace vitrine::daemon {

QString imagePath(const QString& name)
{
    QString element;
    for (const QChar c : name) {
        const char16_t u = c.unicode();
        const bool allowed
            = (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || (u >= '0' && u <= '9');
        element += allowed ? c : QLatin1Char('_');
    }
    return QStringLiteral("/org/vitrine/images/") + element;
}

ImageObject::ImageObject(const nlohmann::json& image)
    : ExportedObject(imagePath(textAt(image, "name")), std::nullopt)
{
    new Image1Adaptor(this);
    set("Name", textAt(image, "name"));
    update(image);
}

void ImageObject::update(const nlohmann::json& image)
{
    set("Description", textAt(image, "description"));
    set("Available", booleanAt(image, "available"));
    set("Reason", textAt(image, "reason"));
    set("Command", textsAt(image, "command"));
    set("Layers", QVariant::fromValue(layersFrom(memberAt(image, "layers"))));
}

} // namespace vitrine::daemon
