// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/client/wireshark.h"

#include "helper/api/unique_fd.h"

#include <QCoreApplication>
#include <QFile>
#include <QSocketNotifier>
#include <QStandardPaths>

#include <cstring>
#include <memory>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char** environ;

namespace vitrine {

namespace {

struct Wireshark {
    Q_DECLARE_TR_FUNCTIONS(Wireshark)
};

api::ErrorInfo errorOf(const QString& text)
{
    api::ErrorInfo error;
    error.text = text;
    return error;
}

/// Takes note of the end of the child PID, and tells FAILED of one with an error.
void watch(pid_t pid, QObject* context, std::function<void(const api::ErrorInfo&)> failed)
{
    auto process = std::make_shared<UniqueFd>(int(::syscall(SYS_pidfd_open, pid, 0)));
    if (!*process)
        return;
    auto* notifier = new QSocketNotifier(process->get(), QSocketNotifier::Read, context);
    QObject::connect(notifier, &QSocketNotifier::activated, context,
        [process, notifier, failed = std::move(failed)] {
            notifier->setEnabled(false);
            notifier->deleteLater();
            siginfo_t end {};
            if (::waitid(P_PIDFD, id_t(process->get()), &end, WEXITED) == 0
                && (end.si_code != CLD_EXITED || end.si_status != 0))
                failed(errorOf(Wireshark::tr("It ended with the status %1.").arg(end.si_status)));
        });
}

} // namespace

QString wiresharkPath()
{
    return QStandardPaths::findExecutable(QStringLiteral("wireshark"));
}

api::ErrorInfo startWireshark(const QStringList& arguments, int input, QObject* context,
    std::function<void(const api::ErrorInfo&)> failed)
{
    const QString path = wiresharkPath();
    if (path.isEmpty())
        return errorOf(Wireshark::tr("It is not installed."));
    std::vector<QByteArray> words { QFile::encodeName(path) };
    for (const QString& argument : arguments)
        words.push_back(QFile::encodeName(argument));
    std::vector<char*> argv;
    for (auto& word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    if (input >= 0)
        posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    pid_t pid = 0;
    const int wrong = ::posix_spawn(&pid, argv[0], &files, &attributes, argv.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    if (wrong != 0)
        return errorOf(Wireshark::tr("%1 cannot be started: %2")
                           .arg(path, QString::fromLocal8Bit(std::strerror(wrong))));
    watch(pid, context, std::move(failed));
    return {};
}

} // namespace vitrine
