// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_command.h"
#include "gui/models/limit_texts.h"

namespace vitrine::cli {

namespace {

/// A command whose first argument is a workload and that starts one job.
class Change : public Command {
public:
    using Command::Command;

protected:
    /// Ask for the job; the answer goes to follow().
    virtual void ask(const api::WorkloadInfo& workload) = 0;

    void run(const QCommandLineParser&) override
    {
        if (const auto* workload = need(m_name))
            ask(*workload);
    }

    [[nodiscard]] Answer<QString> follow()
    {
        return [this](const Reply<QString>& reply) {
            if (!reply)
                return fail(*reply.error);
            awaitJob(reply.value, [this](const api::JobInfo& job) { done(job); });
        };
    }

    virtual void done(const api::JobInfo& job)
    {
        if (json())
            print(QJsonValue(toJson(job)));
        else
            print(job.workloadName);
        finish(0);
    }

    QString m_name; ///< of the workload
};

/// PRESENT, with what GIVEN says instead, in maps within them too.
QVariantMap laidOver(QVariantMap present, const QVariantMap& given)
{
    for (auto it = given.begin(); it != given.end(); ++it) {
        QVariant& value = present[it.key()];
        const bool areMaps
            = value.metaType() == it->metaType() && value.metaType().id() == QMetaType::QVariantMap;
        value = areMaps ? QVariant(laidOver(value.toMap(), it->toMap())) : *it;
    }
    return present;
}

/// update: changes the specification of a container.
class Update : public Change {
public:
    Update()
        : Change({ QStringLiteral("update"), Text::tr("[options] NAME [COMMAND…]"),
            Text::tr("Change a container; what it wrote is kept.") })
    {
    }

protected:
    void declare(QCommandLineParser& parser) override
    {
        declareSpec(parser);
        parser.addOption({ QStringLiteral("reset"),
            Text::tr("Set a field back to its default: command, environment, hostname, limits, …"),
            QStringLiteral("field") });
    }

    QString check(const QCommandLineParser& parser) override
    {
        if (parser.isSet(QStringLiteral("image")))
            return Text::tr("the image of a container cannot be changed");
        QString wrong;
        m_changes = specFrom(parser, wrong, SpecUse::Changes);
        m_name = m_changes.take(QStringLiteral("image")).toString(); // the first argument
        m_reset = parser.values(QStringLiteral("reset"));
        if (m_name.isEmpty())
            return Text::tr("name a workload");
        if (wrong.isEmpty() && m_changes.isEmpty() && m_reset.isEmpty())
            return Text::tr("say what to change");
        return wrong;
    }

    void ask(const api::WorkloadInfo& workload) override
    {
        m_path = workload.path;
        // The bus replaces fields as a whole; an option says one thing of them.
        for (const char* name : { "environment", "health", "limits", "log" }) {
            const QString field = QLatin1String(name);
            const QVariantMap given = m_changes.value(field).toMap();
            if (!given.isEmpty() && !m_reset.contains(field))
                m_changes.insert(field, laidOver(mapIn(workload.spec, field), given));
        }
        client().change(workload.path, m_changes, m_reset, this, follow());
    }

    void done(const api::JobInfo& job) override
    {
        const auto workload = client().workloads().value(m_path);
        if (!workload.pending.isEmpty())
            printError(Text::tr("vitrine: restart %1 to apply: %2")
                           .arg(workload.name, workload.pending.join(QStringLiteral(", "))));
        Change::done(job);
    }

private:
    QString m_path;
    QVariantMap m_changes;
    QStringList m_reset;
};

/// rename and clone: a workload and a name.
class WithName : public Change {
public:
    using Method = void (HelperClient::*)(
        const QString& workload, const QString& name, QObject* context, Answer<QString> answer);

    WithName(const QString& name, Method method, const QString& summary)
        : Change({ name, Text::tr("[options] NAME NEW-NAME"), summary })
        , m_method(method)
    {
    }

protected:
    void declare(QCommandLineParser&) override { }

    QString check(const QCommandLineParser& parser) override
    {
        QStringList names = parser.positionalArguments();
        names.removeAll(QStringLiteral("--")); // no name can be that
        m_name = names.value(0);
        m_newName = names.value(1);
        return names.size() == 2 ? QString() : Text::tr("name a workload and its new name");
    }

    void ask(const api::WorkloadInfo& workload) override
    {
        (client().*m_method)(workload.path, m_newName, this, follow());
    }

    void done(const api::JobInfo& job) override
    {
        if (json())
            return Change::done(job);
        print(m_newName);
        finish(0);
    }

private:
    Method m_method;
    QString m_newName;
};

} // namespace

std::unique_ptr<Command> makeUpdate()
{
    return std::make_unique<Update>();
}

std::unique_ptr<Command> makeRename()
{
    return std::make_unique<WithName>(
        QStringLiteral("rename"), &HelperClient::rename, Text::tr("Give a workload another name."));
}

std::unique_ptr<Command> makeClone()
{
    return std::make_unique<WithName>(QStringLiteral("clone"), &HelperClient::clone,
        Text::tr("Copy a stopped or paused workload with everything that it wrote."));
}

} // namespace vitrine::cli
