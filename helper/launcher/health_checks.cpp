// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/health_checks.h"

#include "helper/api/console_protocol.h"
#include "helper/launcher/container.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <sys/socket.h>
#include <sys/wait.h>

namespace vitrine::launcher {

namespace {

constexpr std::size_t keptOutput = 2048; // bytes

void append(std::string& output, std::string_view more)
{
    output += more.substr(0, keptOutput - std::min(keptOutput, output.size()));
}

/// Body of Kind::Exited.
int exitStatusIn(std::string_view body)
{
    std::int32_t status = 0;
    if (body.size() != sizeof status)
        return -1;
    std::memcpy(&status, body.data(), sizeof status);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

} // namespace

HealthChecks::HealthChecks(EventLoop& loop, Hooks hooks)
    : m_loop(loop)
    , m_hooks(std::move(hooks))
{
}

void HealthChecks::begin(
    const std::string& container, const HealthCheck& settings, std::int64_t started)
{
    end(container);
    if (settings.command.empty())
        return m_hooks.changed(container, {});
    Check& check = m_checks[container];
    check.settings = settings;
    check.started = started;
    check.health.status = HealthStatus::Starting;
    check.health.since = timeNow();
    schedule(container, check);
    m_hooks.changed(container, check.health);
}

void HealthChecks::end(const std::string& container)
{
    const auto check = m_checks.find(container);
    if (check == m_checks.end())
        return;
    drop(check->second);
    m_checks.erase(check);
}

HealthChecks::Check* HealthChecks::find(const std::string& container, unsigned number)
{
    const auto check = m_checks.find(container);
    return check != m_checks.end() && check->second.number == number ? &check->second : nullptr;
}

void HealthChecks::schedule(const std::string& container, Check& check)
{
    check.timer = m_loop.after(std::chrono::milliseconds(check.settings.interval),
        [this, container] { probe(container); });
}

void HealthChecks::probe(const std::string& container)
{
    Check& check = m_checks.at(container);
    check.number = ++m_lastNumber;
    check.result = {};
    check.timer = m_loop.after(std::chrono::milliseconds(check.settings.timeout),
        [this, container] { giveUp(container); });
    m_hooks.start(container, check.settings.command,
        [this, container, number = check.number](Result<Probe> started) {
            Check* found = find(container, number);
            if (!found)
                return; // ended meanwhile, or took too long
            if (started)
                return follow(container, *found, std::move(started).value());
            if (started.error().kind != ErrorKind::Busy)
                return conclude(container, { -1, started.error().message() });
            drop(*found); // it is paused: that says nothing of its health
            schedule(container, *found);
        });
}

void HealthChecks::follow(const std::string& container, Check& check, Probe probe)
{
    check.probe = std::move(probe);
    if (auto watched
        = m_loop.watch(check.probe.socket.get(), [this, container] { read(container); });
        !watched)
        conclude(container, { -1, watched.error().message() });
}

void HealthChecks::read(const std::string& container)
{
    using api::console::Kind;
    Check& check = m_checks.at(container);
    std::array<char, api::console::maximumMessage> message {};
    for (;;) {
        const ssize_t size
            = ::recv(check.probe.socket.get(), message.data(), message.size(), MSG_DONTWAIT);
        if (size < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (size < 0 && errno == ECONNRESET)
            continue; // it ended before it read our end of input; what it said comes after this
        if (size <= 0)
            return conclude(container, { -1, "its session ended without an exit status" });
        const std::string_view body(message.data() + 1, std::size_t(size) - 1);
        switch (Kind(message[0])) {
        case Kind::Output:
        case Kind::ErrorOutput:
            append(check.result.output, body);
            break;
        case Kind::Exited:
            check.result.exitStatus = exitStatusIn(body);
            return conclude(container, std::move(check.result));
        case Kind::Failed:
            return conclude(container, { -1, std::string(body) });
        default:
            break; // what a client may skip
        }
    }
}

void HealthChecks::giveUp(const std::string& container)
{
    Check& check = m_checks.at(container);
    if (!check.probe.session.empty())
        m_hooks.kill(container, check.probe.session);
    conclude(
        container, { -1, "no answer within " + std::to_string(check.settings.timeout) + " ms" });
}

void HealthChecks::conclude(const std::string& container, CheckResult result)
{
    Check& check = m_checks.at(container);
    drop(check);
    const std::chrono::microseconds age(timeNow() - check.started);
    const Health before = check.health;
    check.health = afterCheck(check.settings, before, std::move(result), age, timeNow());
    schedule(container, check);
    const Health now = check.health; // whoever hears of it may end the checks
    if (toJson(now) != toJson(before))
        m_hooks.changed(container, now);
}

/// Nothing of a check goes on.
void HealthChecks::drop(Check& check)
{
    m_loop.cancel(std::exchange(check.timer, 0));
    if (check.probe.socket)
        m_loop.forget(check.probe.socket.get());
    check.probe = {};
    check.number = 0;
}

} // namespace vitrine::launcher
