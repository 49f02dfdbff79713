// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/ending.h"

#include "backend/base/files.h"
#include "backend/plan/journal.h"
#include "backend/plan/planner.h"
#include "backend/plan/undo.h"
#include "helper/api/console_protocol.h"
#include "helper/shim/protocol.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace vitrine::launcher {

namespace {

constexpr auto lastOutputName = "last-output";

/// What the shim left: a line with the status, then the last output.
std::string lastOutputIn(int runtimeDirectory)
{
    const auto left
        = readFile(runtimeDirectory, shim::exitFileName, api::console::historySize + 64);
    const std::size_t line = left ? left.value().find('\n') : std::string::npos;
    return line == std::string::npos ? std::string() : left.value().substr(line + 1);
}

} // namespace

std::optional<plan::MakeCgroup> groupOf(const std::string& id, const kernel::HostFacts& facts)
{
    if (!facts.cgroup)
        return std::nullopt;
    return plan::MakeCgroup { facts.cgroup->path, plan::cgroupPathOf(id, facts) };
}

Result<std::string> clearRuntime(
    const std::string& runtimeDirectory, const std::optional<plan::MakeCgroup>& group)
{
    std::string output;
    const auto directory = openDirectory(AT_FDCWD, runtimeDirectory);
    if (!directory && directory.error().number != ENOENT)
        return directory.error();
    if (directory) {
        output = lastOutputIn(directory.value().get());
        // One that cannot be read can name nothing but the group, which we know.
        const auto named = plan::Journal::read(directory.value().get());
        if (named)
            for (auto step = named.value().rbegin(); step != named.value().rend(); ++step)
                TRY(plan::undo(*step));
    }
    if (group)
        TRY(plan::undo(*group));
    TRY(removeTree(AT_FDCWD, runtimeDirectory));
    return output;
}

void keepLastOutput(const std::string& storage, const std::string& output)
{
    if (const auto directory = openDirectory(AT_FDCWD, storage))
        (void)replaceFile(directory.value().get(), lastOutputName, output, Durability::Process);
}

std::string keptLastOutput(const std::string& storage)
{
    const auto directory = openDirectory(AT_FDCWD, storage);
    const auto output = directory
        ? readFile(directory.value().get(), lastOutputName, api::console::historySize + 1)
        : directory.error();
    return output ? output.value() : std::string();
}

Result<void> replayOutput(int socket, const std::string& output, int exitStatus)
{
    using api::console::Kind;
    const auto send = [socket](Kind kind, const void* data, std::size_t size) -> Result<void> {
        std::string message(1, char(kind));
        message.append(static_cast<const char*>(data), size);
        if (::send(socket, message.data(), message.size(), MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
            return Error::fromErrno("send", "console");
        return {};
    };
    constexpr std::size_t chunk = 8192;
    for (std::size_t at = 0; at < output.size(); at += chunk)
        TRY(send(Kind::Output, output.data() + at, std::min(chunk, output.size() - at)));
    const std::int32_t status = exitStatus >= 128 ? exitStatus - 128 : exitStatus << 8;
    return send(Kind::Exited, &status, sizeof status);
}

bool handlesSignal(pid_t pid, int signal)
{
    const auto status = readFile(AT_FDCWD, "/proc/" + std::to_string(pid) + "/status");
    if (!status)
        return true;
    constexpr auto field = "\nSigCgt:\t";
    const std::size_t at = status.value().find(field);
    if (at == std::string::npos)
        return true;
    const auto caught
        = std::strtoull(status.value().c_str() + at + std::strlen(field), nullptr, 16);
    return (caught >> (signal - 1) & 1) != 0;
}

} // namespace vitrine::launcher
