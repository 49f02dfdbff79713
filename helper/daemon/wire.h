// SPDX-License-Identifier: GPL-3.0-or-later
// From the launcher's JSON to the types that the interface XML promises.
#pragma once

#include "backend/base/result.h"
#include "helper/api/dictionaries.h"

#include <QString>
#include <QStringList>
#include <QVariantMap>

#include <nlohmann/json.hpp>

namespace vitrine::daemon {

/// A member of OBJECT, or the type's zero when it is missing or of another type.
[[nodiscard]] QString textAt(const nlohmann::json& object, const char* key);
[[nodiscard]] bool booleanAt(const nlohmann::json& object, const char* key);
[[nodiscard]] qint64 integerAt(const nlohmann::json& object, const char* key, qint64 fallback = 0);
[[nodiscard]] QStringList textsAt(const nlohmann::json& object, const char* key);
/// A member of OBJECT, or null.
[[nodiscard]] const nlohmann::json& memberAt(const nlohmann::json& object, const char* key);

/// STEP and a list of them as Container1.Steps. BASE is added to their index.
[[nodiscard]] QVariantMap stepFrom(const nlohmann::json& step, uint base = 0);
[[nodiscard]] api::Dictionaries stepsFrom(const nlohmann::json& steps, uint base = 0);

/// A list of SESSIONs as Container1.Sessions.
[[nodiscard]] api::Dictionaries sessionsFrom(const nlohmann::json& sessions);

/// A list of CONNECTIONs as Container1.Connections.
[[nodiscard]] api::Dictionaries connectionsFrom(const nlohmann::json& connections);

/// ERROR as Job1.Error; empty for {} and null.
[[nodiscard]] QVariantMap errorFrom(const nlohmann::json& error);
[[nodiscard]] QVariantMap errorFrom(const Error& error, int step);

/// The launcher's answer to "follow" as Manager1.FollowPacket has it.
[[nodiscard]] QVariantMap pathFrom(const nlohmann::json& path);

[[nodiscard]] api::Dictionaries featuresFrom(const nlohmann::json& features);
[[nodiscard]] api::Dictionaries layersFrom(const nlohmann::json& layers);

} // namespace vitrine::daemon
