// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/manager_object.h"

#include "helper/daemon/container_object.h"
#include "helper/daemon/jobs.h"
#include "helper/daemon/manager1_adaptor.h"
#include "helper/daemon/quota.h"
#include "helper/daemon/risks.h"
#include "helper/daemon/streams.h"
#include "helper/daemon/wire.h"

namespace vitrine::daemon {

namespace {

constexpr std::array observationTables { "processes", "namespaces", "links", "mounts", "changes",
    "cgroups" };
constexpr unsigned defaultIntervalMilliseconds = 1000;

Result<void> checkTables(const nlohmann::json& tables)
{
    for (const auto& table : tables)
        if (std::ranges::find(observationTables, table.get_ref<const std::string&>())
            == observationTables.end())
            return Error::invalid(
                "tables", "There is no table \"" + table.get<std::string>() + "\"");
    return {};
}

} // namespace

ManagerObject::ManagerObject(const Parts& parts)
    : ExportedObject(rootPath, std::nullopt)
    , m_parts(parts)
{
    new Manager1Adaptor(this);
    set("Version", QStringLiteral(VITRINE_VERSION));
    set("Mode", parts.mode == Mode::Session ? QStringLiteral("session") : QStringLiteral("system"));
    setLauncherProblem(QStringLiteral("The launcher has not answered yet"));
}

void ManagerObject::setFeatures(const nlohmann::json& features)
{
    m_features = featuresFrom(features);
    publishFeatures();
}

void ManagerObject::setLauncherProblem(const QString& reason)
{
    m_launcherProblem = reason;
    publishFeatures();
}

void ManagerObject::publishFeatures()
{
    const bool available = m_launcherProblem.isEmpty();
    QString advice;
    if (!available)
        advice = m_parts.mode == Mode::Session
            ? QStringLiteral(
                "vitrine-launcher must stand beside vitrine-helper, and be the only one "
                "of its user")
            : QStringLiteral("Start the service vitrine-launcher");
    api::Dictionaries all { {
        { "name", QStringLiteral("launcher") },
        { "title", QStringLiteral("Launcher") },
        { "available", available },
        { "reason", available ? QStringLiteral("vitrine-launcher answers") : m_launcherProblem },
        { "advice", advice },
    } };
    for (const auto& feature : m_features)
        if (feature.value(QStringLiteral("name")) != QStringLiteral("launcher"))
            all.append(feature);
    set("Features", QVariant::fromValue(all));
}

api::Dictionaries ManagerObject::Plan(const QVariantMap& spec, const QVariantMap& options)
{
    const Call call = takeCall();
    m_parts.gate.admit(call, this, [=, this](const Caller& caller) {
        Descriptors descriptors;
        const auto parsed = parseArguments(spec, schemas::containerSpec(), descriptors);
        const auto parsedOptions = parseArguments(options, schemas::nothing());
        if (!parsed)
            call.fail(parsed.error());
        else if (!parsedOptions)
            call.fail(parsedOptions.error());
        else
            plan("plan", call, caller, withSourceNames(parsed.value(), descriptors));
    });
    return {};
}

void ManagerObject::plan(
    const char* request, const Call& call, const Caller& caller, const nlohmann::json& spec)
{
    m_parts.launcher.call(request, { { "spec", spec }, { "uid", caller.uid } },
        [call](const LauncherLink::Outcome& outcome) {
            if (!outcome.reply) {
                call.fail(outcome.reply.error());
                return;
            }
            const auto& steps = memberAt(outcome.reply.value().result, "steps");
            call.reply({ QVariant::fromValue(stepsFrom(steps)) });
        });
}

QDBusObjectPath ManagerObject::Create(const QVariantMap& spec, const QVariantMap& options)
{
    const Call call = takeCall();
    m_parts.gate.admit(call, this, [=, this](const Caller& caller) {
        const auto files = std::make_shared<Descriptors>();
        const auto parsed = parseArguments(spec, schemas::containerSpec(), *files);
        const auto parsedOptions = parseArguments(options, schemas::create());
        if (!parsed || !parsedOptions) {
            call.fail(parsed ? parsedOptions.error() : parsed.error());
            return;
        }
        const auto acceptable = checkSources(parsed.value(), m_parts.mode);
        if (!acceptable) {
            call.fail(acceptable.error());
            return;
        }
        const bool start = parsedOptions.value().value("start", false);
        const Details details { { "name", textAt(parsed.value(), "name") },
            { "image", textAt(parsed.value(), "image") },
            { "operation", QStringLiteral("create") } };
        std::vector<Gate::Question> questions { { Action::CreateOwn, details } };
        for (auto& question : riskQuestions(parsed.value(), *files, details))
            questions.push_back(std::move(question));
        if (start)
            questions.push_back({ Action::ControlOwn, details });
        m_parts.gate.authorise(call, caller, questions, this,
            [=, this, agreed = parsed.value()] { create(call, caller, agreed, files, start); });
    });
    return {};
}

void ManagerObject::create(const Call& call, const Caller& caller, const nlohmann::json& spec,
    const std::shared_ptr<const Descriptors>& files, bool start)
{
    if (const auto room = checkQuota(m_parts, caller.uid); !room) {
        call.fail(room.error());
        return;
    }
    JobRecipe recipe;
    recipe.operation = QStringLiteral("create");
    recipe.startedBy = caller.uid;
    recipe.workloadName = textAt(spec, "name");
    recipe.phases = { { "create", { { "spec", spec }, { "uid", caller.uid } }, files } };
    if (start)
        recipe.phases.push_back({ "start" });
    recipe.undo = { { "delete" } };
    const auto job = m_parts.jobs.start(std::move(recipe));
    if (job)
        call.reply({ QVariant::fromValue(job.value()) });
    else
        call.fail(job.error());
}

api::Dictionaries ManagerObject::PlanNetwork(const QVariantMap& spec, const QVariantMap& options)
{
    const Call call = takeCall();
    m_parts.gate.admit(call, this, [=, this](const Caller& caller) {
        const auto parsed = parseArguments(spec, schemas::networkSpec());
        const auto parsedOptions = parseArguments(options, schemas::nothing());
        if (!parsed || !parsedOptions)
            call.fail(parsed ? parsedOptions.error() : parsed.error());
        else
            plan("network-plan", call, caller, parsed.value());
    });
    return {};
}

QDBusObjectPath ManagerObject::CreateNetwork(const QVariantMap& spec, const QVariantMap& options)
{
    const Call call = takeCall();
    m_parts.gate.admit(call, this, [=, this](const Caller& caller) {
        const auto parsed = parseArguments(spec, schemas::networkSpec());
        const auto parsedOptions = parseArguments(options, schemas::createNetwork());
        if (!parsed || !parsedOptions) {
            call.fail(parsed ? parsedOptions.error() : parsed.error());
            return;
        }
        const bool forwarding = parsedOptions.value().value("forwarding", false);
        const Details details { { "name", textAt(parsed.value(), "name") },
            { "operation", QStringLiteral("create-network") } };
        std::vector<Gate::Question> questions { { Action::NetworkManage, details } };
        if (forwarding)
            questions.push_back({ Action::HostSysctl, details });
        if (!textAt(parsed.value(), "parent").isEmpty())
            questions.push_back({ Action::HostNetwork, details });
        m_parts.gate.authorise(call, caller, questions, this, [=, this, agreed = parsed.value()] {
            createNetwork(call, caller, agreed, forwarding);
        });
    });
    return {};
}

void ManagerObject::createNetwork(
    const Call& call, const Caller& caller, const nlohmann::json& spec, bool forwarding)
{
    JobRecipe recipe;
    recipe.operation = QStringLiteral("create-network");
    recipe.startedBy = caller.uid;
    recipe.workloadName = textAt(spec, "name");
    recipe.phases = { { "network-create",
        { { "spec", spec }, { "uid", caller.uid }, { "forwarding", forwarding } } } };
    const auto job = m_parts.jobs.start(std::move(recipe));
    if (job)
        call.reply({ QVariant::fromValue(job.value()) });
    else
        call.fail(job.error());
}

api::WorkloadRows ManagerObject::ListWorkloads(const QVariantMap& options)
{
    const Call call = takeCall();
    m_parts.gate.admit(call, this, [=, this](const Caller& caller) {
        if (const auto parsed = parseArguments(options, schemas::nothing()); !parsed) {
            call.fail(parsed.error());
            return;
        }
        api::WorkloadRows rows;
        for (auto* container : m_parts.tree.all<ContainerObject>())
            if (maySee(caller, container->owner()))
                rows.append(container->row());
        call.reply({ QVariant::fromValue(rows) });
    });
    return {};
}

QDBusUnixFileDescriptor ManagerObject::OpenObserve(const QVariantMap& options)
{
    openStream("observe", options, schemas::observe());
    return {};
}

QDBusUnixFileDescriptor ManagerObject::OpenStats(const QVariantMap& options)
{
    openStream("stats", options, schemas::stats());
    return {};
}

Result<void> ManagerObject::checkObservation(
    const Caller& caller, const nlohmann::json& arguments) const
{
    if (arguments.contains("tables"))
        TRY(checkTables(arguments["tables"]));
    if (const QString id = textAt(arguments, "workload"); !id.isEmpty()) {
        const auto* workload = m_parts.tree.find(containerPath(id.toStdString()));
        if (!workload || !maySee(caller, workload->owner()))
            return Error::of(ErrorKind::NotFound, "workload", "There is no such container");
    }
    return {};
}

void ManagerObject::openStream(const char* request, const QVariantMap& options, Schema schema)
{
    const Call call = takeCall();
    m_parts.gate.admit(call, this, [=, this](const Caller& caller) {
        const auto parsed = parseArguments(options, schema);
        if (!parsed) {
            call.fail(parsed.error());
            return;
        }
        nlohmann::json arguments = parsed.value();
        if (const auto checked = checkObservation(caller, arguments); !checked) {
            call.fail(checked.error());
            return;
        }
        arguments["uid"] = caller.uid;
        // The session's launcher has its user's eyes: it sees no more than they may see anyway.
        arguments["all"] = m_parts.mode == Mode::Session || caller.seesAll;
        arguments.emplace("interval", defaultIntervalMilliseconds);
        m_parts.streams.open(call, caller, request, arguments);
    });
}

} // namespace vitrine::daemon
