// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/console/console_session.h"

#include <QStringList>
#include <QWidget>

#include <memory>

class QLabel;
class QPushButton;

namespace vitrine {

class TerminalWidget;

/// What to execute in a running container, and as whom.
struct ShellRequest {
    QString user; ///< empty: the container's
    QString directory; ///< empty: the container's
    QStringList command; ///< empty: its shell
    QString session; ///< one that runs already and is taken up; empty: a new one
};

/// A session that runs already, to be taken up.
struct ShellOffer {
    QString title;
    ShellRequest request;
};

/// A shell of the container's, the better one where it has that.
[[nodiscard]] QStringList usualShell();

/// One session in a container: its terminal and, once it has ended, how it did and a way to have it
/// again. Deleting it ends the session, unless that was told to go on.
class ShellTab : public QWidget {
    Q_OBJECT
public:
    explicit ShellTab(ShellRequest request, QWidget* parent = nullptr);
    ~ShellTab() override;

    [[nodiscard]] const ShellRequest& request() const { return m_request; }
    /// What a program has called it, else its command.
    [[nodiscard]] QString title() const;
    /// Whether its container runs, so that it can be had again.
    void setRunning(bool running);
    /// Shows SESSION and sends it what is typed.
    void setSession(std::unique_ptr<ConsoleSession> session);
    /// It could not be had: TEXT says why.
    void showError(const QString& text);

    [[nodiscard]] bool hasSession() const { return m_session != nullptr; }
    /// The id of the session that it has or is about to take up; empty: none.
    [[nodiscard]] QString sessionId() const;
    [[nodiscard]] TerminalWidget& terminal() { return *m_terminal; }

Q_SIGNALS:
    /// Have it: setSession() or showError().
    void sessionRequested();
    void titleChanged();
    /// The session goes on without it.
    void left();

protected:
    void showEvent(QShowEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    void requestSession();
    void leave();
    void endSession(const QString& text);
    void updateState();

    ShellRequest m_request;
    TerminalWidget* m_terminal;
    QWidget* m_bar;
    QLabel* m_status;
    QPushButton *m_leaveButton, *m_restartButton;
    std::unique_ptr<ConsoleSession> m_session;
    QString m_ending; ///< how it ended, in words
    bool m_running = true;
    bool m_requested = false;
};

} // namespace vitrine
