// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine-oci: the command line of an OCI runtime, as runc and crun have it.
#include "helper/launcher/oci/options.h"
#include "helper/launcher/oci/report.h"
#include "helper/launcher/oci/runtime.h"
#include "helper/launcher/own_program.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <linux/close_range.h>
#include <unistd.h>

using namespace vitrine;
using namespace vitrine::oci;

namespace {

const std::vector<OptionName>& optionNames()
{
    static const std::vector<OptionName> names {
        { "root", 0, true, "directory for states" },
        { "log", 0, true, "file for errors, too" },
        { "log-format", 0, true, "text or json" },
        { "log-level", 0, true, "error, warning or debug" },
        { "debug", 0, false, "say more" },
        { "systemd-cgroup", 0, false, "refused: groups are made by this program" },
        { "cgroup-manager", 0, true, "cgroupfs" },
        { "rootless", 0, true, "true, false or auto: found out anyway" },
        { "version", 'v', false, "say the version" },
        { "help", 'h', false, "say this" },
    };
    return names;
}

void printHelp()
{
    std::puts("usage: vitrine-oci [OPTION]… COMMAND [OPTION]… [WORD]…\n\n"
              "Makes and runs containers of the OCI runtime specification.\n\nOptions:");
    for (const auto& option : optionNames())
        std::printf("  --%-16s %s\n", option.name, option.meaning);
    std::puts("\nCommands:");
    for (const auto& command : commands())
        std::printf("  %-8s %-40s %s\n", command.name, command.usage, command.meaning);
}

/// Only root's own is for all; a user's goes away with the last of the user's sessions.
std::string defaultRoot()
{
    const char* runtime = ::getenv("XDG_RUNTIME_DIR");
    if (::geteuid() != 0 && runtime && *runtime == '/')
        return std::string(runtime) + "/vitrine-oci";
    return ::geteuid() == 0 ? "/run/vitrine-oci"
                            : "/tmp/vitrine-oci-" + std::to_string(::geteuid());
}

/// Only those commands that let this program into a container have to see to it.
Result<void> protect(const std::string& name, char** arguments)
{
    for (const auto& command : commands())
        if (name == command.name && command.way == Way::EntersContainer)
            TRY(launcher::protectOwnProgram("vitrine-oci", arguments));
    return {};
}

Result<int> runCommand(
    const Options& options, const Arguments& words, std::size_t at, Report& report)
{
    const std::string manager = options.value("cgroup-manager", "cgroupfs");
    if (manager != "cgroupfs" && manager != "systemd")
        return Error::invalid("--cgroup-manager", "must be cgroupfs, not '" + manager + "'");
    Runtime runtime;
    runtime.root = options.value("root", defaultRoot());
    runtime.systemdCgroup = options.has("systemd-cgroup") || manager == "systemd";
    runtime.warn = [&report](const std::string& text) { report.tell("warning", text); };
    for (const auto& command : commands())
        if (words[at] == command.name)
            return command.run(runtime, Arguments(words.begin() + long(at) + 1, words.end()));
    return Error::invalid(words[at], "is no command; see --help");
}

} // namespace

const std::vector<Command>& oci::commands()
{
    static const std::vector<Command> all {
        { "create", "[-b DIRECTORY] ID", "make a container", createContainer,
            Way::EntersContainer },
        { "start", "ID", "run the program of one that was made", startContainer },
        { "run", "[-b DIRECTORY] [-d] ID", "both, and wait for its end", runContainer,
            Way::EntersContainer },
        { "state", "ID", "say how it is", showState },
        { "kill", "[-a] ID [SIGNAL]", "send it a signal", killContainer },
        { "delete", "[-f] ID", "remove it", deleteContainer },
        { "exec", "[-t] ID COMMAND…", "run one more program in it", execInContainer,
            Way::EntersContainer },
        { "list", "[-f json]", "all of them", listContainers },
        { "ps", "[-f json] ID", "its processes", listProcesses },
        { "pause", "ID", "stop all of its processes for a while", pauseContainer },
        { "resume", "ID", "let them go on", resumeContainer },
        { "update", "[-r FILE] ID", "change its limits", updateContainer },
        { "events", "[--stats] ID", "what it uses", showEvents },
        { "spec", "[-b DIRECTORY] [--rootless]", "write a config.json to begin with", writeSpec },
        { "features", "", "what this program can do", showFeatures },
    };
    return all;
}

int main(int count, char** arguments)
{
    Report report;
    const Arguments words(arguments + 1, arguments + count);
    std::size_t at = 0;
    const auto options = Options::parse(words, at, optionNames());
    if (!options) {
        report.tell("error", options.error().message());
        return 1;
    }
    if (options.value().has("version")) {
        std::printf("vitrine-oci version %s\nspec: %s\n", VITRINE_VERSION, specificationVersion);
        return 0;
    }
    if (options.value().has("help") || at == words.size()) {
        printHelp();
        return options.value().has("help") ? 0 : 1;
    }
    if (const auto safe = protect(words[at], arguments); !safe) {
        report.tell("error", safe.error().message());
        return 1;
    }
    // After that, which executes this program anew: what the caller left open is nobody's but the
    // payload's, and only where it is asked for. The child sees to it again.
    (void)::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    if (const auto opened = report.open(options.value()); !opened) {
        report.tell("error", opened.error().message());
        return 1;
    }
    const auto done = runCommand(options.value(), words, at, report);
    if (!done) {
        report.tell("error", done.error().message());
        return 1;
    }
    std::fflush(stdout);
    return done.value();
}
