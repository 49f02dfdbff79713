// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_command.h"
#include "gui/app/gui_main.h"

#include <QCoreApplication>

#include <array>
#include <cstring>

namespace vitrine {

namespace {

constexpr std::array commandNames { "run", "create", "plan", "exec", "attach", "sessions", "logs",
    "events", "list", "features", "limit", "network", "start", "stop", "restart", "pause", "resume",
    "update", "rename", "clone", "rm", "restore", "help" };

void printHelp(const std::vector<std::unique_ptr<cli::Command>>& commands)
{
    using cli::Text;
    cli::print(Text::tr("Usage: vitrine [--system] [--theme light|dark] [--size WxH]\n"
                        "       vitrine --screenshot PATH\n"
                        "       vitrine COMMAND [options] …\n\n"
                        "Without a command the window opens.\n\nCommands:"));
    for (const auto& command : commands)
        cli::print(QStringLiteral("  %1  %2")
                       .arg(command->words().name.leftJustified(8), command->words().summary));
    cli::print(
        Text::tr("\nWindow:\n"
                 "  --system           talk to the helper on the system bus\n"
                 "  --session          talk to the helper on the session bus\n"
                 "  --theme NAME       light or dark, whatever the desktop says\n"
                 "  --size WxH         size of the window\n"
                 "  --screenshot PATH  write a picture of every view and exit; PATH is a\n"
                 "                     folder or a file NAME.png (NAME-VIEW.png)\n\n"
                 "vitrine COMMAND --help tells more. Exit status: 0, or 2 usage or invalid\n"
                 "field, 3 not found, 4 exists, 5 busy, 6 not supported, 7 not authorized,\n"
                 "8 cancelled, 9 quota, 10 kernel, 1 anything else. Of run, exec, attach and\n"
                 "start --attach that of the command (128 + its signal), or 127 when it is\n"
                 "not there, 126 when it cannot be executed, 125 when something else failed."));
}

} // namespace

namespace cli {

std::vector<std::unique_ptr<Command>> makeCommands()
{
    std::vector<std::unique_ptr<Command>> commands;
    commands.push_back(makeRun());
    commands.push_back(makeCreate());
    commands.push_back(makePlan());
    commands.push_back(makeExec());
    commands.push_back(makeAttach());
    commands.push_back(makeSessions());
    commands.push_back(makeLogs());
    commands.push_back(makeEvents());
    commands.push_back(makeList());
    commands.push_back(makeFeatures());
    commands.push_back(makeLimit());
    commands.push_back(makeNetwork());
    commands.push_back(makeUpdate());
    commands.push_back(makeRename());
    commands.push_back(makeClone());
    for (auto& operation : makeOperations())
        commands.push_back(std::move(operation));
    return commands;
}

} // namespace cli

bool isCommand(const char* word)
{
    for (const char* name : commandNames)
        if (std::strcmp(word, name) == 0)
            return true;
    return false;
}

int commandMain(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("vitrine"));
    QCoreApplication::setApplicationVersion(QStringLiteral(VITRINE_VERSION));
    const auto commands = cli::makeCommands();
    QStringList arguments = QCoreApplication::arguments();
    if (arguments.contains(QStringLiteral("--version"))
        && !isCommand(qUtf8Printable(arguments.value(1)))) {
        cli::print(QStringLiteral("vitrine " VITRINE_VERSION));
        return 0;
    }
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        for (const auto& command : commands) {
            if (command->words().name != arguments.at(i))
                continue;
            // Options before the command count as its own: vitrine --json list.
            arguments.removeAt(i);
            command->execute(arguments);
            return QCoreApplication::exec();
        }
        if (!arguments.at(i).startsWith(QLatin1Char('-'))
            && arguments.at(i) != QLatin1String("help")) {
            cli::printError(
                cli::Text::tr("vitrine: %1 is no command; see --help").arg(arguments.at(i)));
            return 2;
        }
    }
    printHelp(commands);
    return 0;
}

} // namespace vitrine
