// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/launcher_client.h"

#include "tests/bench/command.h"

#include <array>
#include <csignal>
#include <fcntl.h>
#include <set>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>

namespace vitrine::bench {

using nlohmann::json;

namespace {

/// In the forked child: only calls that are safe there.
[[noreturn]] void execLauncher(
    const char* program, int socket, const char* data, const char* runtime)
{
    constexpr int socketNumber = 3;
    if (socket == socketNumber ? ::fcntl(socket, F_SETFD, 0) < 0 : ::dup2(socket, socketNumber) < 0)
        ::_exit(127);
    ::execl(program, program, "--socket", "3", "--data", data, "--runtime", runtime, nullptr);
    ::_exit(127);
}

} // namespace

Result<void> limitWaiting(int socket)
{
    constexpr timeval limit { 10, 0 };
    if (::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) < 0)
        return Error::fromErrno("setsockopt", "SO_RCVTIMEO");
    return {};
}

LauncherClient::LauncherClient(pid_t pid, UniqueFd socket)
    : m_pid(pid)
    , m_socket(std::move(socket))
{
}

Result<LauncherClient> LauncherClient::start(const std::string& folder)
{
    const std::string program = programFolder() + "/vitrine-launcher";
    const std::string data = folder + "/data",
                      runtime = "/run/vitrine-bench"; // a tmpfs, as in life
    if (::mkdir(data.c_str(), 0700) < 0 || ::mkdir(runtime.c_str(), 0700) < 0)
        return Error::fromErrno("mkdir", folder);
    std::array<int, 2> ends {};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) < 0)
        return Error::fromErrno("socketpair");
    UniqueFd ours(ends[0]);
    UniqueFd theirs(ends[1]);
    const pid_t pid = ::fork();
    if (pid < 0)
        return Error::fromErrno("fork");
    if (pid == 0)
        execLauncher(program.c_str(), theirs.get(), data.c_str(), runtime.c_str());
    LauncherClient client(pid, std::move(ours));
    theirs.reset(); // or a launcher that does not start would not be noticed
    TRY(limitWaiting(client.m_socket.get()));
    TRY(client.call("hello", { { "version", launcher::protocolVersion } }));
    return client;
}

LauncherClient::~LauncherClient()
{
    if (!m_socket)
        return; // moved from
    m_socket.reset();
    ::kill(m_pid, SIGTERM);
    ::waitpid(m_pid, nullptr, 0);
}

Result<launcher::Message> LauncherClient::call(const std::string& name, json args)
{
    const int id = ++m_lastId;
    m_events.clear();
    TRY(launcher::send(m_socket.get(), { { "id", id }, { "call", name }, { "args", args } }));
    for (;;) {
        launcher::Message message = TRY(launcher::receive(m_socket.get()));
        const json& body = message.body;
        if (body.value("event", "") == "container")
            m_events.push_back(body.at("container"));
        if (body.value("id", 0) != id)
            continue;
        if (body.contains("error"))
            return launcher::errorFromJson(body.at("error"));
        if (body.contains("result"))
            return message;
    }
}

Result<void> LauncherClient::waitUntilEnded(const std::string& container)
{
    bool started = false;
    for (std::size_t next = 0;; ++next) {
        while (next >= m_events.size()) {
            const launcher::Message message = TRY(launcher::receive(m_socket.get()));
            if (message.body.value("event", "") == "container")
                m_events.push_back(message.body.at("container"));
        }
        const json& event = m_events[next];
        if (event.at("id") != container)
            continue;
        const std::string state = event.at("state");
        if (state == "failed")
            return launcher::errorFromJson(event.at("error"));
        started = started || state == "starting" || state == "running";
        if (state != "stopped" || !started)
            continue;
        if (event.at("exitStatus") != 0)
            return Error::of(ErrorKind::NotSupported, container, "its program failed");
        return {};
    }
}

Result<void> LauncherClient::runAtOnce(const std::vector<std::string>& containers)
{
    for (const std::string& container : containers)
        TRY(launcher::send(m_socket.get(),
            { { "id", ++m_lastId }, { "call", "start" },
                { "args", { { "container", container } } } }));
    std::set<std::string> running, ended;
    while (ended.size() < containers.size()) {
        const json body = TRY(launcher::receive(m_socket.get())).body;
        if (body.contains("error"))
            return launcher::errorFromJson(body.at("error"));
        if (body.value("event", "") != "container")
            continue;
        const json& event = body.at("container");
        const std::string id = event.at("id"), state = event.at("state");
        if (state == "starting" || state == "running")
            running.insert(id);
        if (state != "stopped" || !running.contains(id))
            continue;
        if (event.at("exitStatus") != 0)
            return Error::of(ErrorKind::NotSupported, id, "its program failed");
        ended.insert(id);
    }
    return {};
}

Result<std::string> LauncherClient::create(
    const std::string& name, const std::vector<std::string>& command)
{
    const json spec { { "name", name }, { "image", "busybox" }, { "command", command },
        { "terminal", false } };
    const launcher::Message reply
        = TRY(call("create", { { "spec", spec }, { "uid", int(::getuid()) } }));
    return reply.body.at("result").at("container").get<std::string>();
}

} // namespace vitrine::bench
