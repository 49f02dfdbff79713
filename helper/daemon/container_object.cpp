// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/container_object.h"

#include "helper/daemon/container1_adaptor.h"
#include "helper/daemon/jobs.h"
#include "helper/daemon/trash.h"
#include "helper/daemon/wire.h"
#include "helper/daemon/workload1_adaptor.h"

#include <pwd.h>

#include <vector>

namespace vitrine::daemon {

namespace {

/// The login name of USER, empty when there is none.
QString userName(uid_t user)
{
    constexpr std::size_t longest = 16 * 1024;
    std::vector<char> memory(longest);
    passwd entry {};
    passwd* found = nullptr;
    return ::getpwuid_r(user, &entry, memory.data(), memory.size(), &found) == 0 && found
        ? QString::fromLocal8Bit(found->pw_name)
        : QString();
}

QVariant naturalAt(const nlohmann::json& object, const char* key)
{
    return QVariant::fromValue(qulonglong(std::max<qint64>(0, integerAt(object, key))));
}

} // namespace

ContainerObject::ContainerObject(const nlohmann::json& container, const Parts& parts)
    : ExportedObject(
        containerPath(textAt(container, "id").toStdString()), uid_t(integerAt(container, "owner")))
    , m_parts(parts)
    , m_id(textAt(container, "id").toStdString())
{
    new Workload1Adaptor(this);
    new Container1Adaptor(this);
    set("Id", QString::fromStdString(m_id));
    set("Kind", QStringLiteral("container"));
    set("Owner", uint(*owner()));
    set("OwnerName", userName(*owner()));
    set("TrashedUntil", qulonglong(0));
    setSessions(nlohmann::json::array());
    update(container);
}

void ContainerObject::update(const nlohmann::json& container)
{
    setDescription(container);
    setRun(container);
    set("Connections", QVariant::fromValue(connectionsFrom(memberAt(container, "connections"))));
}

void ContainerObject::setDescription(const nlohmann::json& container)
{
    set("Name", textAt(container, "name"));
    set("Created", naturalAt(container, "created"));
    set("Image", textAt(container, "image"));
    set("Command", textsAt(container, "command"));
    set("Hostname", textAt(container, "hostname"));
    const auto& spec = memberAt(container, "spec");
    set("Spec", spec.is_null() ? QString() : QString::fromStdString(spec.dump()));
}

void ContainerObject::setRun(const nlohmann::json& container)
{
    set("State", textAt(container, "state"));
    set("Leader", uint(integerAt(container, "leader")));
    set("Started", naturalAt(container, "started"));
    set("Finished", naturalAt(container, "finished"));
    set("Restarts", uint(integerAt(container, "restarts")));
    set("NextTry", naturalAt(container, "nextTry"));
    m_watched = memberAt(container, "watched") == nlohmann::json(true);
    set("ExitStatus", int(integerAt(container, "exitStatus", -1)));
    set("ExitReason", textAt(container, "exitReason"));
    set("LastError", errorFrom(memberAt(container, "error")));
    set("Cgroup", textAt(container, "cgroup"));
    setLimitEvents(memberAt(container, "limitEvents"));
    setHealth(memberAt(container, "health"));
    set("Pending", textsAt(container, "pending"));
    if (container.contains("steps")) // left out while they have not changed
        set("Steps", QVariant::fromValue(stepsFrom(memberAt(container, "steps"))));
}

void ContainerObject::setLimitEvents(const nlohmann::json& events)
{
    QVariantMap counts;
    for (const char* name : { "oom", "oomKills", "memoryMax", "memoryHigh", "pidsMax" })
        counts.insert(QLatin1String(name), naturalAt(events, name));
    set("LimitEvents", counts);
    set("OomKills", counts.value(QStringLiteral("oomKills")));
}

void ContainerObject::setHealth(const nlohmann::json& health)
{
    QVariantMap values;
    if (!health.empty())
        values = { { QStringLiteral("status"), textAt(health, "status") },
            { QStringLiteral("failures"), uint(integerAt(health, "failures")) },
            { QStringLiteral("exitStatus"), int(integerAt(health, "exitStatus", -1)) },
            { QStringLiteral("output"), textAt(health, "output") },
            { QStringLiteral("since"), naturalAt(health, "since") } };
    set("Health", values);
}

const api::WorkloadRow& ContainerObject::row()
{
    if (std::exchange(m_rowChanges, changes()) == changes())
        return m_row;
    const auto text = [this](const char* name) { return property(name).toString(); };
    const auto time = [this](const char* name) { return property(name).toULongLong(); };
    m_row = { QDBusObjectPath(path()), text("Id"), text("Name"), text("Kind"), text("State"),
        property("Health").toMap().value(QStringLiteral("status")).toString(), text("Image"),
        property("Command").toStringList(), property("Leader").toUInt(), *owner(), time("Created"),
        time("Started"), time("TrashedUntil") };
    return m_row;
}

bool ContainerObject::isActive() const
{
    const QString state = property("State").toString();
    return state != QLatin1String("stopped") && state != QLatin1String("failed")
        && state != QLatin1String("damaged");
}

void ContainerObject::serve(const char* name, const QVariantMap& options, Schema schema,
    Operation operation, std::vector<Gate::Question> more)
{
    const Call call = takeCall();
    const Details details { { "name", property("Name").toString() },
        { "operation", QString::fromLatin1(name) } };
    m_parts.gate.admit(call, this, [=, this](const Caller& caller) {
        const auto arguments = parseArguments(options, schema);
        if (!arguments) {
            call.fail(arguments.error());
            return;
        }
        const Action action = owner() == caller.uid ? Action::ControlOwn : Action::ManageOthers;
        std::vector<Gate::Question> questions { { action, details } };
        questions.insert(questions.end(), more.begin(), more.end());
        m_parts.gate.authorise(
            call, caller, questions, this, [call, caller, operation, parsed = arguments.value()] {
                operation(call, caller, parsed);
            });
    });
}

QDBusObjectPath ContainerObject::serveJob(const char* name, const QVariantMap& options,
    Schema schema, RecipeMaker make, const std::vector<Gate::Question>& more)
{
    serve(
        name, options, schema,
        [=, this](const Call& call, const Caller& caller, const nlohmann::json& arguments) {
            auto made = make(arguments);
            if (!made) {
                call.fail(made.error());
                return;
            }
            JobRecipe recipe = std::move(made).value();
            recipe.operation = QString::fromLatin1(name);
            recipe.startedBy = caller.uid;
            recipe.workloadName = property("Name").toString();
            recipe.container = m_id;
            if (m_parts.trash.contains(m_id) && recipe.operation != QLatin1String("delete")) {
                call.fail(Error::of(ErrorKind::Busy, recipe.workloadName.toStdString(),
                    "It is in the trash; restore it first"));
                return;
            }
            const auto job = m_parts.jobs.start(std::move(recipe));
            if (job)
                call.reply({ QVariant::fromValue(job.value()) });
            else
                call.fail(job.error());
        },
        more);
    return {};
}

QDBusObjectPath ContainerObject::Start(const QVariantMap& options)
{
    return serveJob("start", options, schemas::nothing(), [](const auto&) {
        JobRecipe recipe;
        recipe.phases = { { "start" } };
        return recipe;
    });
}

QDBusObjectPath ContainerObject::Stop(const QVariantMap& options)
{
    return serveJob("stop", options, schemas::stop(), [](const auto& arguments) {
        JobRecipe recipe;
        recipe.phases = { { "stop", arguments } };
        return recipe;
    });
}

QDBusObjectPath ContainerObject::Restart(const QVariantMap& options)
{
    return serveJob("restart", options, schemas::nothing(), [this](const auto&) {
        JobRecipe recipe;
        if (isActive())
            recipe.phases = { { "stop" } };
        recipe.phases.push_back({ "start" });
        return recipe;
    });
}

QDBusObjectPath ContainerObject::Pause(const QVariantMap& options)
{
    return serveJob("pause", options, schemas::nothing(), [](const auto&) {
        JobRecipe recipe;
        recipe.phases = { { "pause" } };
        return recipe;
    });
}

QDBusObjectPath ContainerObject::Resume(const QVariantMap& options)
{
    return serveJob("resume", options, schemas::nothing(), [](const auto&) {
        JobRecipe recipe;
        recipe.phases = { { "resume" } };
        return recipe;
    });
}

QDBusObjectPath ContainerObject::Delete(const QVariantMap& options)
{
    return serveJob("delete", options, schemas::remove(),
        [this](const auto& arguments) { return removal(arguments); });
}

JobRecipe ContainerObject::removal(const nlohmann::json& arguments)
{
    JobRecipe recipe;
    if (!arguments.contains("trash")) {
        recipe.phases = { { "delete" } };
        return recipe;
    }
    // What runs goes on until the time is over: a process that was killed cannot be taken back.
    recipe.done
        = [self = QPointer<ContainerObject>(this), seconds = arguments["trash"].get<unsigned>()] {
              if (self)
                  self->set("TrashedUntil", self->m_parts.trash.put(self->m_id, seconds));
          };
    return recipe;
}

Result<void> ContainerObject::removeExpired()
{
    JobRecipe recipe = removal(nlohmann::json::object());
    recipe.operation = QStringLiteral("delete");
    recipe.startedBy = *owner();
    recipe.workloadName = property("Name").toString();
    recipe.container = m_id;
    set("TrashedUntil", qulonglong(0));
    TRY(m_parts.jobs.start(std::move(recipe), Jobs::Limit::Ignore));
    return {};
}

void ContainerObject::Restore(const QVariantMap& options)
{
    serve("restore", options, schemas::nothing(),
        [this](const Call& call, const Caller&, const nlohmann::json&) {
            if (!m_parts.trash.take(m_id)) {
                call.fail(Error::of(ErrorKind::NotFound, property("Name").toString().toStdString(),
                    "It is not in the trash"));
                return;
            }
            set("TrashedUntil", qulonglong(0));
            flush();
            call.reply();
        });
}

QDBusObjectPath ContainerObject::SetLimits(const QVariantMap& limits, const QVariantMap& options)
{
    // Both dictionaries are checked as one, so that there is one way of serving a call.
    QVariantMap both = options;
    both.insert(QStringLiteral("limits"), limits);
    return serveJob("limits", both, schemas::setLimits(), [](const auto& arguments) {
        JobRecipe recipe;
        recipe.phases = { { "limits", arguments } };
        return recipe;
    });
}

} // namespace vitrine::daemon
