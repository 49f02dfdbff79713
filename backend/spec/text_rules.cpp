// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/text_rules.h"

#include "backend/spec/container_spec.h"

#include <csignal>
#include <cstring>

namespace vitrine {

Result<void> checkText(const std::string& field, const std::string& text)
{
    if (text.size() > bounds::textLength)
        return Error::invalid(
            field, "longer than " + std::to_string(bounds::textLength) + " bytes");
    if (text.find('\0') != std::string::npos)
        return Error::invalid(field, "contains a NUL byte");
    return {};
}

Result<void> checkAbsolutePath(const std::string& field, const std::string& path)
{
    TRY(checkText(field, path));
    if (path.empty() || path.front() != '/')
        return Error::invalid(field, "must be an absolute path");
    return {};
}

std::string tidyPath(const std::string& path)
{
    std::string tidy;
    for (std::size_t at = 0; at < path.size();) {
        const std::size_t slash = std::min(path.find('/', at), path.size());
        const std::string part = path.substr(at, slash - at);
        if (!part.empty() && part != ".")
            tidy += "/" + part;
        at = slash + 1;
    }
    return tidy.empty() ? "/" : tidy;
}

Result<int> parseSignal(const std::string& field, const std::string& text)
{
    std::string name;
    for (const char c : text)
        name += c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c;
    if (name.rfind("SIG", 0) == 0)
        name.erase(0, 3);
    for (int signal = 1; signal <= SIGRTMAX; ++signal) {
        const char* known = signal < SIGRTMIN ? ::sigabbrev_np(signal) : nullptr;
        const int above = signal - SIGRTMIN;
        if (text == std::to_string(signal) || (known && name == known)
            || (above == 0 && name == "RTMIN")
            || (above > 0 && name == "RTMIN+" + std::to_string(above)))
            return signal;
    }
    return Error::invalid(field, "'" + text.substr(0, 32) + "' is no signal");
}

} // namespace vitrine
