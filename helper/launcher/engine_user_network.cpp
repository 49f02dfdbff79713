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
    if (m_mending)
        return;
    m_mending = true;
    const bool justMended = EventLoop::Clock::now() - m_lastMended < respite;
    m_loop.after(justMended ? respite : together, [this] {
        m_mending = false;
        m_lastMended = EventLoop::Clock::now();
        mendUserNetwork();
    });
}

void Engine::mendUserNetwork()
{
    const auto ports = portsOfRunning();
    if (!m_networks.needsMending(!ports.empty()))
        return; // somebody needed it meanwhile
    std::vector<Assignment> all;
    for (const auto& [id, network] : m_networks.all())
        if (network->up) {
            all.emplace_back();
            all.back().network = id;
        }
    if (const auto mended = bringUpNetworks(all, ports); !mended)
        std::fprintf(stderr, "vitrine-launcher: %s\n", mended.error().message().c_str());
}

} // namespace vitrine::launcher
