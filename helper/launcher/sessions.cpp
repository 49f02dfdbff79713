// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/sessions.h"

#include "backend/base/files.h"
#include "backend/kernel/descriptors.h"
#include "backend/kernel/pidfd.h"
#include "helper/launcher/shim_search.h"
#include "helper/shim/protocol.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace vitrine::launcher {

namespace {

constexpr std::size_t largestRecord = 2 << 20;

std::string fileOf(unsigned id, const char* suffix)
{
    return shim::sessionPrefix + std::to_string(id) + suffix;
}

/// The number in TEXT, 0 when it is none.
unsigned numberIn(std::string_view text)
{
    unsigned number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc() && end == text.data() + text.size() ? number : 0;
}

/// The N of "session-N.json" and "session-N.sock".
unsigned numberOfFile(const std::string& name)
{
    const std::string_view prefix(shim::sessionPrefix);
    const std::size_t dot = name.rfind('.');
    if (name.rfind(prefix, 0) != 0 || dot == std::string::npos || dot < prefix.size())
        return 0;
    return numberIn(std::string_view(name).substr(prefix.size(), dot - prefix.size()));
}

Json toJson(const SessionInfo& info)
{
    return { { "command", info.command }, { "user", info.user }, { "terminal", info.terminal },
        { "pid", info.pid }, { "since", info.since } };
}

Result<SessionInfo> infoFrom(const Json& json, std::int64_t& startTime)
{
    SessionInfo info;
    std::int64_t pid = 0;
    ObjectReader reader = TRY(ObjectReader::of(json, "session"));
    TRY(reader.read("command", info.command));
    TRY(reader.read("user", info.user));
    TRY(reader.read("terminal", info.terminal));
    TRY(reader.read("pid", pid));
    TRY(reader.read("since", info.since));
    TRY(reader.read("startTime", startTime));
    info.pid = pid_t(pid);
    return info;
}

/// The session's process, when it still is the child of its shim.
Result<UniqueFd> processOf(pid_t pid, pid_t shimPid)
{
    UniqueFd process = TRY(kernel::openProcess(pid));
    // With the descriptor in hand: else the number may be another's by now.
    if (TRY(kernel::parentOf(pid)) != shimPid)
        return Error::kernel(ESRCH, "pidfd_open", std::to_string(pid));
    return process;
}

} // namespace

Sessions::Sessions(EventLoop& loop, Changed changed)
    : m_loop(loop)
    , m_changed(std::move(changed))
{
}

Result<Sessions::Place> Sessions::reserve(
    const std::string& container, const std::string& name, const std::string& directory)
{
    Group& group = m_groups[container];
    if (group.sessions.size() >= maximumSessions)
        return Error::of(ErrorKind::Quota, "sessions",
            "'" + name + "' has " + std::to_string(maximumSessions) + " sessions: end one of them");
    group.directory = directory;
    group.sessions[++group.last] = {};
    return Place(*this, container, std::to_string(group.last));
}

void Sessions::fill(Place place, SessionInfo info, UniqueFd shim, pid_t shimPid)
{
    Session* reserved = find(place.m_container, place.m_id);
    if (!reserved)
        return; // its container has ended meanwhile
    Session session;
    if (auto process = processOf(info.pid, shimPid))
        session.process = std::move(process).value(); // else it has ended: its shim will say so
    session.info = std::move(info);
    session.shim = std::move(shim);
    place.m_sessions = nullptr;
    watch(place.m_container, numberIn(place.m_id), std::move(session));
}

void Sessions::watch(const std::string& container, unsigned id, Session session)
{
    const int socket = session.shim.get();
    m_groups[container].sessions[id] = std::move(session);
    if (!m_loop.watch(socket, [this, container, id] { readShim(container, id); }))
        return erase(container, std::to_string(id)); // it goes on as long as its client is there
    changed(container);
}

void Sessions::readShim(const std::string& container, unsigned id)
{
    Session* session = find(container, std::to_string(id));
    if (!session)
        return;
    shim::ExitMessage message;
    const ssize_t count = ::recv(session->shim.get(), &message, sizeof message, MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR || errno == ECONNRESET))
        return; // ECONNRESET: it went without reading our last; what it said still waits
    if (count > 0 && message.kind == 'x') {
        session->process.reset();
        return changed(container);
    }
    // Without its shim nobody would notice its end. ESRCH: it has ended.
    if (session->process)
        (void)kernel::signalProcess(session->process.get(), SIGKILL);
    erase(container, std::to_string(id));
}

