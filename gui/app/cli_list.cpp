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

    /// JSON tells everything of each workload; what the table shows is asked for as a whole.
    HelperClient::Objects objects() const override
    {
        return json() ? HelperClient::Objects::Followed : HelperClient::Objects::Unknown;
    }

    void run(const QCommandLineParser& parser) override
    {
        const bool trash = parser.isSet(QStringLiteral("all"));
        if (json()) {
            printJson(listed(client().workloads().values(), trash));
            finish(0);
            return;
        }
        const bool quiet = parser.isSet(QStringLiteral("quiet"));
        client().listWorkloads(this, [=, this](const Reply<api::WorkloadRows>& reply) {
            if (!reply)
                return fail(*reply.error);
            if (const auto rows = listed(reply.value, trash); quiet)
                printNames(rows);
            else
                printTable(rows);
            finish(0);
        });
    }

private:
    /// The oldest first; those in the trash where TRASH says so.
    template <typename Workload> static QList<Workload> listed(QList<Workload> all, bool trash)
    {
        if (!trash)
            all.removeIf([](const Workload& workload) { return workload.trashedUntil != 0; });
        std::ranges::sort(all, {}, &Workload::created);
        return all;
    }

    static QString stateOf(const api::WorkloadRow& row)
    {
        if (row.trashedUntil != 0)
            return Text::tr("in trash");
        return row.health.isEmpty() ? row.state
                                    : QStringLiteral("%1 (%2)").arg(row.state, row.health);
    }

    static void printJson(const QList<api::WorkloadInfo>& workloads)
    {
        QJsonArray array;
        for (const auto& workload : workloads)
            array.append(toJson(workload));
        print(QJsonValue(array));
    }

    static void printNames(const api::WorkloadRows& rows)
    {
        for (const auto& row : rows)
            print(row.name);
    }

    static void printTable(const api::WorkloadRows& rows)
    {
        QList<QStringList> table { { Text::tr("NAME"), Text::tr("STATE"), Text::tr("IMAGE"),
            Text::tr("PROCESS"), Text::tr("STARTED"), Text::tr("COMMAND") } };
        for (const auto& row : rows)
            table.append({ row.name, stateOf(row), row.image,
                row.leader == 0 ? QStringLiteral("-") : QString::number(row.leader),
                row.started == 0 ? QStringLiteral("-") : formatTime(row.started),
                formatCommand(row.command) });
        cli::printTable(table);
    }
};

} // namespace

std::unique_ptr<Command> makeList()
{
    return std::make_unique<List>();
}

} // namespace vitrine::cli
