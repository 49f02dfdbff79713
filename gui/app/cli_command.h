// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/app/cli_console.h"
#include "gui/client/helper_client.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QJsonObject>
#include <QJsonValue>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace vitrine::cli {

/// One command of the command line: parses its arguments, waits for the helper, does its work by
/// continuations on the event loop and ends with an exit status.
class Command : public QObject {
    Q_OBJECT
public:
    /// How a command is called and what it does, for --help.
    struct Words {
        QString name; ///< "run"
        QString usage; ///< "[options] IMAGE [COMMAND…]"
        QString summary;
    };

    /// How this program ends when the command fails.
    enum class Statuses {
        Own, ///< as --help lists them
        Field, ///< as the field's tools that run commands: 125, 126 (cannot be executed), 127
    };

    explicit Command(Words words, Statuses statuses = Statuses::Own);
    ~Command() override;

    [[nodiscard]] const Words& words() const { return m_words; }
    /// Parses ARGUMENTS (the program and the command's name come first), and begins. Ends the
    /// program by itself.
    void execute(QStringList arguments);

protected:
    /// Adds the command's own options.
    virtual void declare(QCommandLineParser& parser) = 0;
    /// What is wrong with the arguments; empty: nothing.
    [[nodiscard]] virtual QString check(const QCommandLineParser& parser) = 0;
    /// Whether it needs to know the helper's objects, and be told of changes.
    [[nodiscard]] virtual HelperClient::Objects objects() const
    {
        return HelperClient::Objects::Followed;
    }
    /// The helper is there: begin.
    virtual void run(const QCommandLineParser& parser) = 0;
    /// The helper has ended, or did not come back, after run() was called; fails unless overridden.
    virtual void helperLost(const api::ErrorInfo& error);
    /// Another helper is there, and what it says is known.
    virtual void helperBack();

    [[nodiscard]] HelperClient& client() { return *m_client; }
    [[nodiscard]] bool json() const { return m_json; }
    /// Calls `proceed` once the job has ended well, otherwise `failed`; without the latter a
    /// failure ends the program.
    void awaitJob(const QString& path, std::function<void(const api::JobInfo&)> proceed,
        std::function<void(const api::ErrorInfo&)> failed = {});
    /// The workload NAME; ends the program with NotFound and gives null when there is none.
    [[nodiscard]] const api::WorkloadInfo* need(const QString& name);
    /// Connects this program with the console or session at SOCKET; ends as that does. DETACHED:
    /// the user has left it.
    ConsoleRelay* relay(const QDBusUnixFileDescriptor& socket, const ConsoleRelay::Options& options,
        std::function<void()> detached);
    void setStatuses(Statuses statuses) { m_statuses = statuses; }
    void finish(int status);
    void fail(const api::ErrorInfo& error);
    void usageError(const QString& text);

private:
    void connectToHelper(bool system);
    void checkJobs();

    struct Wait {
        QString job;
        std::function<void(const api::JobInfo&)> proceed;
        std::function<void(const api::ErrorInfo&)> failed;
    };
    [[nodiscard]] int statusOf(const api::ErrorInfo& error) const;

    Words m_words;
    Statuses m_statuses;
    QCommandLineParser m_parser;
    std::unique_ptr<HelperClient> m_client;
    bool m_json = false;
    bool m_started = false;
    QList<Wait> m_waits;
};

/// All commands, in the order of the help text.
[[nodiscard]] std::vector<std::unique_ptr<Command>> makeCommands();

[[nodiscard]] std::unique_ptr<Command> makeRun();
[[nodiscard]] std::unique_ptr<Command> makeCreate();
[[nodiscard]] std::unique_ptr<Command> makePlan();
[[nodiscard]] std::unique_ptr<Command> makeExec();
[[nodiscard]] std::unique_ptr<Command> makeAttach();
[[nodiscard]] std::unique_ptr<Command> makeSessions();
[[nodiscard]] std::unique_ptr<Command> makeStart();
[[nodiscard]] std::unique_ptr<Command> makeList();
[[nodiscard]] std::unique_ptr<Command> makeLogs();
[[nodiscard]] std::unique_ptr<Command> makeEvents();
[[nodiscard]] std::unique_ptr<Command> makeFeatures();
[[nodiscard]] std::unique_ptr<Command> makeLimit();
[[nodiscard]] std::unique_ptr<Command> makeNetwork();
[[nodiscard]] std::unique_ptr<Command> makeUpdate();
[[nodiscard]] std::unique_ptr<Command> makeRename();
[[nodiscard]] std::unique_ptr<Command> makeClone();
/// One command for each verb that answers with a job: start, stop, restart, pause, resume, rm.
[[nodiscard]] std::vector<std::unique_ptr<Command>> makeOperations();

