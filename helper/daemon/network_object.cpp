// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/network_object.h"

#include "helper/daemon/arguments.h"
#include "helper/daemon/jobs.h"
#include "helper/daemon/network1_adaptor.h"
#include "helper/daemon/object_tree.h"
#include "helper/daemon/wire.h"

namespace vitrine::daemon {

namespace {

std::optional<uid_t> audienceOf(const nlohmann::json& network)
{
    const auto owner = uid_t(integerAt(network, "owner"));
    return owner == 0 ? std::nullopt : std::optional(owner);
}

} // namespace

QString networkPath(const std::string& id)
{
    return QStringLiteral("/org/vitrine/networks/") + QString::fromStdString(id);
}

NetworkObject::NetworkObject(const nlohmann::json& network, const Parts& parts)
    : ExportedObject(networkPath(network.value("id", std::string())), audienceOf(network))
    , m_parts(parts)
    , m_id(network.value("id", std::string()))
    , m_ownerId(uid_t(integerAt(network, "owner")))
{
    new Network1Adaptor(this);
    set("Name", textAt(network, "name"));
    set("Kind", textAt(network, "kind"));
    set("Owner", uint(m_ownerId));
    set("Created", qulonglong(integerAt(network, "created")));
    set("Subnet", textAt(network, "subnet"));
    set("Subnet6", textAt(network, "subnet6"));
    set("Gateway", textAt(network, "gateway"));
    set("Gateway6", textAt(network, "gateway6"));
    set("Range", textAt(network, "range"));
    set("Ipv6", network.value("ipv6", true));
    set("Interface", textAt(network, "interface"));
    set("Mtu", qulonglong(integerAt(network, "mtu")));
    set("Domain", textAt(network, "domain"));
    update(network);
}

void NetworkObject::update(const nlohmann::json& network)
{
    set("State", textAt(network, "state"));
    set("Names", textAt(network, "names"));
    set("NamesReason", textAt(network, "namesReason"));
    set("Hindrances", textsAt(network, "hindrances"));
    set("Steps", QVariant::fromValue(stepsFrom(memberAt(network, "steps"))));
    QList<QDBusObjectPath> reaches;
    for (const auto& id : memberAt(network, "reaches"))
        reaches.append(QDBusObjectPath(networkPath(id.get<std::string>())));
    set("Reaches", QVariant::fromValue(reaches));
}

QDBusObjectPath NetworkObject::Delete(const QVariantMap& options)
{
    const Call call = takeCall();
    m_parts.gate.admit(call, this, [=, this](const Caller& caller) {
        if (const auto parsed = parseArguments(options, schemas::nothing()); !parsed) {
            call.fail(parsed.error());
            return;
        }
        const Details details { { "name", property("Name").toString() },
            { "operation", QStringLiteral("delete-network") } };
        std::vector<Gate::Question> questions { { Action::NetworkManage, details } };
        if (m_ownerId != caller.uid)
            questions.push_back({ Action::ManageOthers, details });
        m_parts.gate.authorise(call, caller, questions, this, [=, this] {
            startJob(call, caller, "delete-network", "network-delete", { { "network", m_id } });
        });
    });
    return {};
}

QDBusObjectPath NetworkObject::Allow(const QDBusObjectPath& network, const QVariantMap& options)
{
    return setReach(network, options, "allow-between");
}

QDBusObjectPath NetworkObject::Deny(const QDBusObjectPath& network, const QVariantMap& options)
{
    return setReach(network, options, "deny-between");
}

QDBusObjectPath NetworkObject::setReach(
    const QDBusObjectPath& network, const QVariantMap& options, const char* operation)
{
    const Call call = takeCall();
    m_parts.gate.admit(call, this, [=, this](const Caller& caller) {
        if (const auto parsed = parseArguments(options, schemas::nothing()); !parsed) {
            call.fail(parsed.error());
            return;
        }
        const auto* other = qobject_cast<NetworkObject*>(m_parts.tree.find(network.path()));
        if (!other || !maySee(caller, other->owner())) {
            call.fail(Error::of(ErrorKind::NotFound, "network",
                "there is no network '" + network.path().toStdString() + "'"));
            return;
        }
        const Details details { { "name", property("Name").toString() },
            { "operation", QLatin1String(operation) } };
        std::vector<Gate::Question> questions { { Action::NetworkManage, details } };
        if (m_ownerId != caller.uid || other->m_ownerId != caller.uid)
            questions.push_back({ Action::ManageOthers, details });
        const nlohmann::json arguments { { "network", m_id }, { "other", other->m_id },
            { "allowed", operation == std::string_view("allow-between") } };
        m_parts.gate.authorise(call, caller, questions, this,
            [=, this] { startJob(call, caller, operation, "network-reach", arguments); });
    });
    return {};
}

void NetworkObject::startJob(const Call& call, const Caller& caller, const char* operation,
    const char* phase, const nlohmann::json& arguments)
{
    JobRecipe recipe;
    recipe.operation = QLatin1String(operation);
    recipe.startedBy = caller.uid;
    recipe.workloadName = property("Name").toString();
    recipe.phases = { { phase, arguments } };
    const auto job = m_parts.jobs.start(std::move(recipe));
    if (job)
        call.reply({ QVariant::fromValue(job.value()) });
    else
        call.fail(job.error());
}

} // namespace vitrine::daemon
