// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/shells.h"

#include "gui/client/helper_client.h"
#include "gui/console/console_pane.h"
#include "gui/console/terminal_widget.h"
#include "gui/dialogs/shell_dialog.h"
#include "gui/models/format.h"

#include <algorithm>
#include <memory>

namespace vitrine {

namespace {

/// Execute what SHELL asks for in the workload at PATH, or take up the session that it names.
void requestShell(HelperClient& client, const QString& path, ShellTab* shell)
{
    const ShellRequest& request = shell->request();
    const auto show = [shell](const Reply<QDBusUnixFileDescriptor>& reply) {
        if (!reply)
            return shell->showError(textOf(*reply.error));
        auto descriptor = reply.value;
        shell->setSession(std::make_unique<ConsoleSession>(descriptor.takeFileDescriptor()));
    };
    if (!request.session.isEmpty())
        return client.attachSession(path, request.session, shell, show);
    const auto& screen = shell->terminal().screen();
    QVariantMap options { { QStringLiteral("terminal"), true },
        { QStringLiteral("command"), request.command.isEmpty() ? usualShell() : request.command },
        { QStringLiteral("rows"), uint(screen.rows()) },
        { QStringLiteral("columns"), uint(screen.columns()) } };
    if (!request.user.isEmpty())
        options.insert(QStringLiteral("user"), request.user);
    if (!request.directory.isEmpty())
        options.insert(QStringLiteral("workingDirectory"), request.directory);
    client.exec(path, options, shell, show);
}

} // namespace

void connectShells(HelperClient& client, ConsolePane* pane)
{
    QObject::connect(pane, &ConsolePane::shellRequested, pane,
        [&client](const QString& path, ShellTab* shell) { requestShell(client, path, shell); });
    QObject::connect(&client, &HelperClient::workloadRemoved, pane, &ConsolePane::forget);
    QObject::connect(pane, &ConsolePane::choiceRequested, pane, [pane] {
        auto* dialog = new ShellDialog(pane->window());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        QObject::connect(dialog, &ShellDialog::chosen, pane, &ConsolePane::openShell);
        dialog->open();
    });
}

QList<ShellOffer> shellOffers(const api::WorkloadInfo& workload)
{
    QList<api::SessionInfo> sessions = workload.sessions;
    std::sort(sessions.begin(), sessions.end(),
        [](const auto& a, const auto& b) { return a.since < b.since; });
    QList<ShellOffer> offers;
    for (const auto& session : std::as_const(sessions)) {
        if (!session.terminal)
            continue;
        const QStringList command
            = session.command == usualShell() ? QStringList() : session.command;
        const QString name = command.isEmpty() ? ShellTab::tr("Shell") : formatCommand(command);
        offers.append(
            { ShellTab::tr("%1, since %2", "command, time").arg(name, formatTime(session.since)),
                { session.user, {}, command, session.id } });
    }
    return offers;
}

} // namespace vitrine
