// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_command.h"

namespace vitrine::cli {

namespace {

/// create: makes a container and leaves it stopped.
class Create : public Command {
public:
    Create()
        : Command({ QStringLiteral("create"), Text::tr("[options] IMAGE [COMMAND…]"),
            Text::tr("Make a container without starting it.") })
    {
    }

protected:
    void declare(QCommandLineParser& parser) override { declareSpec(parser); }

    QString check(const QCommandLineParser& parser) override
    {
        QString wrong;
        m_spec = specFrom(parser, wrong);
        return wrong;
    }

    void run(const QCommandLineParser&) override
    {
        client().create(m_spec, {}, this, [this](const Reply<QString>& reply) {
            if (!reply)
                return fail(*reply.error);
            awaitJob(reply.value, [this](const api::JobInfo& job) {
                if (json())
                    print(QJsonValue(toJson(job)));
                else
                    print(job.workloadName);
                finish(0);
            });
        });
    }

private:
    QVariantMap m_spec;
};

/// plan: says what create and start would do.
class Plan : public Command {
public:
    Plan()
        : Command({ QStringLiteral("plan"), Text::tr("[options] IMAGE [COMMAND…]"),
            Text::tr("Show what making and starting a container would do, without doing it.") })
    {
    }

protected:
    void declare(QCommandLineParser& parser) override
    {
        declareSpec(parser);
        parser.addOption(
            { QStringLiteral("commands"), Text::tr("Print the equivalent shell commands only.") });
    }

    QString check(const QCommandLineParser& parser) override
    {
        QString wrong;
        m_spec = specFrom(parser, wrong);
        m_commands = parser.isSet(QStringLiteral("commands"));
        return wrong;
    }

    void run(const QCommandLineParser&) override
    {
        client().plan(m_spec, this, [this](const Reply<QList<api::StepInfo>>& reply) {
            if (!reply)
                return fail(*reply.error);
            if (m_commands && !json())
                printCommands(reply.value);
            else
                printSteps(reply.value, json());
            finish(0);
        });
    }

private:
    static void printCommands(const QList<api::StepInfo>& steps)
    {
        for (const auto& step : steps)
            if (!step.command.isEmpty())
                print(step.command);
    }

    QVariantMap m_spec;
    bool m_commands = false;
};

} // namespace

std::unique_ptr<Command> makeCreate()
{
    return std::make_unique<Create>();
}

std::unique_ptr<Command> makePlan()
{
    return std::make_unique<Plan>();
}

} // namespace vitrine::cli
