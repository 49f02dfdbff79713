// SPDX-License-Identifier: GPL-3.0-or-later
// container-start: from the request to the end of `true` in a new container, against what people
// use instead and against the kernel's own floor.
//
// Ours always loads its seccomp filter, makes a user and a time namespace and mounts the overlay,
// also where the peer does not: every difference is in the peer's favour.
#include "backend/kernel/seccomp.h"
#include "tests/bench/bundle.h"
#include "tests/bench/command.h"
#include "tests/bench/launcher_client.h"
#include "tests/bench/samples.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

using namespace vitrine;
using namespace vitrine::bench;

namespace {

constexpr int warmUp = 5;
constexpr int rounds = 101;
const std::string cgroupRoot = "/sys/fs/cgroup"; // the one of packaging/bench: cgroup2

/// Ours: milliseconds from the request to the exec of the payload, and to the news of its end.
Result<std::vector<double>> startOurs(LauncherClient& launcher, const std::string& container)
{
    const double start = now();
    TRY(launcher.call("start", { { "container", container } }));
    const double started = now();
    TRY(launcher.waitUntilEnded(container));
    return std::vector { (started - start) * 1e3, (now() - start) * 1e3 };
}

Result<void> writeFilter(const std::string& path)
{
    const kernel::BpfProgram program = TRY(kernel::compileDefaultProfile());
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(program.data()),
        std::streamsize(program.size() * sizeof(sock_filter)));
    file.close();
    if (!file)
        return Error::of(ErrorKind::Kernel, path, "it cannot be written");
    return {};
}

Contender commandContender(const std::string& name, const Command& command)
{
    return { name, [command]() -> Result<std::vector<double>> {
                return std::vector { TRY(timeCommand(command)) };
            } };
}

/// bench-floor with OPTIONS; its nanoseconds as milliseconds.
Result<Contender> floorContender(
    const std::string& name, const std::string& folder, Command options)
{
    const std::string scratch = folder + "/" + name;
    std::filesystem::create_directory(scratch);
    Command command { programFolder() + "/bench-floor" };
    command.insert(command.end(), options.begin(), options.end());
    for (const std::string& argument :
        { folder + "/layer", scratch, cgroupRoot + "/bench-" + name, std::string("/bin/true") })
        command.push_back(argument);
    auto floor = std::make_shared<Coprocess>(TRY(Coprocess::start(command)));
    return Contender { name, [floor]() -> Result<std::vector<double>> {
                          auto values = TRY(floor->run());
                          for (double& value : values)
                              value /= 1e6;
                          return values;
                      } };
}

/// Everything to measure; the peers' root file system is mounted at ROOT.
Result<std::vector<Contender>> contenders(const std::string& folder, const std::string& root,
    LauncherClient& launcher, const std::string& container)
{
    TRY(writeFilter(folder + "/filter"));
    const Command truth { "/bin/true" };
    TRY(writeBundle(folder + "/filtered", root, truth, Filter::FieldsDefault));
    TRY(writeBundle(folder + "/two-abis", root, truth, Filter::Ours));
    TRY(writeBundle(folder + "/plain", root, truth, Filter::None));
    const auto run = [&](const std::string& runtime, const std::string& bundle) {
        return Command { runtime, "--root", stateFolder, "run", "--bundle", folder + "/" + bundle,
            "bench" };
    };
    return std::vector<Contender> {
        { "vitrine", [&launcher, container] { return startOurs(launcher, container); } },
        commandContender("crun", run("crun", "filtered")),
        commandContender("crun-two-abis", run("crun", "two-abis")),
        commandContender("crun-plain", run("crun", "plain")),
        commandContender("bwrap",
            { "bwrap", "--unshare-all", "--ro-bind", folder + "/layer", "/", "--proc", "/proc",
                "--dev", "/dev", "--tmpfs", "/tmp", "/bin/true" }),
        commandContender("runc", run("runc", "filtered")),
        TRY(floorContender("floor", folder, { "--user", "--seccomp", folder + "/filter" })),
        TRY(floorContender("floor-plain", folder, {})),
    };
}

/// The headline first, then a line for each further peer and floor.
void report(const Medians& medians)
{
    enum { ToExec, ToEnd };
    const auto line = [&](const std::string& name, const char* peer, std::size_t ours,
                          std::size_t theirs, double goal) {
        const auto us = medians.find("vitrine"), them = medians.find(peer);
        if (us != medians.end() && them != medians.end())
            std::puts(
                comparison(name, us->second[ours], peer, them->second[theirs], "ms", goal).c_str());
    };
    const auto command = [&](const std::string& name, const char* peer, double goal) {
        line(name, peer, ToEnd, 0, goal); // a command has one value, from its start to its end
    };
    command("container-start", "crun", 0.25);
    command("container-start.crun-two-abis", "crun-two-abis", 0.25);
    command("container-start.crun-plain", "crun-plain", 0.50);
    command("container-start.bwrap", "bwrap", 1.00);
    command("container-start.runc", "runc", 0.25);
    line("container-start.floor", "floor", ToExec, ToExec, 1.50);
    line("container-start.floor-plain", "floor-plain", ToExec, ToExec, 1.50);
    line("container-start.floor-end", "floor", ToEnd, ToEnd, 1.50);
}

Result<void> measure(const std::string& folder)
{
    LauncherClient launcher = TRY(LauncherClient::start(folder));
    const std::string container = TRY(launcher.create("bench", { "/bin/true" }));
    TRY(makeLayer(folder + "/layer"));
    const Mount root = TRY(mountRoot(folder + "/layer", folder));
    const Medians medians
        = interleave(TRY(contenders(folder, root.path(), launcher, container)), warmUp, rounds);
    if (!medians.contains("vitrine"))
        return Error::of(ErrorKind::NotSupported, "vitrine", "there is nothing to compare");
    report(medians);
    TRY(launcher.call("delete", { { "container", container } }));
    return {};
}

} // namespace

int main(int count, char** arguments)
{
    if (count != 2) {
        std::fputs("usage: bench-container-start FOLDER (empty, for what it needs)\n", stderr);
        return 2;
    }
    const auto result = measure(arguments[1]);
    if (!result)
        std::fprintf(stderr, "container-start: %s\n", result.error().message().c_str());
    return result ? 0 : 1;
}
