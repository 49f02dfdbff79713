// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_command.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cstdio>

namespace vitrine::cli {

namespace {

/// Texts of others must not steer this terminal.
QString withoutControls(QString text)
{
    for (QChar& c : text)
        if (c.category() == QChar::Other_Control && c != QLatin1Char('\n')
            && c != QLatin1Char('\t'))
            c = QChar(QChar::ReplacementCharacter);
    return text;
}

} // namespace

void print(const QString& line)
{
    std::printf("%s\n", qUtf8Printable(withoutControls(line)));
    std::fflush(stdout);
}

void printError(const QString& line)
{
    std::fprintf(stderr, "%s\n", qUtf8Printable(withoutControls(line)));
}

void printTable(const QList<QStringList>& rows)
{
    QList<qsizetype> widths(rows.first().size());
    for (const auto& row : rows)
        for (qsizetype column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], row[column].size());
    for (const auto& row : rows) {
        QString line;
        for (qsizetype column = 0; column < row.size(); ++column)
            line += row[column].leftJustified(widths[column] + 2);
        print(line.trimmed());
    }
}

void printSteps(const QList<api::StepInfo>& steps, bool asJson)
{
    QJsonArray array;
    for (const auto& step : steps) {
        array.append(toJson(step));
        if (asJson)
            continue;
        print(QStringLiteral("%1  %2  %3")
                  .arg(step.index + 1, 3)
                  .arg(step.where.leftJustified(5), step.text));
        if (!step.command.isEmpty())
            print(QStringLiteral("            $ ") + step.command);
        if (!step.note.isEmpty())
            print(QStringLiteral("            ! ") + step.note);
    }
    if (asJson)
        print(QJsonValue(array));
}

void print(const QJsonValue& value)
{
    const QJsonDocument document
        = value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    print(QString::fromUtf8(document.toJson(QJsonDocument::Compact)));
}

QJsonObject toJson(const api::ErrorInfo& error)
{
    if (error.isEmpty())
        return {};
    return {
        { QStringLiteral("name"), error.name },
        { QStringLiteral("text"), error.text },
        { QStringLiteral("call"), error.call },
        { QStringLiteral("object"), error.object },
        { QStringLiteral("errno"), error.number },
        { QStringLiteral("errnoText"), error.numberText },
        { QStringLiteral("step"), error.step },
    };
}

QJsonObject toJson(const api::StepInfo& step)
{
    QJsonObject object {
        { QStringLiteral("index"), step.index },
        { QStringLiteral("text"), step.text },
        { QStringLiteral("command"), step.command },
        { QStringLiteral("where"), step.where },
        { QStringLiteral("kind"), step.kind },
        { QStringLiteral("object"), step.object },
        { QStringLiteral("note"), step.note },
    };
    if (!step.state.isEmpty()) {
        object.insert(QStringLiteral("state"), step.state);
        object.insert(QStringLiteral("start"), step.start);
        object.insert(QStringLiteral("duration"), step.duration);
    }
    return object;
}

QJsonObject toJson(const api::HealthInfo& health)
{
    if (health.status.isEmpty())
        return {};
    return {
        { QStringLiteral("status"), health.status },
        { QStringLiteral("failures"), qint64(health.failures) },
        { QStringLiteral("exitStatus"), health.exitStatus },
        { QStringLiteral("output"), health.output },
        { QStringLiteral("since"), qint64(health.since) },
    };
}

QJsonObject toJson(const api::LimitEvents& events)
{
    return {
        { QStringLiteral("oom"), qint64(events.oom) },
        { QStringLiteral("oomKills"), qint64(events.oomKills) },
        { QStringLiteral("memoryMax"), qint64(events.memoryMax) },
        { QStringLiteral("memoryHigh"), qint64(events.memoryHigh) },
        { QStringLiteral("pidsMax"), qint64(events.pidsMax) },
    };
}

QJsonObject toJson(const api::ConnectionInfo& connection)
{
    return { { QStringLiteral("network"), connection.name },
        { QStringLiteral("interface"), connection.interface },
        { QStringLiteral("address"), connection.address },
        { QStringLiteral("address6"), connection.address6 },
        { QStringLiteral("mac"), connection.mac }, { QStringLiteral("port"), connection.port },
        { QStringLiteral("inbound"), qint64(connection.inbound) },
        { QStringLiteral("outbound"), qint64(connection.outbound) },
        { QStringLiteral("up"), connection.up } };
}

QJsonObject toJson(const api::WorkloadInfo& workload)
{
    QJsonArray connections;
    for (const auto& connection : workload.connections)
        connections.append(toJson(connection));
    return {
        { QStringLiteral("id"), workload.id },
        { QStringLiteral("path"), workload.path },
        { QStringLiteral("name"), workload.name },
        { QStringLiteral("kind"), workload.kind },
        { QStringLiteral("state"), api::nameOf(workload.state) },
        { QStringLiteral("image"), workload.image },
        { QStringLiteral("command"), QJsonArray::fromStringList(workload.command) },
        { QStringLiteral("hostname"), workload.hostname },
        { QStringLiteral("leader"), qint64(workload.leader) },
        { QStringLiteral("owner"), qint64(workload.owner) },
        { QStringLiteral("ownerName"), workload.ownerName },
        { QStringLiteral("cgroup"), workload.cgroup },
        { QStringLiteral("spec"), QJsonDocument::fromJson(workload.spec.toUtf8()).object() },
        { QStringLiteral("pending"), QJsonArray::fromStringList(workload.pending) },
        { QStringLiteral("created"), qint64(workload.created) },
        { QStringLiteral("started"), qint64(workload.started) },
        { QStringLiteral("finished"), qint64(workload.finished) },
        { QStringLiteral("connections"), connections },
        { QStringLiteral("health"), toJson(workload.health) },
        { QStringLiteral("limitEvents"), toJson(workload.limitEvents) },
        { QStringLiteral("restarts"), qint64(workload.restarts) },
        { QStringLiteral("nextTry"), qint64(workload.nextTry) },
        { QStringLiteral("exitStatus"), workload.exitStatus },
        { QStringLiteral("exitReason"), workload.exitReason },
        { QStringLiteral("trashedUntil"), qint64(workload.trashedUntil) },
        { QStringLiteral("error"), toJson(workload.lastError) },
    };
}

QJsonObject toJson(const api::FeatureInfo& feature)
{
    return {
        { QStringLiteral("name"), feature.name },
        { QStringLiteral("title"), feature.title },
        { QStringLiteral("available"), feature.available },
        { QStringLiteral("reason"), feature.reason },
        { QStringLiteral("advice"), feature.advice },
    };
}

QJsonObject toJson(const api::JobInfo& job)
{
    return {
        { QStringLiteral("job"), job.path },
        { QStringLiteral("operation"), job.operation },
        { QStringLiteral("workload"), job.workload },
        { QStringLiteral("name"), job.workloadName },
        { QStringLiteral("result"), api::nameOf(job.state) },
    };
}

} // namespace vitrine::cli