void Sessions::erase(const std::string& container, const std::string& id)
{
    const auto group = m_groups.find(container);
    Session* session = find(container, id);
    if (!session)
        return;
    if (session->shim)
        m_loop.forget(session->shim.get());
    const std::string& directory = group->second.directory;
    if (session->shim) // one that was killed leaves its files
        for (const char* suffix : { shim::socketSuffix, shim::recordSuffix })
            ::unlink((directory + "/" + fileOf(numberIn(id), suffix)).c_str());
    group->second.sessions.erase(numberIn(id));
    changed(container);
}

void Sessions::forget(const std::string& container)
{
    auto group = m_groups.extract(container);
    if (group.empty())
        return;
    for (const auto& [id, session] : group.mapped().sessions)
        if (session.shim)
            m_loop.forget(session.shim.get());
    changed(container);
}

/// Soon, and once for all that happens until then: a short session need not wait for it.
void Sessions::changed(const std::string& container)
{
    constexpr std::chrono::milliseconds rest { 20 };
    if (!m_toTell.insert(container).second)
        return;
    m_loop.after(rest, [this, container] {
        m_toTell.erase(container);
        if (const auto group = m_groups.find(container); group != m_groups.end())
            record(group->second);
        m_changed(container);
    });
}

/// What a later launcher needs to know; a session goes on without it.
void Sessions::record(Group& group) const
{
    for (auto& [id, session] : group.sessions) {
        if (session.recorded || !session.process)
            continue;
        session.recorded = true;
        const auto directory = openDirectory(AT_FDCWD, group.directory);
        const auto started = kernel::startTimeOf(session.info.pid);
        if (!directory || !started)
            continue;
        Json record = toJson(session.info);
        record["startTime"] = started.value();
        (void)replaceFile(directory.value().get(), fileOf(id, shim::recordSuffix), dumpJson(record),
            Durability::Process);
    }
}

void Sessions::adopt(const std::string& container, const std::string& directory)
{
    const auto opened = openDirectory(AT_FDCWD, directory);
    const auto names = opened ? namesIn(opened.value().get()) : opened.error();
    if (!names)
        return;
    Group& group = m_groups[container];
    group.directory = directory;
    const auto take = [&](unsigned id) -> Result<Session> {
        const int place = opened.value().get();
        Session session;
        std::int64_t startTime = 0;
        const auto text = TRY(readFile(place, fileOf(id, shim::recordSuffix), largestRecord));
        session.info = TRY(infoFrom(TRY(parseJson(text, largestRecord, "session")), startTime));
        session.shim = TRY(connectToShim(place, fileOf(id, shim::socketSuffix)));
        session.process = TRY(processOf(session.info.pid, TRY(peerOf(session.shim.get()))));
        if (std::int64_t(TRY(kernel::startTimeOf(session.info.pid))) != startTime)
            return Error::kernel(ESRCH, "pidfd_open", std::to_string(session.info.pid));
        session.recorded = true;
        return session;
    };
    std::set<unsigned> numbers;
    for (const auto& name : names.value())
        if (const unsigned number = numberOfFile(name); number > 0)
            numbers.insert(number);
    for (const unsigned id : numbers) {
        group.last = std::max(group.last, id);
        if (auto session = take(id))
            watch(container, id, std::move(session).value());
        else // it has ended, or its client alone knows of it
            (void)removeTree(opened.value().get(), fileOf(id, shim::recordSuffix));
    }
}

Sessions::Session* Sessions::find(const std::string& container, const std::string& id)
{
    const auto group = m_groups.find(container);
    if (group == m_groups.end())
        return nullptr;
    const auto session = group->second.sessions.find(numberIn(id));
    return session == group->second.sessions.end() ? nullptr : &session->second;
}

Result<const Sessions::Session*> Sessions::running(
    const std::string& container, const std::string& id)
{
    const Session* session = find(container, id);
    if (!session || !session->process)
        return Error::of(
            ErrorKind::NotFound, "session", "no session '" + id.substr(0, 32) + "' runs there");
    return session;
}

Json Sessions::list(const std::string& container) const
{
    Json list = Json::array();
    const auto group = m_groups.find(container);
    if (group == m_groups.end())
        return list;
    for (const auto& [id, session] : group->second.sessions) {
        if (!session.process)
            continue;
        Json row = toJson(session.info);
        row["id"] = std::to_string(id);
        list.push_back(std::move(row));
    }
    return list;
}

Result<void> Sessions::signal(const std::string& container, const std::string& id, int signal)
{
    return kernel::signalProcess(TRY(running(container, id))->process.get(), signal);
}

Result<void> Sessions::attach(const std::string& container, const std::string& id, int socket)
{
    const Session* session = TRY(running(container, id));
    auto sent = kernel::sendToken(session->shim.get(), shim::attach, { socket });
    if (!sent && (sent.error().number == EPIPE || sent.error().number == ECONNRESET))
        return Error::of(ErrorKind::NotFound, "session", "session " + id + " has just ended");
    return sent;
}

} // namespace vitrine::launcher
