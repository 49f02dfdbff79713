// SPDX-License-Identifier: GPL-3.0-or-later
// What keeps an ordinary user's networks going is started again when it ends.
#include "helper/launcher/engine.h"

#include <cstdio>

namespace vitrine::launcher {

namespace {

constexpr std::chrono::milliseconds together { 100 }; ///< what ends with the first one
constexpr std::chrono::seconds respite { 10 }; ///< between two times

} // namespace

std::vector<PublishedPort> Engine::portsOfRunning() const
{
    std::vector<PublishedPort> all;
    for (const auto& [id, container] : m_store.all()) {
        const auto& ports = container->runningSpec().connections.ports;
        if (container->isRunning() && !container->assignments.empty())
            all.insert(all.end(), ports.begin(), ports.end());
    }
    return all;
}

void Engine::watchUserNetwork()
{
    m_networks.watchUserNetwork(
        m_loop, [this](const std::string& program) { userNetworkLost(program); });
    if (m_networks.needsMending(!portsOfRunning().empty()))
        mendUserNetwork();
}

void Engine::userNetworkLost(const std::string& program)
{
    std::fprintf(stderr, "vitrine-launcher: %s has ended: it is started again\n", program.c_str());
    const bool justMended = EventLoop::Clock::now() - m_lastMended < respite;
    mendAfter(justMended ? respite : together);
}

void Engine::mendAfter(std::chrono::milliseconds delay)
{
    if (m_mending)
        return;
    m_mending = true;
    m_loop.after(delay, [this] {
        m_mending = false;
        m_lastMended = EventLoop::Clock::now();
        mendUserNetwork();
    });
}

/// What cannot be mended holds up nothing else, and is tried again.
void Engine::mendUserNetwork()
{
    const auto ports = portsOfRunning();
    if (!m_networks.needsMending(!ports.empty()))
        return; // somebody needed it meanwhile
    bool again = false;
    const auto note = [&](const Result<void>& mended) {
        if (!mended)
            std::fprintf(stderr, "vitrine-launcher: %s\n", mended.error().message().c_str());
        again = again || !mended;
    };
    std::vector<Assignment> all;
    for (const auto& [id, network] : m_networks.all())
        if (network->up) {
            all.emplace_back();
            all.back().network = id;
        }
    for (const auto& each : all)
        note(bringUpNetworks({ each }, {}));
    note(bringUpPorts(ports));
    if (again || m_networks.needsMending(!ports.empty()))
        mendAfter(respite);
}

} // namespace vitrine::launcher
