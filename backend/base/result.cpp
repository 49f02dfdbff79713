// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/base/result.h"

#include <cerrno>
#include <cstring>

namespace vitrine {

std::string Error::message() const
{
    std::string line;
    auto add = [&line](const std::string& part, const char* before) {
        if (part.empty())
            return;
        if (!line.empty())
            line += before;
        line += part;
    };
    add(object, "");
    add(text, ": ");
    add(call, " - ");
    if (number != 0)
        add(std::strerror(number), ": ");
    return line;
}

Error Error::fromErrno(std::string call, std::string object)
{
    return kernel(errno, std::move(call), std::move(object));
}

Error Error::kernel(int number, std::string call, std::string object)
{
    return { ErrorKind::Kernel, std::move(call), std::move(object), number, {} };
}

Error Error::invalid(std::string field, std::string text)
{
    return { ErrorKind::InvalidSpec, {}, std::move(field), 0, std::move(text) };
}

Error Error::of(ErrorKind kind, std::string object, std::string text)
{
    return { kind, {}, std::move(object), 0, std::move(text) };
}

Error inField(Error error, const std::string& field)
{
    error.object = error.object.empty() ? field : field + " " + error.object;
    return error;
}

} // namespace vitrine
