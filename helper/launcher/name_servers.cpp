// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/name_servers.h"

#include "backend/base/files.h"
#include "backend/kernel/pidfd.h"
#include "backend/kernel/program.h"
#include "backend/plan/name_service.h"
#include "helper/launcher/name_server_search.h"
#include "helper/launcher/spawn.h"
#include "helper/names/protocol.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <set>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::launcher {

namespace {

using namespace std::chrono_literals;

constexpr auto quickEnd = 5s; ///< who lived longer has not failed at its start
constexpr std::chrono::milliseconds firstPause = 100ms, longestPause = 60s;
constexpr unsigned mostDoublings = 10;
constexpr auto pending = "next"; ///< a file that is not complete, out of dnsmasq's sight

Result<UniqueFd> memoryFile(const kernel::BpfProgram& program)
{
    UniqueFd file(::memfd_create("vitrine-seccomp", MFD_CLOEXEC));
    const std::size_t size = program.size() * sizeof(sock_filter);
    if (!file || ::write(file.get(), program.data(), size) != ssize_t(size))
        return Error::fromErrno("memfd_create", "seccomp");
    return file;
}

/// End PROCESS, with what it has forked for connections by TCP, and wait until it has.
Result<void> endProcess(int process)
{
    constexpr int patience = 1000; // ms
    pollfd wait { process, POLLIN, 0 };
    for (const int signal : { SIGTERM, SIGKILL }) {
        (void)kernel::signalProcess(process, SIGCONT); // somebody may have stopped it
        (void)kernel::signalProcess(process, signal); // ESRCH: it has ended
        if (::poll(&wait, 1, patience) == 1)
            return {};
    }
    return Error::kernel(ETIMEDOUT, "poll", "dnsmasq");
}

std::string lastLine(std::string text)
{
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    return text.substr(text.rfind('\n') + 1);
}

std::string nameLines(const NamedHost& host, const std::string& domain)
{
    std::string text;
    for (const auto& address : { host.address, host.address6 })
        if (address)
            text += toText(*address) + " " + host.name + "." + domain + " " + host.name + "\n";
    return text;
}

/// As --dhcp-host has it.
std::string leaseLine(const NamedHost& host)
{
    std::string text = toText(host.mac);
    if (host.address)
        text += "," + toText(*host.address);
    if (host.address6)
        text += ",[" + toText(*host.address6) + "]";
    return text + "\n";
}

/// In one step: who watches the directory never sees a part.
Result<void> putFile(int directory, const std::string& path, const std::string& text)
{
    TRY(replaceFile(directory, pending, text, Durability::Process));
    if (::fchmodat(directory, pending, 0644, 0) != 0)
        return Error::fromErrno("fchmodat", path);
    if (::renameat(directory, pending, directory, path.c_str()) != 0)
        return Error::fromErrno("renameat", path);
    return {};
}

Result<void> removeFile(int directory, const std::string& path)
{
    if (::unlinkat(directory, path.c_str(), 0) != 0 && errno != ENOENT)
        return Error::fromErrno("unlinkat", path);
    return {};
}

} // namespace

std::string findNameServer()
{
    const char* path = std::getenv("PATH");
    for (const auto& file : kernel::programFiles(
             "dnsmasq", path ? path : "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"))
        if (file.front() == '/' && ::access(file.c_str(), X_OK) == 0)
            return file;
    return {};
}

NameServers::NameServers(EventLoop& loop, const Places& places, std::string program,
    const kernel::BpfProgram& filter, Changed changed)
    : m_loop(loop)
    , m_places(places)
    , m_program(std::move(program))
    , m_filter(filter)
    , m_changed(std::move(changed))
{
}

std::string NameServers::directoryOf(const std::string& network) const
{
    return m_places.names() + "/" + network;
}

NameServers::State NameServers::stateOf(const std::string& network) const
{
    const auto found = m_servers.find(network);
    return found == m_servers.end() ? State() : found->second.state;
}

void NameServers::setState(Server& server, State state)
{
    if (server.state == state)
        return;
    server.state = std::move(state);
    m_changed(server.step.network, server.state);
}

Result<void> NameServers::serve(const plan::net::ServeNames& step)
{
    Server& server = m_servers[step.network];
    server.step = step;
    TRY(prepare(step.network));
    if (server.process)
        return {};
    if (step.program.empty()) {
        setState(server, { "missing", plan::net::noNameServer });
        return {};
    }
    return server.retry ? Result<void>() : start(server);
}

Result<void> NameServers::prepare(const std::string& network) const
{
    const std::string path = directoryOf(network);
    TRY(ensureDirectory(AT_FDCWD, path, 0755));
    const UniqueFd directory = TRY(openDirectory(AT_FDCWD, path));
    for (const char* name : { "hosts", "dhcp" })
        TRY(ensureDirectory(directory.get(), name, 0755));
    return {};
}

Result<void> NameServers::start(Server& server)
{
    const std::string& network = server.step.network;
    const UniqueFd directory = TRY(openDirectory(AT_FDCWD, directoryOf(network)));
    const UniqueFd leases = TRY(
        openAt(AT_FDCWD, m_places.leases() + "/" + network, O_RDWR | O_CREAT | O_NOFOLLOW, 0600));
    const Home home = m_home();
    if (home.netns < 0 && ::fchown(leases.get(), names::user, names::user) != 0)
        return Error::fromErrno("fchown", "leases");
    const UniqueFd filter = TRY(memoryFile(m_filter));
    std::array<int, 2> ends {};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return Error::fromErrno("pipe2");
    const UniqueFd wait(ends[0]), go(ends[1]);
    std::vector<std::string> arguments { servedDirectory(server.step), server.step.program };
    for (auto& argument : argumentsOf(server.step))
        arguments.push_back(std::move(argument));
    std::vector<int> descriptors { wait.get(), directory.get(), leases.get(), filter.get() };
    if (home.netns >= 0)
        descriptors.insert(descriptors.end(), { home.user, home.netns });
    const pid_t pid = TRY(spawnProgram(m_program, std::move(arguments), descriptors));
    TRY(watch(server, TRY(kernel::openProcess(pid))));
    if (::write(go.get(), "g", 1) != 1)
        return Error::fromErrno("write", "vitrine-names");
    if (server.failures == 0)
        setState(server, { "running", {} });
    return {};
}

