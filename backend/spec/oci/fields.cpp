// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/oci/fields.h"

namespace vitrine::oci {

Result<ObjectReader> objectOf(const Json& json, const std::string& path)
{
    return ObjectReader::of(json, path, Nulls::Absent);
}

Result<void> checkText(const std::string& field, const std::string& text)
{
    if (text.find('\0') != std::string::npos)
        return Error::invalid(field, "contains a NUL byte");
    return {};
}

Result<void> checkAbsolute(const std::string& field, const std::string& text)
{
    TRY(checkText(field, text));
    if (text.empty() || text.front() != '/')
        return Error::invalid(field, "must be an absolute path, not '" + text + "'");
    if (text.size() > bounds::pathLength)
        return Error::invalid(field, "is longer than a path can be");
    return {};
}

Result<void> readTexts(ObjectReader& reader, const std::string& name, std::vector<std::string>& out)
{
    TRY(reader.read(name, out));
    for (std::size_t i = 0; i < out.size(); ++i)
        TRY(checkText(reader.pathOf(name) + "[" + std::to_string(i) + "]", out[i]));
    return {};
}

Result<void> readText(ObjectReader& reader, const std::string& name, std::string& out)
{
    TRY(reader.read(name, out));
    return checkText(reader.pathOf(name), out);
}

Error notSupported(std::string field, std::string explanation)
{
    return Error::of(ErrorKind::NotSupported, std::move(field), std::move(explanation));
}

} // namespace vitrine::oci
