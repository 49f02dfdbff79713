// SPDX-License-Identifier: GPL-3.0-or-later
// The methods of a container that change it, or copy it.
#include "helper/daemon/container_object.h"
#include "helper/daemon/quota.h"
#include "helper/daemon/risks.h"

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
    std::vector<Gate::Question> questions { { Action::CreateOwn, details } };
    const auto spec
        = nlohmann::json::parse(property("Spec").toString().toStdString(), nullptr, false);
    if (spec.is_object())
        for (auto& question : riskQuestions(spec, {}, details)) // consent was to the first only
            questions.push_back(std::move(question));
    return serveJob(
        "clone", options, schemas::nothing(),
        [this, name](const auto&) -> Result<JobRecipe> {
            TRY(checkQuota(m_parts, *owner()));
            JobRecipe recipe;
            recipe.phases = { { "clone", { { "name", name.toStdString() } } } };
            return recipe;
        },
        questions);
}

QDBusObjectPath ContainerObject::Update(const QVariantMap& changes, const QVariantMap& options)
{
    const auto files = std::make_shared<Descriptors>();
    auto parsed = parseArguments(changes, schemas::changes(), *files);
    if (parsed)
        if (const auto acceptable = checkSources(parsed.value(), m_parts.mode); !acceptable)
            parsed = acceptable.error();
    const Details details { { "name", property("Name").toString() },
        { "operation", QStringLiteral("update") } };
    const auto risks
        = parsed ? riskQuestions(parsed.value(), *files, details) : std::vector<Gate::Question>();
    return serveJob(
        "update", options, schemas::update(),
        [this, parsed, files](const nlohmann::json& arguments) -> Result<JobRecipe> {
            JobRecipe recipe;
            recipe.phases = { { "update",
                { { "changes", TRY(parsed) },
                    { "reset", arguments.value("reset", nlohmann::json::array()) } },
                files } };
            recipe.done = [self = QPointer<ContainerObject>(this)] {
                if (self)
                    self->flush();
            };
            return recipe;
        },
        risks);
}

} // namespace vitrine::daemon
