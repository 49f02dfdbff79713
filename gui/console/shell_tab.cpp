// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/console/shell_tab.h"

#include "gui/console/terminal_widget.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace vitrine {

QStringList usualShell()
{
    return { QStringLiteral("sh"), QStringLiteral("-c"),
        QStringLiteral("exec \"$(command -v bash || echo sh)\"") };
}

ShellTab::ShellTab(ShellRequest request, QWidget* parent)
    : QWidget(parent)
    , m_request(std::move(request))
    , m_terminal(new TerminalWidget)
    , m_bar(new QWidget)
    , m_status(new QLabel)
    , m_leaveButton(new QPushButton(tr("Leave running")))
    , m_restartButton(new QPushButton(tr("Restart")))
{
    setObjectName(QStringLiteral("shellTab"));
    setFocusPolicy(Qt::ClickFocus);
    m_status->setObjectName(QStringLiteral("shellStatus"));
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_leaveButton->setObjectName(QStringLiteral("shellLeave"));
    m_leaveButton->setToolTip(
        tr("Closes the tab; the session goes on and can be taken up again from “New shell”"));
    m_restartButton->setObjectName(QStringLiteral("shellRestart"));
    auto* barLayout = new QHBoxLayout(m_bar);
    barLayout->setContentsMargins(8, 4, 8, 4);
    barLayout->addWidget(m_status, 1);
    barLayout->addWidget(m_leaveButton);
    barLayout->addWidget(m_restartButton);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_terminal, 1);
    layout->addWidget(m_bar);

    connect(m_leaveButton, &QPushButton::clicked, this, &ShellTab::leave);
    connect(m_restartButton, &QPushButton::clicked, this, &ShellTab::requestSession);
    connect(m_terminal, &TerminalWidget::focusChanged, this, &ShellTab::updateState);
    auto* screen = &m_terminal->screen();
    connect(screen, &TerminalScreen::titleChanged, this, &ShellTab::titleChanged);
    connect(screen, &TerminalScreen::output, this, [this](const QByteArray& bytes) {
        if (m_session && !m_session->send(bytes))
            m_status->setText(tr("Not sent: the program does not read what is typed."));
    });
    connect(screen, &TerminalScreen::resized, this, [this](int rows, int columns) {
        if (m_session)
            m_session->sendResize(rows, columns);
    });
    updateState();
}

ShellTab::~ShellTab() = default;

QString ShellTab::title() const
{
    const QString own = m_terminal->screen().title().simplified();
    const QString program = m_request.command.value(0).section(QLatin1Char('/'), -1);
    const QString name = !own.isEmpty() ? own : program.isEmpty() ? tr("Shell") : program;
    const bool isRoot = m_request.user == QLatin1String("0:0");
    const QString user = isRoot ? QStringLiteral("root") : m_request.user;
    const QString who
        = user.isEmpty() || !own.isEmpty() ? name : tr("%1 (%2)", "command, user").arg(name, user);
    return m_ending.isEmpty() ? who : tr("%1 – ended").arg(who);
}

void ShellTab::setRunning(bool running)
{
    m_running = running;
    updateState();
}

QString ShellTab::sessionId() const
{
    return m_session ? m_session->id() : m_request.session;
}

void ShellTab::leave()
{
    if (!m_session)
        return;
    m_session->sendDetach();
    Q_EMIT left();
}

void ShellTab::requestSession()
{
    if (m_session || m_requested)
        return;
    m_requested = true;
    m_ending.clear();
    m_terminal->screen().clear();
    updateState();
    Q_EMIT titleChanged();
    Q_EMIT sessionRequested();
}

void ShellTab::setSession(std::unique_ptr<ConsoleSession> session)
{
    m_requested = false;
    m_session = std::move(session);
    auto* current = m_session.get();
    connect(current, &ConsoleSession::output, &m_terminal->screen(), &TerminalScreen::feed);
    connect(current, &ConsoleSession::exited, this,
        [this](int status) { m_ending = waitStatusText(status); });
    connect(
        current, &ConsoleSession::failed, this, [this](const QString& text) { m_ending = text; });
    connect(current, &ConsoleSession::closed, this, [this] {
        endSession(m_ending.isEmpty() ? tr("The connection to the session was closed.") : m_ending);
    });
    current->sendResize(m_terminal->screen().rows(), m_terminal->screen().columns());
    updateState();
    Q_EMIT titleChanged();
}

void ShellTab::endSession(const QString& text)
{
    // The session is still in its own signal.
    if (m_session)
        m_session.release()->deleteLater();
    m_requested = false;
    m_request.session.clear(); // it is had again by what started it
    m_ending = text;
    updateState();
    Q_EMIT titleChanged();
}

void ShellTab::showError(const QString& text)
{
    endSession(text);
}

void ShellTab::updateState()
{
    m_terminal->setInteractive(m_session != nullptr);
    m_leaveButton->setVisible(m_session != nullptr);
    m_restartButton->setVisible(!m_session && !m_requested);
    m_restartButton->setEnabled(m_running);
    if (m_session)
        m_status->setText(m_terminal->hasFocus()
                ? tr("The Tab key goes to the program · Ctrl+Shift+F6 leaves the terminal")
                : tr("Click in the terminal to type"));
    else
        m_status->setText(m_requested ? tr("Starting…") : m_ending);
    m_status->setToolTip(m_status->text());
    if (m_session && window()->focusWidget() == this)
        m_terminal->setFocus();
}

void ShellTab::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    if (m_session)
        m_terminal->setFocus();
}

void ShellTab::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_ending.isEmpty())
        requestSession();
    if (m_session)
        m_terminal->setFocus();
}

} // namespace vitrine
