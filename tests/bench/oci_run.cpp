// SPDX-License-Identifier: GPL-3.0-or-later
// oci-run: `vitrine-oci run` of a bundle whose payload is `true`, whole process, against Debian's
// crun with the same bundle.
#include "tests/bench/bundle.h"
#include "tests/bench/command.h"
#include "tests/bench/samples.h"

#include <cstdio>

using namespace vitrine;
using namespace vitrine::bench;

namespace {

constexpr int warmUp = 5;
constexpr int rounds = 101;

Contender contender(const std::string& name, const Command& command)
{
    return { name, [command]() -> Result<std::vector<double>> {
                return std::vector { TRY(timeCommand(command)) };
            } };
}

struct Bundle {
    const char* name;
    Filter filter;
};

// The filter is the field's for the three ABIs that podman hands over, then Vitrine's two, then
// none.
constexpr Bundle bundles[] { { "filtered", Filter::FieldsDefault }, { "two-abis", Filter::Ours },
    { "plain", Filter::None } };

Result<void> measure(const std::string& folder)
{
    TRY(makeLayer(folder + "/layer"));
    const Mount root = TRY(mountRoot(folder + "/layer", folder));
    const std::string ours = programFolder() + "/vitrine-oci";
    std::vector<Contender> contenders;
    for (const auto& bundle : bundles) {
        const std::string path = folder + "/" + bundle.name, name = bundle.name;
        TRY(writeBundle(path, root.path(), { "/bin/true" }, bundle.filter));
        for (const auto& [who, program] :
            { std::pair("vitrine-", ours), std::pair("crun-", std::string("crun")) })
            contenders.push_back(contender(who + name,
                { program, "--root", folder + "/state-" + who, "run", "--bundle", path, "bench" }));
    }
    contenders.push_back(contender("runc",
        { "runc", "--root", folder + "/state-runc", "run", "--bundle", folder + "/filtered",
            "bench" }));
    const Medians medians = interleave(std::move(contenders), warmUp, rounds);
    const auto line = [&](const std::string& name, const std::string& us, const std::string& them,
                          double goal) {
        const auto left = medians.find(us), right = medians.find(them);
        if (left != medians.end() && right != medians.end())
            std::puts(
                comparison(name, left->second[0], them, right->second[0], "ms", goal).c_str());
    };
    line("oci-run", "vitrine-filtered", "crun-filtered", 0.60);
    line("oci-run.two-abis", "vitrine-two-abis", "crun-two-abis", 0.60);
    line("oci-run.plain", "vitrine-plain", "crun-plain", 0.60);
    line("oci-run.runc", "vitrine-filtered", "runc", 0.60);
    return {};
}

} // namespace

int main(int count, char** arguments)
{
    if (count != 2) {
        std::fputs("usage: bench-oci-run FOLDER (empty, for what it needs)\n", stderr);
        return 2;
    }
    const auto result = measure(arguments[1]);
    if (!result)
        std::fprintf(stderr, "oci-run: %s\n", result.error().message().c_str());
    return result ? 0 : 1;
}
