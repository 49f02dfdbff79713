// SPDX-License-Identifier: GPL-3.0-or-later
// What clients send as a{sv}: checked against a list of fields and turned into JSON.
#pragma once

#include "backend/base/result.h"

#include <QVariantMap>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <limits>
#include <span>

namespace vitrine::daemon {

inline constexpr std::size_t maximumArgumentBytes = 128 * 1024; ///< of one dictionary, as JSON
inline constexpr qsizetype maximumTextLength = 32 * 1024;
inline constexpr qsizetype maximumListLength = 4096;

enum class FieldType {
    Text,
    Boolean,
    Natural,
    Real,
    Texts,
    TextMap,
    NaturalMap,
    Fields,
    FieldsMap
};
enum class Presence { Optional, Required };

/// One field that a dictionary may have.
struct Field {
    const char* name;
    FieldType type;
    Presence presence = Presence::Optional;
    std::uint64_t minimum = 0; ///< of a Natural
    std::uint64_t maximum = std::numeric_limits<std::uint64_t>::max();
    std::span<const Field> fields {}; ///< of Fields, and of each entry of a FieldsMap
};

/// A list of the fields that a dictionary may have.
using Schema = std::span<const Field>;

/// ARGUMENTS as a JSON object. Fails with InvalidSpec and the dotted name of the field ("limits.
/// memory") when one is unknown, missing or of another type, with Quota when it is too large.
/// Whole numbers of every D-Bus type are taken when they fit.
[[nodiscard]] Result<nlohmann::json> parseArguments(const QVariantMap& arguments, Schema schema);

/// The dictionaries of the contract (helper/api/*.xml).
namespace schemas {
[[nodiscard]] Schema nothing();
[[nodiscard]] Schema containerSpec();
[[nodiscard]] Schema setLimits();
[[nodiscard]] Schema changes(); ///< of a containerSpec()
[[nodiscard]] Schema update();
[[nodiscard]] Schema create();
[[nodiscard]] Schema observe();
[[nodiscard]] Schema stats();
[[nodiscard]] Schema stop();
[[nodiscard]] Schema remove();
[[nodiscard]] Schema exec();
} // namespace schemas

} // namespace vitrine::daemon