/// Texts of the command line.
struct Text {
    Q_DECLARE_TR_FUNCTIONS(Cli)
};

/// A line on standard output, and on standard error.
void print(const QString& line);
void printError(const QString& line);
/// Rows of as many cells, the first of them titles, as columns on standard output.
void printTable(const QList<QStringList>& rows);
/// VALUE as one line of JSON on standard output.
void print(const QJsonValue& value);

/// The steps of a plan, for people or as JSON.
void printSteps(const QList<api::StepInfo>& steps, bool asJson);

[[nodiscard]] QJsonObject toJson(const api::WorkloadInfo& workload);
[[nodiscard]] QJsonObject toJson(const api::ConnectionInfo& connection);
[[nodiscard]] QJsonObject toJson(const api::HealthInfo& health);
[[nodiscard]] QJsonObject toJson(const api::StepInfo& step);
[[nodiscard]] QJsonObject toJson(const api::ErrorInfo& error);
[[nodiscard]] QJsonObject toJson(const api::JobInfo& job);
[[nodiscard]] QJsonObject toJson(const api::FeatureInfo& feature);

/// The options that describe a container, shared by run, create and plan.
void declareSpec(QCommandLineParser& parser);
/// Those of them that are limits; read into LIMITS, which keeps what no option names. Returns what
/// is wrong, or nothing.
void declareLimits(QCommandLineParser& parser);
[[nodiscard]] QString readLimits(const QCommandLineParser& parser, QVariantMap& limits);
/// Those of them that say how it ends, and what follows.
void declareLifecycle(QCommandLineParser& parser);
/// Reads these into SPEC; returns what is wrong, or nothing.
[[nodiscard]] QString readLifecycle(const QCommandLineParser& parser, QVariantMap& spec);
/// Reads --env NAME=VALUE into ENVIRONMENT; returns what is wrong, or nothing.
[[nodiscard]] QString readEnvironment(const QCommandLineParser& parser, QVariantMap& environment);
/// --detach-keys, for commands that connect a terminal; read into KEYS. Returns what is wrong, or
/// nothing.
void declareDetachKeys(QCommandLineParser& parser);
[[nodiscard]] QString readDetachKeys(const QCommandLineParser& parser, DetachKeys& keys);
/// Whether the first process of WORKLOAD has a terminal.
[[nodiscard]] bool hasTerminal(const api::WorkloadInfo& workload);
/// The command of a container in what follows its name or image: a "--" may stand before it.
[[nodiscard]] QStringList commandIn(QStringList rest);
/// "64m", "1.5G", "1048576", "512MiB" as bytes; none when it is none of these.
[[nodiscard]] std::optional<quint64> bytesFrom(const QString& text);
/// "500ms", "10s", "1.5m", "2h", "10000" (milliseconds) as milliseconds; none when it is none of
/// these. What to say then of OPTION's TEXT.
[[nodiscard]] std::optional<quint64> millisecondsFrom(const QString& text);
[[nodiscard]] QString wantsTime(const QString& option, const QString& text);
/// The options for volumes, namespaces, users and privileges, and what was given into SPEC;
/// readIsolation() returns what is wrong, or nothing.
void declareIsolation(QCommandLineParser& parser);
[[nodiscard]] QString readIsolation(const QCommandLineParser& parser, QVariantMap& spec);
/// The options for networks and published ports, likewise.
void declareConnections(QCommandLineParser& parser);
[[nodiscard]] QString readConnections(const QCommandLineParser& parser, QVariantMap& spec);
/// "10m", "1.5Gbit", "500000" as bits a second; none when it is none of these.
[[nodiscard]] std::optional<quint64> bitsFrom(const QString& text);
/// What an interface lets through: VALUE of KEY, one of linkOptions(), into the ENTRY of
/// "networks". Returns what is wrong, or nothing.
[[nodiscard]] QStringList linkOptions();
[[nodiscard]] QString readLinkOption(const QString& key, const QString& value, QVariantMap& entry);
/// The options that say what is kept of its output, likewise.
void declareLog(QCommandLineParser& parser);
[[nodiscard]] QString readLog(const QCommandLineParser& parser, QVariantMap& spec);
/// What a specification is for: a new container, or to be laid over that of one.
enum class SpecUse { Whole, Changes };
/// The specification of the parsed arguments, or in `error` what is wrong with them.
[[nodiscard]] QVariantMap specFrom(
    const QCommandLineParser& parser, QString& error, SpecUse use = SpecUse::Whole);

} // namespace vitrine::cli
