// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/console/shell_tab.h"

#include <QHash>
#include <QList>
#include <QWidget>

class QMenu;
class QTabWidget;
class QToolButton;

namespace vitrine {

class ConsoleTab;

/// A container's own terminal and, in tabs beside it, the shells that were opened in it. Those of
/// another container stay while that is not shown.
///
/// Ctrl+Shift+T opens a shell, Ctrl+Shift+W closes one, Ctrl+PageUp and Ctrl+PageDown switch.
class ConsolePane : public QWidget {
    Q_OBJECT
public:
    explicit ConsolePane(QWidget* parent = nullptr);
    ~ConsolePane() override;

    [[nodiscard]] ConsoleTab& console() { return *m_console; }
    /// Whose console this is: the workload at PATH.
    void setWorkload(const QString& path, const QString& id, const QString& name, bool running);
    /// What runs in the workload and can be taken up; those that have a tab are not shown.
    void setOffers(const QList<ShellOffer>& offers) { m_offers = offers; }
    /// The workload at PATH is no more.
    void forget(const QString& path);
    /// One more tab in the present container, shown.
    void openShell(const ShellRequest& request);
    void closeShell(int index);

Q_SIGNALS:
    /// SHELL of the workload at PATH wants a session: setSession() or showError().
    void shellRequested(const QString& path, vitrine::ShellTab* shell);
    /// The user wants to say which shell.
    void choiceRequested();

protected:
    void focusInEvent(QFocusEvent* event) override;

private:
    void buildButton();
    void offerSessions();
    void addShortcuts();
    void addTab(ShellTab* shell);
    void retitle(ShellTab* shell);
    void step(int by);
    void updateState();

    QTabWidget* m_tabs;
    ConsoleTab* m_console;
    QToolButton* m_newButton;
    QMenu* m_sessionMenu; ///< those that run and are in no tab
    QString m_path;
    QList<ShellOffer> m_offers;
    QHash<QString, QList<ShellTab*>> m_shells; ///< by path, in the order of their tabs
    bool m_running = false;
};

} // namespace vitrine
