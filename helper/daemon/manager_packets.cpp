// SPDX-License-Identifier: GPL-3.0-or-later
// Manager1.FollowPacket and Capture.
#include "helper/daemon/container_object.h"
#include "helper/daemon/manager_object.h"
#include "helper/daemon/network_object.h"
#include "helper/daemon/object_tree.h"
#include "helper/daemon/streams.h"
#include "helper/daemon/wire.h"

namespace vitrine::daemon {

QVariantMap ManagerObject::FollowPacket(const QVariantMap& packet, const QVariantMap& options)
{
    const Call call = takeCall();
    m_parts.gate.admit(call, this, [=, this](const Caller& caller) {
        const auto parsed = parseArguments(packet, schemas::packet());
        const auto parsedOptions = parseArguments(options, schemas::followPacket());
        if (!parsed || !parsedOptions) {
            call.fail(parsed ? parsedOptions.error() : parsed.error());
            return;
        }
        const auto question = questionFor(caller, parsed.value());
        if (!question) {
            call.fail(question.error());
            return;
        }
        const bool test = parsedOptions.value().value("test", false);
        m_parts.gate.authorise(call, caller, { question.value() }, this,
            [=, this, agreed = parsed.value()] { follow(call, caller, agreed, test); });
    });
    return {};
}

/// Who controls a container may send from it; the host's routes and rules are not for everybody.
Result<Gate::Question> ManagerObject::questionFor(
    const Caller& caller, const nlohmann::json& packet) const
{
    const auto named = [&](const char* field) -> Result<const ExportedObject*> {
        const std::string id = packet.value(field, std::string());
        const auto* container = id.empty() ? nullptr : m_parts.tree.find(containerPath(id));
        if (!id.empty() && (!container || !maySee(caller, container->owner())))
            return Error::of(ErrorKind::NotFound, field, "There is no such container");
        return container;
    };
    if (packet.value("to", std::string()) != "host")
        TRY(named("to"));
    const ExportedObject* const source = TRY(named("from"));
    Details details { { "operation", QStringLiteral("follow-packet") } };
    if (!source)
        return Gate::Question { Action::InspectAll, details };
    details.insert("name", source->property("Name").toString());
    return Gate::Question {
        source->owner() == caller.uid ? Action::ControlOwn : Action::ManageOthers, details
    };
}

void ManagerObject::follow(
    const Call& call, const Caller& caller, const nlohmann::json& packet, bool test)
{
    const bool all = m_parts.mode == Mode::Session || caller.seesAll;
    m_parts.launcher.call("follow",
        { { "packet", packet }, { "uid", caller.uid }, { "all", all }, { "test", test } },
        [call](const LauncherLink::Outcome& outcome) {
            if (outcome.reply)
                call.reply({ pathFrom(outcome.reply.value().result) });
            else
                call.fail(outcome.reply.error());
        });
}

QDBusUnixFileDescriptor ManagerObject::Capture(const QVariantMap& link, const QVariantMap& options)
{
    const Call call = takeCall();
    m_parts.gate.admit(call, this, [=, this](const Caller& caller) {
        const auto parsed = parseArguments(link, schemas::link());
        const auto parsedOptions = parseArguments(options, schemas::nothing());
        if (!parsed || !parsedOptions) {
            call.fail(parsed ? parsedOptions.error() : parsed.error());
            return;
        }
        const auto questions = questionsForCapture(caller, parsed.value());
        if (!questions) {
            call.fail(questions.error());
            return;
        }
        m_parts.gate.authorise(
            call, caller, questions.value(), this, [=, this, agreed = parsed.value()] {
                m_parts.streams.open(call, caller, "capture", agreed);
            });
    });
    return {};
}

/// Whose packets they are decides: a network of one's own holds one's own containers, root's
/// everybody's, and an interface of the host all that there is.
Result<std::vector<Gate::Question>> ManagerObject::questionsForCapture(
    const Caller& caller, const nlohmann::json& link) const
{
    Details details { { "operation", QStringLiteral("capture") } };
    std::vector<Gate::Question> questions { { Action::NetworkManage, details } };
    const auto field = [&](const char* name) { return link.value(name, std::string()); };
    const std::string container = field("container"), network = field("network");
    if (container.empty() && network.empty()) {
        questions.push_back({ Action::InspectAll, details });
        return questions;
    }
    const char* const kind = container.empty() ? "network" : "container";
    const auto* object
        = m_parts.tree.find(container.empty() ? networkPath(network) : containerPath(container));
    if (!object || !maySee(caller, object->owner()))
        return Error::of(ErrorKind::NotFound, kind, std::string("There is no such ") + kind);
    details.insert("name", object->property("Name").toString());
    const bool own = object->property("Owner").toUInt() == caller.uid;
    if (!own)
        questions.push_back({ Action::ManageOthers, details });
    else if (!container.empty())
        questions.push_back({ Action::ControlOwn, details });
    return questions;
}

} // namespace vitrine::daemon
