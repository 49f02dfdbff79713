// SPDX-License-Identifier: GPL-3.0-or-later
// container-start-100: a hundred containers at once, from the first request to the end of the last
// one's `true`, against as many crun processes. As in container-start, ours does more.
#include "tests/bench/bundle.h"
#include "tests/bench/command.h"
#include "tests/bench/launcher_client.h"
#include "tests/bench/samples.h"

#include <cstdio>

using namespace vitrine;
using namespace vitrine::bench;

namespace {

constexpr int containers = 100;
constexpr int warmUp = 1;
constexpr int rounds = 7;
constexpr double goal = 0.5;

/// Milliseconds for each container.
Result<std::vector<double>> runOurs(LauncherClient& launcher, const std::vector<std::string>& ids)
{
    const double start = now();
    TRY(launcher.runAtOnce(ids));
    const double duration = now() - start;
    TRY(launcher.call(
        "list", nlohmann::json::object())); // what it writes up after an end is done by then
    return std::vector { duration * 1e3 / containers };
}

/// crun with FILTER; the peers' root file system is mounted at ROOT.
Result<Contender> peer(
    const std::string& name, const std::string& folder, const std::string& root, Filter filter)
{
    std::vector<Command> commands;
    for (int i = 0; i < containers; ++i) {
        const std::string id = name + "-" + std::to_string(i), bundle = folder + "/" + id;
        TRY(writeBundle(bundle, root, { "/bin/true" }, filter));
        commands.push_back({ "crun", "--root", stateFolder, "run", "--bundle", bundle, id });
    }
    return Contender { name, [commands]() -> Result<std::vector<double>> {
                          return std::vector { TRY(timeAtOnce(commands)) / containers };
                      } };
}

Result<void> measure(const std::string& folder)
{
    LauncherClient launcher = TRY(LauncherClient::start(folder));
    std::vector<std::string> ids;
    for (int i = 0; i < containers; ++i)
        ids.push_back(TRY(launcher.create("bench-" + std::to_string(i), { "/bin/true" })));
    TRY(makeLayer(folder + "/layer"));
    const Mount root = TRY(mountRoot(folder + "/layer", folder));
    const Medians medians
        = interleave({ { "vitrine", [&] { return runOurs(launcher, ids); } },
                         TRY(peer("crun", folder, root.path(), Filter::FieldsDefault)),
                         TRY(peer("crun-plain", folder, root.path(), Filter::None)) },
            warmUp, rounds);
    const auto ours = medians.find("vitrine");
    for (const auto& [name, who] : { std::pair("container-start-100", "crun"),
             std::pair("container-start-100.crun-plain", "crun-plain") })
        if (const auto theirs = medians.find(who); ours != medians.end() && theirs != medians.end())
            std::puts(
                comparison(name, ours->second[0], who, theirs->second[0], "ms", goal).c_str());
    for (const std::string& id : ids)
        TRY(launcher.call("delete", { { "container", id } }));
    return ours != medians.end()
        ? Result<void>()
        : Error::of(ErrorKind::NotSupported, "vitrine", "there is nothing to compare");
}

} // namespace

int main(int count, char** arguments)
{
    if (count != 2) {
        std::fputs("usage: bench-container-start-100 FOLDER (empty, for what it needs)\n", stderr);
        return 2;
    }
    const auto result = measure(arguments[1]);
    if (!result)
        std::fprintf(stderr, "container-start-100: %s\n", result.error().message().c_str());
    return result ? 0 : 1;
}
