// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine-logs: reads a container's log (helper/api/log_format.h) for one reader, who may take
// their time. Gets the container's directory as descriptor 3 and a pipe as descriptor 4; see
// options.h.
#include "helper/logs/delivery.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <sys/prctl.h>

int main(int count, char** arguments)
{
    using namespace vitrine;
    ::signal(SIGPIPE, SIG_IGN);
    (void)::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); // it needs nothing but its two descriptors
    const auto work = [&]() -> Result<void> {
        const logs::Options options
            = TRY(logs::optionsFrom(std::vector<std::string>(arguments + 1, arguments + count)));
        logs::Delivery delivery(logs::directoryDescriptor, logs::targetDescriptor, options);
        return delivery.run();
    };
    const auto done = work();
    if (done || done.error().number == EPIPE) // the reader has seen enough
        return 0;
    std::fprintf(stderr, "vitrine-logs: %s\n", done.error().message().c_str());
    return 1;
}
