// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/name_server_search.h"

#include "backend/base/files.h"
#include "backend/kernel/pidfd.h"
#include "helper/names/protocol.h"

#include <charconv>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::launcher {

namespace {

/// The network that process PID serves, empty when it is another process.
std::string networkOf(const std::string& pid)
{
    const std::string option { "\0--hostsdir=/", 13 }, end { "/hosts\0", 7 };
    struct stat status { };
    const auto arguments = readFile(AT_FDCWD, "/proc/" + pid + "/cmdline");
    if (!arguments || ::stat(("/proc/" + pid).c_str(), &status) != 0
        || (status.st_uid != names::user && status.st_uid != ::geteuid()))
        return {};
    const std::string& text = arguments.value();
    const std::size_t begin = text.find(option);
    const std::size_t stop
        = begin == std::string::npos ? begin : text.find(end, begin + option.size());
    return stop == std::string::npos
        ? std::string()
        : text.substr(begin + option.size(), stop - begin - option.size());
}

} // namespace

Result<std::map<std::string, UniqueFd>> findNameServers(const std::set<std::string>& networks)
{
    std::map<std::string, UniqueFd> found;
    if (networks.empty())
        return found;
    const UniqueFd processes = TRY(openDirectory(AT_FDCWD, "/proc"));
    for (const auto& name : TRY(namesIn(processes.get()))) {
        pid_t pid = 0;
        const auto parsed = std::from_chars(name.data(), name.data() + name.size(), pid);
        if (parsed.ptr != name.data() + name.size() || !networks.contains(networkOf(name)))
            continue;
        auto process = kernel::openProcess(pid);
        // Once more with the descriptor in hand: the number may be another's by now.
        const std::string network = process ? networkOf(name) : std::string();
        if (!networks.contains(network))
            continue;
        // Those that it forks for a connection by TCP have its arguments; it is the oldest.
        const auto parent = kernel::parentOf(pid);
        if (parent && networkOf(std::to_string(parent.value())) == network)
            continue;
        found[network] = std::move(process).value();
    }
    return found;
}

} // namespace vitrine::launcher
