// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/console/console_session.h"

#include <QWidget>

#include <memory>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace vitrine {

class TerminalWidget;

/// The console of one container: its terminal, or what to do while there is none. Given the focus,
/// it hands that on to the terminal as soon as there is something to type to.
class ConsoleTab : public QWidget {
    Q_OBJECT
public:
    explicit ConsoleTab(QWidget* parent = nullptr);
    ~ConsoleTab() override;

    /// Whose console this is; another one starts with an empty screen and without a session.
    void setWorkload(const QString& id, const QString& name);
    /// Whether its command has a terminal (as it has at first). One without has pipes: its lines
    /// end with a newline alone, and so must what is typed.
    void setHasTerminal(bool has) { m_hasTerminal = has; }
    /// Whether the container runs, so that there is something to connect to.
    void setRunning(bool running);
    /// Shows SESSION and sends it what is typed. Null takes the session away.
    void setSession(std::unique_ptr<ConsoleSession> session);
    /// The console could not be opened: TEXT says why.
    void showError(const QString& text);

    [[nodiscard]] bool hasSession() const { return m_session != nullptr; }
    [[nodiscard]] TerminalWidget& terminal() { return *m_terminal; }

Q_SIGNALS:
    /// The tab is seen and the container runs: connect it (setSession) or say why not (showError).
    void sessionRequested();
    /// The user wants the container started.
    void startRequested();

protected:
    void showEvent(QShowEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    void requestSession();
    void endSession(const QString& text);
    void updateState();
    void showStatus();
    void onInput(const QByteArray& bytes);
    void onOutput(const QByteArray& bytes);

    TerminalWidget* m_terminal = nullptr;
    QStackedWidget* m_pages = nullptr;
    QLabel* m_guidance = nullptr;
    QPushButton* m_startButton = nullptr;
    QWidget* m_bar = nullptr;
    QLabel* m_status = nullptr;
    QPushButton* m_reconnectButton = nullptr;
    std::unique_ptr<ConsoleSession> m_session;
    QString m_workload, m_name;
    QString m_ending; ///< how the last session ended, in words
    bool m_running = false;
    bool m_hasTerminal = true;
    bool m_requested = false;
    bool m_hadSession = false;
};

} // namespace vitrine
