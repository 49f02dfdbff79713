// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/program.h"

#include <algorithm>
#include <csignal>

namespace vitrine::kernel {

std::vector<char*> pointersTo(std::vector<std::string>& strings)
{
    std::vector<char*> list;
    for (auto& text : strings)
        list.push_back(text.data());
    list.push_back(nullptr);
    return list;
}

std::vector<std::string> programFiles(const std::string& program, const std::string& path)
{
    if (program.find('/') != std::string::npos)
        return { program };
    std::vector<std::string> files;
    for (std::size_t at = 0; at <= path.size();) {
        const std::size_t colon = std::min(path.find(':', at), path.size());
        if (colon > at)
            files.push_back(path.substr(at, colon - at) + "/" + program);
        at = colon + 1;
    }
    return files;
}

void resetSignals()
{
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    struct sigaction fresh { };
    fresh.sa_handler = SIG_DFL;
    for (int signal = 1; signal < NSIG; ++signal)
        (void)::sigaction(signal, &fresh, nullptr); // SIGKILL and SIGSTOP have none
}

} // namespace vitrine::kernel
