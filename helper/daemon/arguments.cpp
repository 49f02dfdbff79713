// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/arguments.h"

#include "helper/api/dictionaries.h"

#include <QDBusUnixFileDescriptor>
#include <QStringList>

#include <cmath>
#include <fcntl.h>
#include <optional>
#include <string>

namespace vitrine::daemon {

namespace {

using nlohmann::json;

constexpr std::size_t maximumDescriptors = 32;

/// FILES: where descriptors go, null when none may come.
Result<json> parseFields(
    const QVariantMap& arguments, Schema schema, const std::string& prefix, Descriptors* files);

Error wrongType(const std::string& path, const std::string& expected, const QVariant& value)
{
    return Error::invalid(path,
        "Expected " + expected + ", not a value of type "
            + (value.isValid() ? value.metaType().name() : "none"));
}

std::optional<std::uint64_t> naturalFrom(const QVariant& value)
{
    switch (value.typeId()) {
    case QMetaType::UChar:
    case QMetaType::UShort:
    case QMetaType::UInt:
    case QMetaType::ULong:
    case QMetaType::ULongLong:
        return value.toULongLong();
    case QMetaType::Short:
    case QMetaType::Int:
    case QMetaType::Long:
    case QMetaType::LongLong:
        if (value.toLongLong() >= 0)
            return std::uint64_t(value.toLongLong());
        return {};
    default:
        return {};
    }
}

Result<json> parseText(const QVariant& value, const std::string& path)
{
    if (value.typeId() != QMetaType::QString)
        return wrongType(path, "a text", value);
    const QString text = value.toString();
    if (text.size() > maximumTextLength)
        return Error::of(ErrorKind::Quota, path,
            "The text is longer than " + std::to_string(maximumTextLength) + " characters");
    return json(text.toStdString());
}

Result<json> parseNatural(const QVariant& value, const Field& field, const std::string& path)
{
    const auto number = naturalFrom(value);
    if (number && *number >= field.minimum && *number <= field.maximum)
        return json(*number);
    std::string expected = "a whole number";
    if (field.maximum != std::numeric_limits<std::uint64_t>::max())
        expected
            += " from " + std::to_string(field.minimum) + " to " + std::to_string(field.maximum);
    else
        expected += " of at least " + std::to_string(field.minimum);
    if (number || value.canConvert<qlonglong>())
        return Error::invalid(
            path, "Expected " + expected + ", not " + value.toString().left(40).toStdString());
    return wrongType(path, expected, value);
}

Result<json> parseInteger(const QVariant& value, const std::string& path)
{
    bool fits = false;
    const qlonglong number = value.toLongLong(&fits);
    const bool isSigned = value.typeId() == QMetaType::Short || value.typeId() == QMetaType::Int
        || value.typeId() == QMetaType::Long || value.typeId() == QMetaType::LongLong;
    const auto natural = naturalFrom(value);
    if (!fits || (!isSigned && (!natural || *natural > std::uint64_t(INT64_MAX))))
        return wrongType(path, "a whole number", value);
    return json(number);
}

Result<json> parseReal(const QVariant& value, const std::string& path)
{
    if (const auto number = naturalFrom(value))
        return json(double(*number));
    if (value.typeId() != QMetaType::Double || !std::isfinite(value.toDouble()))
        return wrongType(path, "a finite number", value);
    return json(value.toDouble());
}

Result<json> parseTexts(const QVariant& value, const std::string& path)
{
    if (value.typeId() != QMetaType::QStringList && value.typeId() != QMetaType::QVariantList)
        return wrongType(path, "a list of texts", value);
    const QVariantList list = value.toList();
    if (list.size() > maximumListLength)
        return Error::of(ErrorKind::Quota, path,
            "The list has more than " + std::to_string(maximumListLength) + " entries");
    json result = json::array();
    for (qsizetype i = 0; i < list.size(); ++i)
        result.push_back(TRY(parseText(list[i], path + "[" + std::to_string(i) + "]")));
    return result;
}

/// A dictionary with names that a caller chooses; PARSE reads a value.
template <typename Parse>
Result<json> parseMap(
    const QVariant& value, const std::string& path, const char* expected, Parse parse)
{
    if (value.typeId() != QMetaType::QVariantMap)
        return wrongType(path, expected, value);
    const QVariantMap map = value.toMap();
    if (map.size() > maximumListLength)
        return Error::of(ErrorKind::Quota, path,
            "The dictionary has more than " + std::to_string(maximumListLength) + " entries");
    json result = json::object();
    for (auto it = map.begin(); it != map.end(); ++it) {
        const std::string key = it.key().toStdString();
        result[key] = TRY(parse(it.value(), path + "." + key));
    }
    return result;
}

Result<json> parseSubFields(
    const QVariant& value, Schema fields, const std::string& path, Descriptors* files)
{
    if (value.typeId() != QMetaType::QVariantMap)
        return wrongType(path, "a dictionary", value);
    return parseFields(value.toMap(), fields, path + ".", files);
}

Result<json> parseFieldsList(
    const QVariant& value, const Field& field, const std::string& path, Descriptors* files)
{
    if (value.typeId() != QMetaType::QVariantList)
        return wrongType(path, "a list of dictionaries", value);
    const QVariantList list = value.toList();
    if (list.size() > maximumListLength)
        return Error::of(ErrorKind::Quota, path,
            "The list has more than " + std::to_string(maximumListLength) + " entries");
    json result = json::array();
    for (qsizetype i = 0; i < list.size(); ++i) {
        const std::string entry = path + "[" + std::to_string(i) + "]";
        result.push_back(TRY(parseSubFields(list[i], field.fields, entry, files)));
    }
    return result;
}

Result<json> parseFile(const QVariant& value, const std::string& path, Descriptors* files)
{
    if (value.metaType() != QMetaType::fromType<QDBusUnixFileDescriptor>())
        return parseText(value, path);
    if (!files || files->size() >= maximumDescriptors)
        return Error::of(ErrorKind::Quota, path,
            "More than " + std::to_string(maximumDescriptors) + " descriptors");
    const int sent = value.value<QDBusUnixFileDescriptor>().fileDescriptor();
    UniqueFd copy(::fcntl(sent, F_DUPFD_CLOEXEC, 0));
    if (!copy)
        return Error::fromErrno("fcntl(F_DUPFD_CLOEXEC)", path);
    files->push_back(std::move(copy));
    return json { { "descriptor", files->size() - 1 } };
}

Result<json> parseField(
    const QVariant& value, const Field& field, const std::string& path, Descriptors* files)
{
    switch (field.type) {
    case FieldType::Text:
        return parseText(value, path);
    case FieldType::Boolean:
        if (value.typeId() != QMetaType::Bool)
            return wrongType(path, "true or false", value);
        return json(value.toBool());
    case FieldType::Natural:
        return parseNatural(value, field, path);
    case FieldType::Integer:
        return parseInteger(value, path);
    case FieldType::Real:
        return parseReal(value, path);
    case FieldType::Texts:
        return parseTexts(value, path);
    case FieldType::TextMap:
        return parseMap(value, path, "a dictionary of texts", parseText);
    case FieldType::NaturalMap:
        return parseMap(value, path, "a dictionary of whole numbers",
            [&](const QVariant& entry, const std::string& name) {
                return parseNatural(entry, field, name);
            });
    case FieldType::Fields:
        return parseSubFields(value, field.fields, path, files);
    case FieldType::FieldsOrText:
        return value.typeId() == QMetaType::QString
            ? parseText(value, path)
            : parseSubFields(value, field.fields, path, files);
    case FieldType::FieldsMap:
        return parseMap(value, path, "a dictionary of dictionaries",
            [&](const QVariant& entry, const std::string& name) {
                return parseSubFields(entry, field.fields, name, files);
            });
    case FieldType::FieldsList:
        return parseFieldsList(value, field, path, files);
    case FieldType::File:
        return parseFile(value, path, files);
    }
    return Error::invalid(path, "Unknown type of field");
}

const Field* findField(Schema schema, const QString& name)
{
    for (const auto& field : schema)
        if (name == QLatin1String(field.name))
            return &field;
    return nullptr;
}

Result<json> parseFields(
    const QVariantMap& arguments, Schema schema, const std::string& prefix, Descriptors* files)
{
    json result = json::object();
    for (auto it = arguments.begin(); it != arguments.end(); ++it) {
        const std::string path = prefix + it.key().left(64).toStdString();
        const Field* field = findField(schema, it.key());
        if (!field)
            return Error::invalid(path, "There is no such field");
        result[field->name] = TRY(parseField(it.value(), *field, path, files));
    }
    for (const auto& field : schema)
        if (field.presence == Presence::Required && !result.contains(field.name))
            return Error::invalid(prefix + field.name, "The field is required");
    return result;
}

Result<json> parseAll(const QVariantMap& arguments, Schema schema, Descriptors* files)
{
    json result = TRY(parseFields(api::plain(arguments).toMap(), schema, {}, files));
    if (result.dump(-1, ' ', false, json::error_handler_t::replace).size() > maximumArgumentBytes)
        return Error::of(ErrorKind::Quota, "arguments",
            "They are longer than " + std::to_string(maximumArgumentBytes) + " bytes");
    return result;
}

} // namespace

Result<json> parseArguments(const QVariantMap& arguments, Schema schema)
{
    return parseAll(arguments, schema, nullptr);
}

Result<json> parseArguments(const QVariantMap& arguments, Schema schema, Descriptors& descriptors)
{
    return parseAll(arguments, schema, &descriptors);
}

} // namespace vitrine::daemon
