// SPDX-License-Identifier: GPL-3.0-or-later
// exec: `true` in a container that runs already, from the request to the news of its end, against
// nsenter (util-linux) into the same container and crun exec into one of its own.
#include "helper/api/console_protocol.h"
#include "tests/bench/bundle.h"
#include "tests/bench/command.h"
#include "tests/bench/launcher_client.h"
#include "tests/bench/samples.h"

#include <array>
#include <cstdio>
#include <cstring>
#include <sys/socket.h>

using namespace vitrine;
using namespace vitrine::bench;

namespace {

constexpr int warmUp = 5;
constexpr int rounds = 101;
constexpr double allowance = 1; // ms over nsenter's

/// Read the session's messages up to the one that tells how it ended.
Result<void> waitForEnd(int session)
{
    std::array<char, api::console::maximumMessage> message {};
    for (;;) {
        const ssize_t size = ::recv(session, message.data(), message.size(), 0);
        if (size < 0)
            return Error::fromErrno("recv", "session");
        if (size == 0)
            return Error::of(ErrorKind::NotSupported, "session", "it closed without a status");
        const auto kind = api::console::Kind(message[0]);
        if (kind == api::console::Kind::Failed)
            return Error::of(ErrorKind::NotSupported, "session",
                std::string(message.data() + 1, std::size_t(size) - 1));
        if (kind != api::console::Kind::Exited)
            continue;
        int status = -1;
        std::memcpy(&status, message.data() + 1, sizeof status);
        if (status != 0)
            return Error::of(ErrorKind::NotSupported, "session", "its program failed");
        return {};
    }
}

Result<std::vector<double>> execOurs(LauncherClient& launcher, const std::string& container)
{
    const double start = now();
    const launcher::Message reply = TRY(launcher.call("exec",
        { { "container", container }, { "command", { "/bin/true" } }, { "terminal", false },
            { "rows", 24 }, { "columns", 80 }, { "environment", nlohmann::json::object() },
            { "workingDirectory", "/" } }));
    if (reply.descriptors.empty())
        return Error::of(ErrorKind::NotSupported, "exec", "the reply has no session");
    TRY(limitWaiting(reply.descriptors[0].get()));
    TRY(waitForEnd(reply.descriptors[0].get()));
    return std::vector { (now() - start) * 1e3 };
}

/// A container of crun's with a `sleep` in it, ended with this object.
class CrunContainer {
public:
    static Result<CrunContainer> start(const std::string& folder)
    {
        TRY(makeLayer(folder + "/layer"));
        Mount root = TRY(mountRoot(folder + "/layer", folder));
        TRY(writeBundle(
            folder + "/bundle", root.path(), { "/bin/sleep", "1000" }, Filter::FieldsDefault));
        CrunContainer crun({ "crun", "--root", stateFolder }, std::move(root));
        TRY(timeCommand(crun.with({ "run", "--detach", "--bundle", folder + "/bundle", "peer" })));
        crun.m_runs = true;
        return crun;
    }
    CrunContainer(CrunContainer&& other) noexcept
        : m_command(other.m_command)
        , m_root(std::move(other.m_root))
        , m_runs(std::exchange(other.m_runs, false))
    {
    }
    CrunContainer& operator=(CrunContainer&&) = delete;
    ~CrunContainer()
    {
        if (m_runs && !timeCommand(with({ "delete", "--force", "peer" })))
            std::fputs("exec: crun could not delete its container\n", stderr);
    }

    [[nodiscard]] Command with(const Command& arguments) const
    {
        Command command = m_command;
        command.insert(command.end(), arguments.begin(), arguments.end());
        return command;
    }

private:
    CrunContainer(Command command, Mount root)
        : m_command(std::move(command))
        , m_root(std::move(root))
    {
    }

    Command m_command;
    Mount m_root;
    bool m_runs = false;
};

Result<void> measure(const std::string& folder)
{
    LauncherClient launcher = TRY(LauncherClient::start(folder));
    const std::string container = TRY(launcher.create("bench", { "/bin/sleep", "1000" }));
    const auto started = TRY(launcher.call("start", { { "container", container } }));
    const Command nsenter { "nsenter", "--all", "--target",
        std::to_string(started.body.at("result").at("leader").get<int>()), "/bin/true" };
    const CrunContainer crun = TRY(CrunContainer::start(folder));
    const Command crunExec = crun.with({ "exec", "peer", "/bin/true" });
    const auto timed = [](const Command& command) {
        return [command]() -> Result<std::vector<double>> {
            return std::vector { TRY(timeCommand(command)) };
        };
    };
    const Medians medians
        = interleave({ { "vitrine", [&] { return execOurs(launcher, container); } },
                         { "nsenter", timed(nsenter) }, { "crun", timed(crunExec) } },
            warmUp, rounds);
    TRY(launcher.call("delete", { { "container", container } }));
    if (medians.size() != 3)
        return Error::of(ErrorKind::NotSupported, "exec", "there is nothing to compare");
    const double ours = medians.at("vitrine")[0], theirs = medians.at("nsenter")[0];
    std::puts(
        comparison("exec", ours, "nsenter", theirs, "ms", (theirs + allowance) / theirs).c_str());
    std::puts(comparison("exec.crun", ours, "crun", medians.at("crun")[0], "ms", 1.0).c_str());
    return {};
}

} // namespace

int main(int count, char** arguments)
{
    if (count != 2) {
        std::fputs("usage: bench-exec FOLDER (empty, for what it needs)\n", stderr);
        return 2;
    }
    const auto result = measure(arguments[1]);
    if (!result)
        std::fprintf(stderr, "exec: %s\n", result.error().message().c_str());
    return result ? 0 : 1;
}
