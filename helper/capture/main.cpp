// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine-capture LINK: packets of one link for one reader, as pcapng. Gets the packet socket as
// descriptor 3, a pipe as 4 and, where the link is a container's, its first process as 5: the
// socket would keep the container's network namespace, and with it its veth pairs, for longer.
#include "helper/capture/recorder.h"

#include <cap-ng.h>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <sys/prctl.h>

namespace {

constexpr int socketDescriptor = 3, targetDescriptor = 4, processDescriptor = 5;

/// It needs nothing but its descriptors.
vitrine::Result<void> dropPrivileges()
{
    capng_clear(CAPNG_SELECT_BOTH);
    if (capng_apply(CAPNG_SELECT_BOTH) != 0)
        return vitrine::Error::fromErrno("capng_apply", "capabilities");
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return vitrine::Error::fromErrno("prctl", "PR_SET_NO_NEW_PRIVS");
    return {};
}

} // namespace

int main(int count, char** arguments)
{
    using namespace vitrine;
    if (count != 2) {
        std::fprintf(stderr, "usage: vitrine-capture LINK\n");
        return 2;
    }
    ::signal(SIGPIPE, SIG_IGN);
    const auto record = [&]() -> Result<void> {
        TRY(dropPrivileges());
        const bool ofProcess = ::fcntl(processDescriptor, F_GETFD) >= 0;
        return capture::Recorder(
            socketDescriptor, targetDescriptor, ofProcess ? processDescriptor : -1, arguments[1])
            .run();
    };
    const auto done = record();
    if (done || done.error().number == EPIPE) // the reader has seen enough
        return 0;
    std::fprintf(stderr, "vitrine-capture: %s\n", done.error().message().c_str());
    return 1;
}
