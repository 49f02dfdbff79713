// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/oci/report.h"

#include "backend/base/files.h"
#include "backend/base/json.h"

#include <ctime>
#include <fcntl.h>
#include <unistd.h>

namespace vitrine::oci {

namespace {

std::string timeNow()
{
    const std::time_t now = std::time(nullptr);
    tm parts {};
    ::gmtime_r(&now, &parts);
    char text[40];
    (void)std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

void write(int fd, const std::string& line)
{
    // There is nobody left to tell that it cannot be told.
    (void)!::write(fd, line.data(), line.size());
}

} // namespace

Result<void> Report::open(const Options& options)
{
    const std::string format = options.value("log-format", "text");
    if (format != "text" && format != "json")
        return Error::invalid("--log-format", "must be text or json, not '" + format + "'");
    m_json = format == "json";
    const std::string path = options.value("log");
    if (!path.empty() && path != "/dev/stderr")
        m_file = TRY(openAt(AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND, 0644));
    return {};
}

void Report::tell(const std::string& level, const std::string& text) const
{
    write(2, "vitrine-oci: " + (level == "error" ? "" : level + ": ") + text + "\n");
    if (!m_file)
        return;
    if (m_json)
        write(m_file.get(),
            dumpJson({ { "msg", text }, { "level", level }, { "time", timeNow() } }) + "\n");
    else
        write(m_file.get(), timeNow() + " " + level + ": " + text + "\n");
}

} // namespace vitrine::oci
