// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/wire.h"

#include "helper/api/errors.h"
#include "helper/launcher/protocol.h"

#include <QDBusObjectPath>

namespace vitrine::daemon {

namespace {

template <typename Convert> api::Dictionaries listFrom(const nlohmann::json& list, Convert convert)
{
    api::Dictionaries result;
    if (list.is_array())
        for (const auto& entry : list)
            result.append(convert(entry));
    return result;
}

QVariant text(const nlohmann::json& object, const char* key)
{
    return textAt(object, key);
}

QVariant unsigned64(const nlohmann::json& object, const char* key)
{
    return QVariant::fromValue(qulonglong(std::max<qint64>(0, integerAt(object, key))));
}

} // namespace

const nlohmann::json& memberAt(const nlohmann::json& object, const char* key)
{
    static const nlohmann::json none;
    if (!object.is_object())
        return none;
    const auto entry = object.find(key);
    return entry == object.end() ? none : *entry;
}

QString textAt(const nlohmann::json& object, const char* key)
{
    const auto& member = memberAt(object, key);
    return member.is_string() ? QString::fromStdString(member.get_ref<const std::string&>())
                              : QString();
}

bool booleanAt(const nlohmann::json& object, const char* key)
{
    const auto& member = memberAt(object, key);
    return member.is_boolean() && member.get<bool>();
}

qint64 integerAt(const nlohmann::json& object, const char* key, qint64 fallback)
{
    const auto& member = memberAt(object, key);
    return member.is_number() ? member.get<qint64>() : fallback;
}

QStringList textsAt(const nlohmann::json& object, const char* key)
{
    QStringList texts;
    const auto& member = memberAt(object, key);
    if (member.is_array())
        for (const auto& entry : member)
            if (entry.is_string())
                texts.append(QString::fromStdString(entry.get_ref<const std::string&>()));
    return texts;
}

QVariantMap stepFrom(const nlohmann::json& step, uint base)
{
    QVariantMap map { { "index", uint(integerAt(step, "index")) + base } };
    for (const char* key : { "text", "command", "where", "kind", "object", "note", "state" })
        if (!memberAt(step, key).is_null())
            map.insert(QLatin1String(key), text(step, key));
    for (const char* key : { "start", "duration" })
        if (!memberAt(step, key).is_null())
            map.insert(QLatin1String(key), unsigned64(step, key));
    return map;
}

api::Dictionaries stepsFrom(const nlohmann::json& steps, uint base)
{
    return listFrom(steps, [base](const auto& step) { return stepFrom(step, base); });
}

api::Dictionaries sessionsFrom(const nlohmann::json& sessions)
{
    return listFrom(sessions, [](const auto& session) {
        return QVariantMap {
            { "id", text(session, "id") },
            { "command", textsAt(session, "command") },
            { "user", text(session, "user") },
            { "terminal", booleanAt(session, "terminal") },
            { "pid", uint(integerAt(session, "pid")) },
            { "since", unsigned64(session, "since") },
        };
    });
}

api::Dictionaries connectionsFrom(const nlohmann::json& connections)
{
    return listFrom(connections, [](const auto& connection) {
        const QString network
            = QStringLiteral("/org/vitrine/networks/") + textAt(connection, "network");
        return QVariantMap {
            { "network", QVariant::fromValue(QDBusObjectPath(network)) },
            { "name", text(connection, "name") },
            { "interface", text(connection, "interface") },
            { "address", text(connection, "address") },
            { "address6", text(connection, "address6") },
            { "mac", text(connection, "mac") },
            { "port", text(connection, "port") },
            { "inbound", unsigned64(connection, "inbound") },
            { "outbound", unsigned64(connection, "outbound") },
            { "up", memberAt(connection, "up") != nlohmann::json(false) },
        };
    });
}

QVariantMap errorFrom(const nlohmann::json& error)
{
    if (!error.is_object() || error.empty())
        return {};
    return errorFrom(launcher::errorFromJson(error), int(integerAt(error, "step", -1)));
}

QVariantMap errorFrom(const Error& error, int step)
{
    const nlohmann::json json = launcher::toJson(error, step);
    const auto name = api::nameOf(error.kind).busName;
    return {
        { "name", QString::fromLatin1(name.data(), qsizetype(name.size())) },
        { "text", QString::fromStdString(error.text.empty() ? error.message() : error.text) },
        { "call", text(json, "call") },
        { "object", text(json, "object") },
        { "errno", error.number },
        { "errnoText", text(json, "errnoText") },
        { "step", step },
    };
}

QVariantMap pathFrom(const nlohmann::json& path)
{
    api::Dictionaries hops;
    if (const auto& list = memberAt(path, "hops"); list.is_array())
        for (const auto& hop : list) {
            QVariantMap entry;
            for (const char* field :
                { "container", "where", "kind", "interface", "text", "command", "reason" })
                entry.insert(QLatin1String(field), textAt(hop, field));
            entry.insert(QStringLiteral("certain"), booleanAt(hop, "certain"));
            hops.append(entry);
        }
    QVariantMap answer { { QStringLiteral("address"), textAt(path, "address") },
        { QStringLiteral("hops"), QVariant::fromValue(hops) },
        { QStringLiteral("delivered"), booleanAt(path, "delivered") },
        { QStringLiteral("certain"), booleanAt(path, "certain") } };
    if (const auto& test = memberAt(path, "test"); test.is_object())
        answer.insert(QStringLiteral("test"),
            QVariantMap { { QStringLiteral("outcome"), textAt(test, "outcome") },
                { QStringLiteral("errno"), uint(integerAt(test, "errno")) },
                { QStringLiteral("text"), textAt(test, "text") },
                { QStringLiteral("microseconds"), qulonglong(integerAt(test, "microseconds")) } });
    return answer;
}

api::Dictionaries featuresFrom(const nlohmann::json& features)
{
    return listFrom(features, [](const auto& feature) {
        return QVariantMap {
            { "name", text(feature, "name") },
            { "title", text(feature, "title") },
            { "available", booleanAt(feature, "available") },
            { "reason", text(feature, "reason") },
            { "advice", text(feature, "advice") },
        };
    });
}

api::Dictionaries layersFrom(const nlohmann::json& layers)
{
    return listFrom(layers, [](const auto& layer) {
        return QVariantMap {
            { "path", text(layer, "path") },
            { "title", text(layer, "title") },
            { "size", unsigned64(layer, "size") },
        };
    });
}

} // namespace vitrine::daemon
