// SPDX-License-Identifier: GPL-3.0-or-later
// What clients send as a{sv}: checked against a list of fields and turned into JSON.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <QVariantMap>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace vitrine::daemon {

inline constexpr std::size_t maximumArgumentBytes = 128 * 1024; ///< of one dictionary, as JSON
inline constexpr qsizetype maximumTextLength = 32 * 1024;
inline constexpr qsizetype maximumListLength = 4096;

enum class FieldType {
    Text,
    Boolean,
    Natural,
    Integer, ///< of 64 bits with a sign
    Real,
    Texts,
    TextMap,
    NaturalMap,
    Fields,
    FieldsOrText,
    FieldsMap,
    FieldsList, ///< of dictionaries
    File, ///< a path as text or a descriptor: {"descriptor": N} then
};
enum class Presence { Optional, Required };

/// One field that a dictionary may have.
struct Field {
    const char* name;
    FieldType type;
    Presence presence = Presence::Optional;
    std::uint64_t minimum = 0; ///< of a Natural
    std::uint64_t maximum = std::numeric_limits<std::uint64_t>::max();
    /// Of Fields and FieldsOrText, and of each entry of a FieldsMap or FieldsList.
    std::span<const Field> fields {};
};

/// A list of the fields that a dictionary may have.
using Schema = std::span<const Field>;

/// ARGUMENTS as a JSON object. Fails with InvalidSpec and the dotted name of the field ("limits.
/// memory") when one is unknown, missing or of another type, with Quota when it is too large.
/// Whole numbers of every D-Bus type are taken when they fit.
[[nodiscard]] Result<nlohmann::json> parseArguments(const QVariantMap& arguments, Schema schema);

/// Descriptors that came with arguments, by the N of {"descriptor": N}.
using Descriptors = std::vector<UniqueFd>;

/// The same for dictionaries that may carry descriptors; copies of them are added to DESCRIPTORS.
[[nodiscard]] Result<nlohmann::json> parseArguments(
    const QVariantMap& arguments, Schema schema, Descriptors& descriptors);

/// The dictionaries of the contract (helper/api/*.xml).
namespace schemas {
[[nodiscard]] Schema nothing();
[[nodiscard]] Schema containerSpec();
[[nodiscard]] Schema setLimits();
[[nodiscard]] Schema changes(); ///< of a containerSpec()
[[nodiscard]] Schema update();
[[nodiscard]] Schema create();
[[nodiscard]] Schema networkSpec();
[[nodiscard]] Schema createNetwork();
[[nodiscard]] Schema packet();
[[nodiscard]] Schema followPacket();
[[nodiscard]] Schema link();
[[nodiscard]] Schema observe();
[[nodiscard]] Schema stats();
[[nodiscard]] Schema stop();
[[nodiscard]] Schema remove();
[[nodiscard]] Schema exec();
[[nodiscard]] Schema logs();
} // namespace schemas

} // namespace vitrine::daemon
