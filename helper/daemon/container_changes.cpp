// SPDX-License-Identifier: GPL-3.0-or-later
// The methods of a container that change it, or copy it.
#include "helper/daemon/container_object.h"
#include "helper/daemon/quota.h"

namespace vitrine::daemon {

QDBusObjectPath ContainerObject::Rename(const QString& name, const QVariantMap& options)
{
    return serveJob("rename", options, schemas::nothing(), [this, name](const auto&) {
        JobRecipe recipe;
        recipe.phases = { { "rename", { { "name", name.toStdString() } } } };
        recipe.done = [self = QPointer<ContainerObject>(this)] {
            if (self)
                self->flush(); // who hears of the job's end has heard of the change
        };
        return recipe;
    });
}

QDBusObjectPath ContainerObject::Clone(const QString& name, const QVariantMap& options)
{
    const Details details { { "name", name }, { "image", property("Image").toString() },
        { "operation", QStringLiteral("clone") } };
    return serveJob("clone", options, schemas::nothing(),
        [this, name](const auto&) -> Result<JobRecipe> {
            TRY(checkQuota(m_parts, *owner()));
            JobRecipe recipe;
            recipe.phases = { { "clone", { { "name", name.toStdString() } } } };
            return recipe;
        },
        { { Action::CreateOwn, details } });
}

QDBusObjectPath ContainerObject::Update(const QVariantMap& changes, const QVariantMap& options)
{
    return serveJob("update", options, schemas::update(),
        [this, changes](const nlohmann::json& arguments) -> Result<JobRecipe> {
            JobRecipe recipe;
            recipe.phases = { { "update",
                { { "changes", TRY(parseArguments(changes, schemas::changes())) },
                    { "reset", arguments.value("reset", nlohmann::json::array()) } } } };
            recipe.done = [self = QPointer<ContainerObject>(this)] {
                if (self)
                    self->flush();
            };
            return recipe;
        });
}

} // namespace vitrine::daemon
