// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine-observer --control FD: serves the streams of OpenObserve and OpenStats (control.h).
// It only reads, and as root keeps nothing but the capabilities that reading takes.
#include "backend/observe/observer.h"
#include "backend/observe/text.h"

#include <cap-ng.h>
#include <csignal>
#include <cstdio>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace {

using vitrine::Error;
using vitrine::Result;

void report(const Error& error)
{
    std::fprintf(stderr, "vitrine-observer: %s\n", error.message().c_str());
}

/// Keeps, of what this process has: CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH to read about others,
/// CAP_SYS_ADMIN to enter network namespaces, CAP_NET_ADMIN to ask about them.
Result<void> dropPrivileges()
{
    const bool bounded = capng_have_capability(CAPNG_EFFECTIVE, CAP_SETPCAP) == 1;
    const bool privileged = capng_have_capabilities(CAPNG_SELECT_CAPS) != CAPNG_NONE;
    const int wanted[] { CAP_SYS_PTRACE, CAP_DAC_READ_SEARCH, CAP_SYS_ADMIN, CAP_NET_ADMIN };
    bool has[4];
    for (int i = 0; i < 4; ++i)
        has[i] = capng_have_capability(CAPNG_PERMITTED, unsigned(wanted[i])) == 1;
    capng_clear(bounded ? CAPNG_SELECT_BOTH : CAPNG_SELECT_CAPS);
    for (int i = 0; i < 4; ++i)
        if (has[i])
            capng_updatev(
                CAPNG_ADD, capng_type_t(CAPNG_EFFECTIVE | CAPNG_PERMITTED), wanted[i], -1);
    if (privileged && capng_apply(bounded ? CAPNG_SELECT_BOTH : CAPNG_SELECT_CAPS) != 0)
        return Error::fromErrno("capng_apply", "capabilities");
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return Error::fromErrno("prctl", "PR_SET_NO_NEW_PRIVS");
    return {};
}

/// Descriptors are kept for processes and cgroups: as many as we may have.
Result<void> raiseDescriptorLimit()
{
    rlimit limit {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return Error::fromErrno("getrlimit", "RLIMIT_NOFILE");
    limit.rlim_cur = limit.rlim_max;
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0)
        return Error::fromErrno("setrlimit", "RLIMIT_NOFILE");
    return {};
}

Result<void> serve(int control)
{
    std::signal(SIGPIPE, SIG_IGN);
    TRY(dropPrivileges());
    TRY(raiseDescriptorLimit());
    auto observer = TRY(vitrine::observe::Observer::create(vitrine::UniqueFd(control), report));
    return observer.run();
}

} // namespace

int main(int count, char** arguments)
{
    const auto control = count == 3 && std::string_view(arguments[1]) == "--control"
        ? vitrine::observe::number<int>(arguments[2])
        : std::nullopt;
    if (!control || *control < 3) {
        std::fprintf(stderr, "usage: vitrine-observer --control FD\n");
        return 2;
    }
    if (const auto served = serve(*control); !served) {
        report(served.error());
        return 1;
    }
    return 0;
}
