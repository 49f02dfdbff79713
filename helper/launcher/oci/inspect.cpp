// SPDX-License-Identifier: GPL-3.0-or-later
// state, list, ps.
#include "backend/kernel/cgroup.h"
#include "helper/launcher/oci/options.h"
#include "helper/launcher/oci/runtime.h"

#include <cstdio>
#include <fcntl.h>
#include <pwd.h>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

namespace vitrine::oci {

namespace {

void print(const Json& json)
{
    std::puts(json.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
}

std::string nameOfUser(std::uint32_t uid)
{
    const passwd* entry = ::getpwuid(uid);
    return entry ? entry->pw_name : "#" + std::to_string(uid);
}

/// What crun and runc show, which is the state and some more.
Json detailed(const Container& container, Status status)
{
    Json json = stateJson(container, status);
    json["rootfs"] = container.root;
    json["created"] = container.created;
    json["owner"] = nameOfUser(container.owner);
    if (!container.cgroupPath.empty())
        json["cgroup"] = container.cgroupPath;
    return json;
}

Result<std::vector<pid_t>> processesIn(const Container& container)
{
    std::vector<pid_t> pids;
    if (container.cgroupPath.empty()) {
        if (processOf(container))
            pids.push_back(container.pid);
        return pids;
    }
    const auto group = TRY(kernel::Cgroup::open(container.cgroupMount, container.cgroupPath));
    std::istringstream numbers(TRY(group.read("cgroup.procs")));
    for (pid_t pid = 0; numbers >> pid;)
        pids.push_back(pid);
    return pids;
}

void printTable(const std::vector<std::pair<Container, Status>>& rows)
{
    std::printf(
        "%-24s %-8s %-9s %-40s %-30s %s\n", "ID", "PID", "STATUS", "BUNDLE", "CREATED", "OWNER");
    for (const auto& [container, status] : rows)
        std::printf("%-24s %-8d %-9s %-40s %-30s %s\n", container.id.c_str(),
            status == Status::Stopped ? 0 : container.pid, nameOf(status), container.bundle.c_str(),
            container.created.c_str(), nameOfUser(container.owner).c_str());
}

} // namespace

Result<int> showState(const Runtime& runtime, const Arguments& arguments)
{
    const std::string id = TRY(onlyId(arguments, 0));
    const Store store = TRY(Store::open(runtime.root));
    const Container container = TRY(store.find(id));
    print(detailed(container, TRY(statusOf(store, container))));
    return 0;
}

Result<int> listContainers(const Runtime& runtime, const Arguments& arguments)
{
    static const std::vector<OptionName> names { { "format", 'f', true, "table or json" },
        { "quiet", 'q', false, "ids only" } };
    std::size_t at = 0;
    const Options options = TRY(Options::parse(arguments, at, names));
    const std::string format = options.value("format", "table");
    if (format != "table" && format != "json")
        return Error::invalid("--format", "must be table or json, not '" + format + "'");
    if (at < arguments.size())
        return Error::invalid(arguments[at], "is one word too many");
    const Store store = TRY(Store::open(runtime.root));
    std::vector<Error> problems;
    std::vector<std::pair<Container, Status>> rows;
    for (auto& container : TRY(store.all(problems))) {
        const Status status = TRY(statusOf(store, container));
        rows.emplace_back(std::move(container), status);
    }
    for (const auto& problem : problems)
        runtime.warn(problem.message());
    if (options.has("quiet")) {
        for (const auto& [container, status] : rows)
            std::puts(container.id.c_str());
    } else if (format == "json") {
        Json list = Json::array();
        for (const auto& [container, status] : rows)
            list.push_back(detailed(container, status));
        print(list);
    } else {
        printTable(rows);
    }
    return 0;
}

Result<int> listProcesses(const Runtime& runtime, const Arguments& arguments)
{
    static const std::vector<OptionName> names { { "format", 'f', true, "table or json" } };
    std::size_t at = 0;
    const Options options = TRY(Options::parse(arguments, at, names));
    const std::string format = options.value("format", "table");
    if (format != "table" && format != "json")
        return Error::invalid("--format", "must be table or json, not '" + format + "'");
    const std::string id = TRY(onlyId(arguments, at));
    const Store store = TRY(Store::open(runtime.root));
    const auto pids = TRY(processesIn(TRY(store.find(id))));
    if (format == "json") {
        print(Json(pids));
        return 0;
    }
    std::puts("PID");
    for (const pid_t pid : pids)
        std::printf("%d\n", pid);
    return 0;
}

} // namespace vitrine::oci
