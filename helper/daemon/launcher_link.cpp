// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/launcher_link.h"

#include "helper/daemon/wire.h"

#include <QDebug>

#include <fcntl.h>
#include <utility>

namespace vitrine::daemon {

namespace {

// A launcher that cannot be had is tried again after 1, 2, 4, … seconds and then only when it is
// needed: an idle helper does not wake up.
constexpr int maximumRetries = 6;
constexpr int firstRetryMilliseconds = 1000;
constexpr qint64 lastingMilliseconds = 10'000; // a launcher that lived so long had worked

Error launcherError(const std::string& call, const QString& reason)
{
    return { ErrorKind::Kernel, call, "vitrine-launcher", 0, reason.toStdString() };
}

QString sentence(const Error& error)
{
    return QString::fromStdString(error.message());
}

} // namespace

LauncherLink::LauncherLink(Place place)
    : m_place(std::move(place))
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &LauncherLink::open);
}

LauncherLink::~LauncherLink() = default;

void LauncherLink::DeleteLater::operator()(QSocketNotifier* notifier) const
{
    notifier->setEnabled(false);
    notifier->deleteLater();
}

void LauncherLink::open()
{
    if (m_socket)
        return;
    m_retry.stop();
    if (m_attempted.isValid() && m_attempted.elapsed() > lastingMilliseconds)
        m_failures = 0;
    m_attempted.start();
    if (auto connection = connectToPlace(); !connection) {
        lose(QStringLiteral("The launcher cannot be reached: ") + sentence(connection.error()));
        return;
    }
    m_readable.reset(new QSocketNotifier(m_socket.get(), QSocketNotifier::Read));
    connect(m_readable.get(), &QSocketNotifier::activated, this, &LauncherLink::readMessages);
    greet();
}

void LauncherLink::close()
{
    m_retry.stop();
    m_requests.clear();
    m_readable.reset();
    m_socket.reset();
    m_ended.reset();
    if (m_process)
        endLauncher(std::exchange(m_process, {}));
}

Result<void> LauncherLink::connectToPlace()
{
    if (m_place.program.isEmpty()) {
        m_socket = TRY(connectLauncher(m_place.socket));
    } else {
        if (m_process) {
            m_ended.reset();
            endLauncher(std::exchange(m_process, {})); // two must not work on the same data
        }
        auto launcher = TRY(startLauncher(m_place.program, m_place.arguments));
        m_process = std::move(launcher.process);
        m_pid = launcher.pid;
        m_ended.reset(new QSocketNotifier(m_process.get(), QSocketNotifier::Read));
        connect(m_ended.get(), &QSocketNotifier::activated, this, &LauncherLink::reapProcess);
        m_socket = std::move(launcher.socket);
    }
    if (::fcntl(m_socket.get(), F_SETFL, O_NONBLOCK) != 0)
        return Error::fromErrno("fcntl", "launcher socket");
    return {};
}

void LauncherLink::greet()
{
    call("hello", { { "version", launcher::protocolVersion } }, [this](const Outcome& outcome) {
        if (!outcome.reply)
            return; // lost again; lose() has said so
        const qint64 version = integerAt(outcome.reply.value().result, "version");
        if (version != launcher::protocolVersion) {
            m_failures = maximumRetries; // it will not get better by itself
            lose(QStringLiteral("The launcher speaks version %1 of the protocol, not %2; "
                                "install helper and launcher of one release")
                     .arg(version)
                     .arg(launcher::protocolVersion));
            return;
        }
        emit opened();
    });
}

LauncherLink::RequestId LauncherLink::call(const std::string& call, const nlohmann::json& arguments,
    Done done, Progress progress, const std::vector<UniqueFd>* descriptors)
{
    open();
    const RequestId id = ++m_lastRequest;
    m_requests[id] = { call, std::move(done), std::move(progress) };
    if (m_socket)
        transmit(id, call, arguments, descriptors);
    else
        QTimer::singleShot(
            0, this, [this, id, call] { finish(id, { launcherError(call, m_problem) }); });
    return id;
}

void LauncherLink::transmit(RequestId id, const std::string& call, const nlohmann::json& arguments,
    const std::vector<UniqueFd>* descriptors)
{
    std::vector<int> numbers;
    if (descriptors)
        for (const auto& descriptor : *descriptors)
            numbers.push_back(descriptor.get());
    const auto sent = launcher::send(
        m_socket.get(), { { "id", id }, { "call", call }, { "args", arguments } }, numbers);
    if (sent)
        return;
    // A broken socket shows itself as end of file too: that is where everything else fails.
    QTimer::singleShot(0, this, [this, id, error = sent.error()] { finish(id, { error }); });
}

void LauncherLink::cancel(RequestId request)
{
    if (m_requests.contains(request))
        call("cancel", { { "request", request } }, [](const Outcome&) {
            // Nothing to do either way: the request itself says how it ended.
        });
}

void LauncherLink::readMessages()
{
    while (m_socket) {
        auto message = launcher::receive(m_socket.get());
        if (message) {
            dispatch(std::move(message).value());
        } else if (message.error().kind == ErrorKind::Busy) {
            return;
        } else {
            lose(message.error().kind == ErrorKind::NotFound
                    ? QStringLiteral("The launcher has ended")
                    : QStringLiteral("The launcher cannot be understood: ")
                        + sentence(message.error()));
            return;
        }
    }
}

void LauncherLink::dispatch(launcher::Message message)
{
    const auto& body = message.body;
    if (const QString name = textAt(body, "event"); !name.isEmpty()) {
        if (name == QLatin1String("failed"))
            m_lastWords = sentence(launcher::errorFromJson(memberAt(body, "error")));
        else
            emit event(body);
        return;
    }
    const auto id = RequestId(integerAt(body, "id"));
    if (const auto& error = memberAt(body, "error"); !error.is_null()) {
        finish(id, { launcher::errorFromJson(error), int(integerAt(error, "step", -1)) });
    } else if (const auto& result = memberAt(body, "result"); !result.is_null()) {
        finish(id, { Reply { result, std::move(message.descriptors) } });
    } else if (const auto request = m_requests.find(id);
               request != m_requests.end() && request->second.progress) {
        request->second.progress(body);
    }
}

void LauncherLink::finish(RequestId id, Outcome outcome)
{
    auto node = m_requests.extract(id);
    if (node)
        node.mapped().done(std::move(outcome));
}

void LauncherLink::lose(const QString& what)
{
    const QString lastWords = std::exchange(m_lastWords, {});
    const QString reason = lastWords.isEmpty() ? what : lastWords;
    m_readable.reset();
    m_socket.reset();
    const auto requests = std::exchange(m_requests, {});
    const bool again = m_failures < maximumRetries;
    // At once when it had worked, then more and more seldom.
    const int delay = m_failures == 0 ? 0 : firstRetryMilliseconds << (m_failures - 1);
    ++m_failures;
    m_problem = reason;
    if (again)
        m_retry.start(delay);
    emit unavailable(reason);
    for (const auto& [id, request] : requests)
        request.done({ launcherError(
            request.call, reason + QStringLiteral("; running containers go on, try again")) });
}

void LauncherLink::reapProcess()
{
    if (!m_process)
        return;
    const QString end = reap(m_process);
    if (end.isEmpty())
        return;
    if (end != QLatin1String("exited with status 0"))
        qWarning("vitrine-launcher %s", qPrintable(end));
    m_ended.reset();
    m_process.reset();
}

} // namespace vitrine::daemon
