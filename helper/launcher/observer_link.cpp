// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/observer_link.h"

#include "backend/kernel/descriptors.h"
#include "helper/launcher/protocol.h"

#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

namespace vitrine::launcher {

ObserverLink::ObserverLink(
    EventLoop& loop, std::string program, std::function<std::vector<Json>()> workloads)
    : m_loop(loop)
    , m_program(std::move(program))
    , m_workloads(std::move(workloads))
{
}

ObserverLink::~ObserverLink()
{
    stop();
}

void ObserverLink::stop()
{
    if (m_control)
        m_loop.forget(m_control.get());
    m_control.reset();
}

namespace {

constexpr int controlDescriptor = 3;

/// Start PROGRAM with CONTROL as descriptor 3 and nothing else but 0, 1 and 2.
Result<void> spawnObserver(const std::string& program, int control)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDWR, 0);
    ::posix_spawn_file_actions_adddup2(&actions, control, controlDescriptor);
    ::posix_spawn_file_actions_addclosefrom_np(&actions, controlDescriptor + 1);
    sigset_t none;
    ::sigemptyset(&none);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    std::string path = program;
    std::string option = "--control";
    std::string number = std::to_string(controlDescriptor);
    char* const arguments[] { path.data(), option.data(), number.data(), nullptr };
    pid_t child = 0; // reaped with the others, see Server
    const int failed
        = ::posix_spawn(&child, program.c_str(), &actions, &attributes, arguments, environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
    if (failed != 0)
        return Error::kernel(failed, "posix_spawn", program);
    return {};
}

} // namespace

Result<void> ObserverLink::start()
{
    auto [ours, theirs] = TRY(kernel::socketPair());
    // dup2 onto itself would leave close-on-exec set.
    const UniqueFd high(::fcntl(theirs.get(), F_DUPFD_CLOEXEC, controlDescriptor + 1));
    if (!high)
        return Error::fromErrno("fcntl(F_DUPFD_CLOEXEC)");
    TRY(spawnObserver(m_program, high.get()));
    TRY(m_loop.watch(ours.get(), [this] { stop(); })); // it never speaks: this is its end
    m_control = std::move(ours);
    for (const auto& workload : m_workloads())
        TRY(send(m_control.get(), workload));
    return {};
}

Result<UniqueFd> ObserverLink::subscribe(const Json& request)
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return Error::fromErrno("pipe2");
    UniqueFd readEnd(ends[0]);
    const UniqueFd writeEnd(ends[1]);
    if (m_control && send(m_control.get(), request, { writeEnd.get() }))
        return readEnd;
    stop(); // there is none, or it was about to go
    TRY(start());
    TRY(send(m_control.get(), request, { writeEnd.get() }));
    return readEnd;
}

void ObserverLink::tell(const Json& message)
{
    if (m_control && !send(m_control.get(), message))
        stop();
}

} // namespace vitrine::launcher
