// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/log_spec.h"

namespace vitrine {

namespace {

constexpr auto none = "none";

} // namespace

Result<void> readLog(ObjectReader& spec, LogOptions& log)
{
    const Json* given = spec.member("log");
    if (!given)
        return {};
    log.kept = *given != none;
    if (!log.kept)
        return {};
    if (!given->is_object())
        return Error::invalid("log", "must be \"none\" or an object with maxSize and files");
    ObjectReader reader = TRY(ObjectReader::of(*given, spec.pathOf("log")));
    std::optional<std::uint64_t> maxSize, files;
    TRY(reader.read("maxSize", maxSize));
    TRY(reader.read("files", files));
    TRY(reader.finish());
    log.maxSize = maxSize.value_or(log.maxSize);
    log.files = files.value_or(log.files);
    if (log.maxSize < bounds::smallestLogFile || log.maxSize > bounds::largestLogFile)
        return Error::invalid("log.maxSize", "must be 65536 (64 KiB) to 1073741824 (1 GiB) bytes");
    if (log.files < 1 || log.files > bounds::logFiles)
        return Error::invalid("log.files", "must be 1 to 16");
    return {};
}

void writeLog(const LogOptions& log, Json& spec)
{
    if (log.kept)
        spec["log"] = { { "maxSize", log.maxSize }, { "files", log.files } };
    else
        spec["log"] = none;
}

} // namespace vitrine
