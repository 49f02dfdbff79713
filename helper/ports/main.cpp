// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine-ports: brings what reaches published ports of an ordinary user into their networks. It is
// in their namespaces; the launcher opens the ports outside and hands them over (protocol.h), so it
// needs no right but to connect. It ends with vitrine-holder.
#include "helper/ports/confinement.h"
#include "helper/ports/forwarder.h"

#include <csignal>
#include <cstdio>

namespace {

vitrine::Result<void> forward()
{
    using namespace vitrine;
    using namespace vitrine::ports;
    ::signal(SIGPIPE, SIG_IGN);
    const std::size_t descriptors = TRY(raiseDescriptorLimit());
    EventQueue queue = TRY(EventQueue::make());
    Forwarder forwarder(
        queue, UniqueFd(listenerDescriptor), UniqueFd(lifelineDescriptor), Capacity(descriptors));
    TRY(confine());
    return forwarder.run();
}

} // namespace

int main()
{
    const auto done = forward();
    if (done)
        return 0;
    std::fprintf(stderr, "vitrine-ports: %s\n", done.error().message().c_str());
    return 1;
}