Result<void> NameServers::watch(Server& server, UniqueFd process)
{
    const std::string network = server.step.network;
    TRY(m_loop.watch(process.get(), [this, network] { ended(network); }));
    server.process = std::move(process);
    server.started = EventLoop::Clock::now();
    // What was tried again is told to run once it has for a while.
    m_loop.after(quickEnd, [this, network] {
        const auto found = m_servers.find(network);
        if (found == m_servers.end() || !found->second.process
            || EventLoop::Clock::now() - found->second.started < quickEnd)
            return;
        found->second.failures = 0;
        setState(found->second, { "running", {} });
    });
    return {};
}

void NameServers::ended(const std::string& network)
{
    const auto found = m_servers.find(network);
    if (found == m_servers.end() || !found->second.process)
        return;
    Server& server = found->second;
    m_loop.forget(server.process.get());
    server.process.reset();
    const bool quick = EventLoop::Clock::now() - server.started < quickEnd;
    server.failures = quick ? server.failures + 1 : 0;
    const auto said = readFile(AT_FDCWD, directoryOf(network) + "/" + names::messages);
    const std::string reason = said ? lastLine(said.value()) : std::string();
    setState(server, { "failed", reason.empty() ? "dnsmasq has ended" : reason });
    const auto pause
        = std::min(firstPause * (1U << std::min(server.failures, mostDoublings)), longestPause);
    server.retry = m_loop.after(pause, [this, network] { tryAgain(network); });
}

void NameServers::tryAgain(const std::string& network)
{
    const auto found = m_servers.find(network);
    if (found == m_servers.end())
        return;
    Server& server = found->second;
    server.retry.reset();
    if (auto started = start(server); !started) {
        ++server.failures;
        setState(server, { "failed", started.error().message() });
        server.retry = m_loop.after(longestPause, [this, network] { tryAgain(network); });
    }
}

Result<void> NameServers::end(const std::string& network)
{
    if (auto found = m_servers.extract(network)) {
        Server& server = found.mapped();
        if (server.retry)
            m_loop.cancel(*server.retry);
        if (server.process) {
            m_loop.forget(server.process.get());
            TRY(endProcess(server.process.get()));
        }
    }
    TRY(removeFile(AT_FDCWD, m_places.leases() + "/" + network));
    return removeTree(AT_FDCWD, directoryOf(network));
}

Result<void> NameServers::adopt(
    const std::vector<plan::net::ServeNames>& steps, const std::vector<std::string>& down)
{
    std::set<std::string> wanted(down.begin(), down.end());
    for (const auto& step : steps)
        wanted.insert(step.network);
    auto running = TRY(findNameServers(wanted));
    for (const auto& network : down)
        if (const auto found = running.find(network); found != running.end())
            TRY(endProcess(found->second.get()));
    for (const auto& step : steps) {
        const auto found = running.find(step.network);
        if (found == running.end()) {
            TRY(serve(step));
            continue;
        }
        Server& server = m_servers[step.network];
        server.step = step;
        TRY(prepare(step.network));
        TRY(watch(server, std::move(found->second)));
        setState(server, { "running", {} });
    }
    return {};
}

Result<void> NameServers::writeHost(
    const Server& server, int directory, const std::string& id, const NamedHost& host) const
{
    TRY(putFile(directory, "dhcp/" + id, leaseLine(host)));
    return putFile(directory, "hosts/" + id, nameLines(host, server.step.domain));
}

Result<void> NameServers::setHosts(
    const std::string& network, const std::map<std::string, NamedHost>& hosts)
{
    const auto found = m_servers.find(network);
    if (found == m_servers.end())
        return {};
    Server& server = found->second;
    const UniqueFd directory = TRY(openDirectory(AT_FDCWD, directoryOf(network)));
    if (server.hosts.empty()) { // files of an earlier launcher
        const UniqueFd files = TRY(openDirectory(directory.get(), "hosts"));
        for (const auto& id : TRY(namesIn(files.get())))
            server.hosts.try_emplace(id);
    }
    bool gone = false;
    for (auto host = server.hosts.begin(); host != server.hosts.end();) {
        if (hosts.contains(host->first)) {
            ++host;
            continue;
        }
        TRY(removeFile(directory.get(), "hosts/" + host->first));
        TRY(removeFile(directory.get(), "dhcp/" + host->first));
        host = server.hosts.erase(host);
        gone = true;
    }
    for (const auto& [id, host] : hosts) {
        if (const auto had = server.hosts.find(id);
            had != server.hosts.end() && had->second == host)
            continue;
        TRY(writeHost(server, directory.get(), id, host));
        gone = gone || server.hosts.contains(id);
        server.hosts[id] = host;
    }
    // What is new it notices itself; what is gone, not all of its versions do.
    if (gone && server.process)
        (void)kernel::signalProcess(server.process.get(), SIGHUP); // ESRCH: it will be read anew
    return {};
}

} // namespace vitrine::launcher
