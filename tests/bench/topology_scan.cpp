// SPDX-License-Identifier: GPL-3.0-or-later
// One look at the links of 1,001 network namespaces with 200 veth pairs among them: the observer's
// rows, beside the least that the kernel must be asked, and beside ip(8) in each of them.
#include "backend/observe/link_scan.h"
#include "tests/bench/command.h"
#include "tests/bench/samples.h"
#include "tests/bench/topology_floor.h"

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <sched.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace vitrine;
using namespace vitrine::bench;

namespace {

constexpr int others = 1'000, pairs = 200, rounds = 21, warmUp = 3;
constexpr int sample = 20; ///< namespaces in which ip is run, as it takes so long
constexpr double floorGoal = 1.3, commandGoal = 0.02;

/// Open namespaces; they live as long as this.
Result<std::vector<UniqueFd>> makeNamespaces()
{
    rlimit files {};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = std::max<rlim_t>(files.rlim_cur, std::min<rlim_t>(files.rlim_max, 4096));
    if (::setrlimit(RLIMIT_NOFILE, &files) != 0)
        return Error::fromErrno("setrlimit", "open files");
    const UniqueFd own(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
    std::vector<UniqueFd> spaces;
    for (int i = 0; i <= others; ++i) {
        if (::unshare(CLONE_NEWNET) != 0)
            return Error::fromErrno("unshare", "network namespace");
        spaces.emplace_back(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
        if (!spaces.back())
            return Error::fromErrno("open", "network namespace");
    }
    if (::setns(own.get(), CLONE_NEWNET) != 0)
        return Error::fromErrno("setns", "network namespace");
    return spaces;
}

std::string pathOf(const UniqueFd& space)
{
    return "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(space.get());
}

/// Ties the first ones to the last one.
Result<void> connect(const std::vector<UniqueFd>& spaces)
{
    const std::string batch = "/tmp/vitrine-topology-scan." + std::to_string(::getpid());
    std::ofstream lines(batch);
    for (int i = 0; i < pairs; ++i)
        lines << "link add v" << i << " type veth peer name eth0 netns "
              << pathOf(spaces[std::size_t(i)]) << "\naddress add 10.9." << i / 100 << "."
              << i % 100 << "/32 dev v" << i << "\nlink set v" << i << " up\n";
    lines.close();
    const auto done
        = timeCommand({ "nsenter", "--net=" + pathOf(spaces.back()), "ip", "-batch", batch });
    ::unlink(batch.c_str());
    if (!done)
        return done.error();
    return {};
}

std::vector<observe::NetworkNamespace> named(const std::vector<UniqueFd>& spaces)
{
    std::vector<observe::NetworkNamespace> result;
    for (const UniqueFd& space : spaces) {
        struct stat about { };
        ::fstat(space.get(), &about);
        result.push_back({ about.st_ino, [&space]() -> Result<UniqueFd> {
                              UniqueFd copy(::fcntl(space.get(), F_DUPFD_CLOEXEC, 0));
                              if (!copy)
                                  return Error::fromErrno("fcntl", "network namespace");
                              return copy;
                          } });
    }
    return result;
}

Result<std::vector<double>> timed(const std::function<Result<bool>()>& work)
{
    const double start = now();
    if (!TRY(work()))
        return Error::invalid("links", "not all of them were found");
    return std::vector<double> { (now() - start) * 1e3 };
}

bool complete(const std::vector<observe::LinkRow>& rows)
{
    std::size_t ends = 0;
    for (const observe::LinkRow& row : rows)
        ends += row.kind == "veth" && row.peerNetns != 0;
    return ends == 2 * pairs && rows.size() == others + 1 + 2 * pairs;
}

Result<double> commandEach(const std::vector<UniqueFd>& spaces)
{
    std::vector<double> each;
    for (int i = 0; i < sample; ++i)
        each.push_back(TRY(
            timeCommand({ "nsenter", "--net=" + pathOf(spaces[std::size_t(i * (others / sample))]),
                "ip", "-json", "-details", "-statistics", "address", "show" })));
    return median(each) * double(spaces.size());
}

Result<void> run()
{
    const std::vector<UniqueFd> spaces = TRY(makeNamespaces());
    TRY(connect(spaces));
    const auto wanted = named(spaces);
    observe::LinkScan scan;
    TopologyFloor floor = TRY(TopologyFloor::create());
    TRY(floor.number(spaces));
    const auto ours
        = [&] { return timed([&]() -> Result<bool> { return complete(scan.scan(wanted)); }); };
    const auto least = [&] {
        return timed([&]() -> Result<bool> { return TRY(floor.look()) >= others + 1 + 2 * pairs; });
    };
    const auto medians = interleave({ { "ours", ours }, { "floor", least } }, warmUp, rounds);
    if (medians.size() != 2)
        return Error::invalid("topology-scan", "it could not be measured");
    const double took = medians.at("ours").front();
    std::puts(
        comparison("topology-scan", took, "floor", medians.at("floor").front(), "ms", floorGoal)
            .c_str());
    std::puts(comparison(
        "topology-scan.command", took, "nsenter+ip", TRY(commandEach(spaces)), "ms", commandGoal)
                  .c_str());
    return {};
}

} // namespace

int main()
{
    const auto done = run();
    if (!done)
        std::fprintf(stderr, "topology-scan: %s\n", done.error().message().c_str());
    return done ? 0 : 1;
}
