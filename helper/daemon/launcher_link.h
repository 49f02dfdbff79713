// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/daemon/launcher_process.h"
#include "helper/launcher/protocol.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace vitrine::daemon {

/// The conversation with the launcher (helper/launcher/protocol.h). Brings it back when it ends;
/// what was under way then fails.
class LauncherLink : public QObject {
    Q_OBJECT

public:
    /// Where the launcher is: a program to start, or a socket to connect to.
    struct Place {
        QString program;
        QStringList arguments;
        QString socket; ///< used when program is empty
    };

    struct Reply {
        nlohmann::json result;
        std::vector<UniqueFd> descriptors;
    };
    struct Outcome {
        Result<Reply> reply;
        int failedStep = -1; ///< index into the steps of the call, -1 when none failed
    };
    using Done = std::function<void(Outcome)>;
    using Progress = std::function<void(const nlohmann::json& message)>;
    using RequestId = std::uint64_t;

    explicit LauncherLink(Place place);
    ~LauncherLink() override;

    /// Connect when we are not connected. Failure is told by unavailable().
    void open();
    /// End the conversation, and the launcher when we started it. What is under way is forgotten.
    void close();

    /// Process id of a launcher that we started and have not reaped; 0 when there is none.
    [[nodiscard]] pid_t launcherProcess() const { return m_process ? m_pid : 0; }

    /// Send CALL, with DESCRIPTORS if any. DONE runs once, never before this returns; PROGRESS for
    /// each progress message.
    RequestId call(const std::string& call, const nlohmann::json& arguments, Done done,
        Progress progress = {}, const std::vector<UniqueFd>* descriptors = nullptr);
    /// Ask the launcher to end a request; it then fails with Cancelled, or succeeds all the same.
    void cancel(RequestId request);

signals:
    /// A launcher that speaks our protocol answers.
    void opened();
    /// There is no launcher, and why.
    void unavailable(const QString& reason);
    /// "event" messages.
    void event(const nlohmann::json& message);

private:
    /// A notifier may be let go of in its own slot.
    struct DeleteLater {
        void operator()(QSocketNotifier* notifier) const;
    };
    using Notifier = std::unique_ptr<QSocketNotifier, DeleteLater>;

    struct Request {
        std::string call;
        Done done;
        Progress progress;
    };

    [[nodiscard]] Result<void> connectToPlace();
    void greet();
    void transmit(RequestId id, const std::string& call, const nlohmann::json& arguments,
        const std::vector<UniqueFd>* descriptors);
    void readMessages();
    void dispatch(launcher::Message message);
    void finish(RequestId id, Outcome outcome);
    void lose(const QString& what);
    void reapProcess();

    Place m_place;
    UniqueFd m_socket;
    UniqueFd m_process;
    pid_t m_pid = 0; ///< of m_process
    Notifier m_readable;
    Notifier m_ended;
    std::map<RequestId, Request> m_requests;
    RequestId m_lastRequest = 0;
    QTimer m_retry;
    QString m_problem; ///< why there is no socket
    QString m_lastWords; ///< why the launcher ends
    QElapsedTimer m_attempted; ///< since the last attempt
    int m_failures = 0; ///< attempts in a row that did not last
};

} // namespace vitrine::daemon
