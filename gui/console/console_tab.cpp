// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/console/console_tab.h"

#include "gui/console/terminal_widget.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace vitrine {

ConsoleTab::~ConsoleTab() = default;

ConsoleTab::ConsoleTab(QWidget* parent)
    : QWidget(parent)
    , m_terminal(new TerminalWidget)
    , m_pages(new QStackedWidget)
    , m_guidance(new QLabel)
    , m_startButton(new QPushButton(tr("Start")))
    , m_bar(new QWidget)
    , m_status(new QLabel)
    , m_reconnectButton(new QPushButton(tr("Reconnect")))
{
    setFocusPolicy(Qt::ClickFocus);
    auto* empty = new QWidget;
    auto* emptyLayout = new QVBoxLayout(empty);
    m_guidance->setAlignment(Qt::AlignCenter);
    m_guidance->setWordWrap(true);
    emptyLayout->addStretch();
    emptyLayout->addWidget(m_guidance);
    emptyLayout->addSpacing(8);
    emptyLayout->addWidget(m_startButton, 0, Qt::AlignHCenter);
    emptyLayout->addStretch();
    m_pages->addWidget(empty);
    m_pages->addWidget(m_terminal);

    auto* barLayout = new QHBoxLayout(m_bar);
    barLayout->setContentsMargins(8, 4, 8, 4);
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    barLayout->addWidget(m_status, 1);
    barLayout->addWidget(m_reconnectButton);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_bar);

    connect(m_startButton, &QPushButton::clicked, this, &ConsoleTab::startRequested);
    connect(m_reconnectButton, &QPushButton::clicked, this, [this] {
        m_ending.clear();
        m_requested = false;
        requestSession();
    });
    connect(m_terminal, &TerminalWidget::focusChanged, this, &ConsoleTab::showStatus);
    connect(&m_terminal->screen(), &TerminalScreen::output, this, &ConsoleTab::onInput);
    connect(&m_terminal->screen(), &TerminalScreen::resized, this, [this](int rows, int columns) {
        if (m_session)
            m_session->sendResize(rows, columns);
    });
    updateState();
}

void ConsoleTab::setWorkload(const QString& id, const QString& name)
{
    m_name = name;
    if (id != m_workload) {
        m_workload = id;
        m_session.reset();
        m_terminal->screen().clear();
        m_ending.clear();
        m_running = m_requested = m_hadSession = false;
    }
    updateState();
}

void ConsoleTab::setRunning(bool running)
{
    if (running == m_running)
        return;
    m_running = running;
    m_requested = false;
    if (running)
        m_ending.clear();
    requestSession();
    updateState();
}

void ConsoleTab::requestSession()
{
    if (!m_running || m_session || m_requested || !m_ending.isEmpty() || !isVisible())
        return;
    m_requested = true;
    Q_EMIT sessionRequested();
    updateState();
}

void ConsoleTab::setSession(std::unique_ptr<ConsoleSession> session)
{
    m_session = std::move(session);
    m_ending.clear();
    if (m_session) {
        // The helper repeats the past output: what is there already would stand twice.
        m_terminal->screen().clear();
        m_hadSession = true;
        auto* current = m_session.get();
        connect(current, &ConsoleSession::output, this, &ConsoleTab::onOutput);
        connect(current, &ConsoleSession::exited, this,
            [this](int status) { m_ending = waitStatusText(status); });
        connect(current, &ConsoleSession::failed, this,
            [this](const QString& text) { m_ending = text; });
        connect(current, &ConsoleSession::closed, this, [this] {
            endSession(
                m_ending.isEmpty() ? tr("The connection to the console was closed.") : m_ending);
        });
        current->sendResize(m_terminal->screen().rows(), m_terminal->screen().columns());
    }
    updateState();
}

void ConsoleTab::endSession(const QString& text)
{
    // The session is still in its own signal.
    if (m_session)
        m_session.release()->deleteLater();
    m_ending = text;
    updateState();
}

void ConsoleTab::showError(const QString& text)
{
    endSession(text);
}

void ConsoleTab::onInput(const QByteArray& bytes)
{
    QByteArray input = bytes;
    if (!m_hasTerminal)
        input.replace('\r', '\n');
    if (m_session && !m_session->send(input))
        m_status->setText(tr("Not sent: the program does not read what is typed."));
}

void ConsoleTab::onOutput(const QByteArray& bytes)
{
    QByteArray output = bytes;
    if (!m_hasTerminal)
        output.replace("\n", "\r\n");
    m_terminal->screen().feed(output);
}

void ConsoleTab::updateState()
{
    const bool connected = m_session != nullptr;
    m_terminal->setInteractive(connected);
    m_pages->setCurrentIndex(connected || m_hadSession ? 1 : 0);
    m_startButton->setVisible(!m_running);
    m_reconnectButton->setVisible(!connected && m_running && !m_ending.isEmpty());
    m_bar->setVisible(connected || m_hadSession || !m_ending.isEmpty());
    showStatus();
    if (connected && window()->focusWidget() == this)
        m_terminal->setFocus();
    if (m_running)
        m_guidance->setText(m_ending.isEmpty() ? tr("Connecting to the terminal…")
                                               : tr("The terminal is not connected."));
    else
        m_guidance->setText(tr("%1 is not running.\nStart it to use its terminal here.")
                                .arg(m_name.isEmpty() ? tr("The container") : m_name));
}

void ConsoleTab::showStatus()
{
    if (!m_session)
        m_status->setText(m_ending);
    else if (m_terminal->hasFocus())
        m_status->setText(
            tr("The Tab key goes to the program · Ctrl+Shift+F6 leaves the terminal"));
    else
        m_status->setText(tr("Click in the terminal to type"));
    m_status->setToolTip(m_status->text());
}

void ConsoleTab::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    if (m_session)
        m_terminal->setFocus();
}

void ConsoleTab::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    requestSession();
    if (m_session)
        m_terminal->setFocus();
}

} // namespace vitrine
