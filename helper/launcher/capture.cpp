// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/capture.h"

#include "backend/network/inside.h"
#include "backend/network/packet_socket.h"
#include "helper/launcher/container_network.h"

#include <unistd.h>

namespace vitrine::launcher {

namespace {

/// The first interface of CONTAINER, which nobody named.
Result<std::string> firstInterfaceOf(const Container& container)
{
    if (container.assignments.empty())
        return Error::invalid(
            "interface", "'" + container.spec.name + "' is in no network: name an interface");
    return container.assignments.front().interface;
}

Result<CaptureSource> openInside(const Container& container, std::string interface)
{
    if (!container.isRunning())
        return Error::of(ErrorKind::Busy, container.spec.name,
            "'" + container.spec.name + "' does not run: start it first");
    CaptureSource source;
    source.name = interface.empty() ? TRY(firstInterfaceOf(container)) : std::move(interface);
    source.process = container.process.get();
    const UniqueFd netns = TRY(openNetworkOf(container));
    TRY(network::runInside(netns.get(), [&]() -> Result<void> {
        source.socket = TRY(network::openPacketSocket(source.name));
        return {};
    }));
    return source;
}

} // namespace

Result<CaptureSource> openCapture(const Engine& engine, const Json& link)
{
    if (::geteuid() != 0) // the networks of others lie in namespaces of their own
        return Error::of(ErrorKind::NotSupported, "networks",
            "an ordinary user's packets cannot be captured: only the system's helper can");
    std::string container, network, interface;
    ObjectReader reader = TRY(ObjectReader::of(link, {}));
    TRY(reader.read("container", container));
    TRY(reader.read("network", network));
    TRY(reader.read("interface", interface));
    TRY(reader.finish());
    if (!container.empty() && !network.empty())
        return Error::invalid("network", "either a container or a network is where it is");
    if (!container.empty())
        return openInside(*TRY(engine.store().find(container)), std::move(interface));
    if (network.empty() == interface.empty())
        return Error::invalid("interface", "name one of this computer, or else a network");
    CaptureSource source;
    source.name = network.empty() ? interface : TRY(engine.networks().find(network))->place.bridge;
    source.socket = TRY(network::openPacketSocket(source.name));
    return source;
}

} // namespace vitrine::launcher
