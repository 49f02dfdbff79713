// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/observer_link.h"

#include "backend/kernel/descriptors.h"
#include "helper/launcher/protocol.h"
#include "helper/launcher/spawn.h"

#include <fcntl.h>
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

Result<void> ObserverLink::start()
{
    auto [ours, theirs] = TRY(kernel::socketPair());
    TRY(spawnProgram(m_program, { "--control", "3" }, { theirs.get() }));
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
