// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_command.h"
#include "gui/models/format.h"

#include <QJsonArray>

#include <algorithm>

namespace vitrine::cli {

namespace {

class List : public Command {
public:
    List()
        : Command(
            { QStringLiteral("list"), Text::tr("[options]"), Text::tr("List the workloads.") })
    {
    }

protected:
    void declare(QCommandLineParser& parser) override
    {
        parser.addOptions({
            { { QStringLiteral("a"), QStringLiteral("all") },
                Text::tr("Those in the trash, too.") },
            { { QStringLiteral("q"), QStringLiteral("quiet") }, Text::tr("Names only.") },
        });
    }

    QString check(const QCommandLineParser& parser) override
    {
        return parser.positionalArguments().isEmpty() ? QString()
                                                      : Text::tr("it takes no arguments");
    }

    void run(const QCommandLineParser& parser) override
    {
        QList<api::WorkloadInfo> rows = client().workloads().values();
        if (!parser.isSet(QStringLiteral("all")))
            rows.removeIf([](const auto& workload) { return workload.trashedUntil != 0; });
        std::sort(rows.begin(), rows.end(),
            [](const auto& left, const auto& right) { return left.created < right.created; });
        if (json()) {
            QJsonArray array;
            for (const auto& workload : rows)
                array.append(toJson(workload));
            print(QJsonValue(array));
        } else if (parser.isSet(QStringLiteral("quiet"))) {
            for (const auto& workload : rows)
                print(workload.name);
        } else {
            printTable(rows);
        }
        finish(0);
    }

private:
    static QString stateOf(const api::WorkloadInfo& workload)
    {
        if (workload.trashedUntil != 0)
            return Text::tr("in trash");
        const QString state = api::nameOf(workload.state);
        return workload.health.status.isEmpty()
            ? state
            : QStringLiteral("%1 (%2)").arg(state, workload.health.status);
    }

    static void printTable(const QList<api::WorkloadInfo>& rows)
    {
        QList<QStringList> table { { Text::tr("NAME"), Text::tr("STATE"), Text::tr("IMAGE"),
            Text::tr("PROCESS"), Text::tr("STARTED"), Text::tr("COMMAND") } };
        for (const auto& workload : rows)
            table.append({ workload.name, stateOf(workload), workload.image,
                workload.leader == 0 ? QStringLiteral("-") : QString::number(workload.leader),
                workload.started == 0 ? QStringLiteral("-") : formatTime(workload.started),
                formatCommand(workload.command) });
        cli::printTable(table);
    }
};

} // namespace

std::unique_ptr<Command> makeList()
{
    return std::make_unique<List>();
}

} // namespace vitrine::cli
