// SPDX-License-Identifier: GPL-3.0-or-later
// The log of a container, for readers who may take their time: each gets a process that reads it.
#include "backend/base/files.h"
#include "helper/launcher/requests.h"
#include "helper/launcher/server.h"
#include "helper/launcher/spawn.h"
#include "helper/logs/options.h"

#include <fcntl.h>
#include <limits>
#include <unistd.h>

namespace vitrine::launcher {

namespace {

Result<logs::Options> readOptions(const Json& arguments)
{
    constexpr std::uint64_t nanoseconds = 1000; // of a µs
    constexpr auto latest = std::uint64_t(std::numeric_limits<std::int64_t>::max()) / nanoseconds;
    logs::Options options;
    std::optional<std::uint64_t> since;
    std::string id; // is read by the caller
    ObjectReader reader = TRY(ObjectReader::of(arguments, ""));
    TRY(reader.read("container", id));
    TRY(reader.read("follow", options.follow));
    TRY(reader.read("tail", options.tail));
    TRY(reader.read("since", since));
    TRY(reader.read("stream", options.stream));
    TRY(reader.finish());
    if (since.value_or(0) > latest)
        return Error::invalid("since", "is too far in the future");
    if (options.tail.value_or(0) > latest)
        return Error::invalid("tail", "is more than any log has");
    if (!options.stream.empty() && options.stream != "stdout" && options.stream != "stderr")
        return Error::invalid("stream", "must be \"stdout\" or \"stderr\"");
    options.since = std::int64_t(since.value_or(0) * nanoseconds);
    return options;
}

} // namespace

void Server::logs(const Request& request)
{
    const auto open = [&]() -> Result<UniqueFd> {
        const Container& container
            = *TRY(m_engine->store().find(TRY(textOf(request.arguments, "container"))));
        const logs::Options options = TRY(readOptions(request.arguments));
        const UniqueFd directory
            = TRY(openDirectory(AT_FDCWD, m_engine->store().directoryOf(container.id)));
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0)
            return Error::fromErrno("pipe2");
        UniqueFd readEnd(ends[0]);
        const UniqueFd writeEnd(ends[1]);
        TRY(spawnProgram(
            m_programs.logs, argumentsOf(options), { directory.get(), writeEnd.get() }));
        return readEnd;
    };
    const auto stream = open();
    if (!stream)
        return reply(request, stream.error());
    reply(request, Json::object(), stream.value().get());
}

} // namespace vitrine::launcher
