// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/app/pages.h"
#include "helper/api/values.h"

#include <QMainWindow>

class QSplitter;
class QStackedWidget;

namespace vitrine {

class ContainerChanger;
class ContainerCreator;
class LimitsEditor;
class DetailPane;
class EmptyState;
class ErrorPanel;
class NavigationRail;
class NetworkActions;
class Session;
class StatusLine;
class SystemCheckView;
class UndoBar;
class WindowActions;
class WorkloadActions;
class WorkloadsView;

/// The one window: rail, view, inspector, status line.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(Session& session, QWidget* parent = nullptr);
    ~MainWindow() override;

    void showView(View view);
    [[nodiscard]] DetailPane* details() const { return m_details; }
    [[nodiscard]] ContainerCreator* creator() const { return m_creator; }
    [[nodiscard]] LimitsEditor* limitsEditor() const { return m_limits; }
    [[nodiscard]] NetworkActions* networkActions() const { return m_networks; }
    void selectWorkload(const QString& path);
    /// Shows the network at the object path PATH in the list of networks.
    void selectNetwork(const QString& path);
    void showSystemCheck();
    void openPalette();
    /// Shows "Follow a packet" on the network page.
    void followPacket();

    /// Says that WHAT has failed. WORKLOAD: the object path of the one that it is about, empty when
    /// it is about none.
    void showProblem(const QString& what, const api::ErrorInfo& error, const QString& workload);

protected:
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void buildPanes();
    void wireActions();
    void wirePanes();
    void wireSession();
    void restoreLook();
    void saveLook() const;
    void fitRail();
    void showHelperState();
    void showInspector();
    void showSelection();
    void showFigures();
    void showLimit(const QString& path, const api::LimitReached& event);
    /// SUBJECT: a workload's object path, or what was done without one.
    void forgetProblemOf(const QString& subject);
    void openConsole(const QString& path);
    void filter();
    void reconnect();
    void awaitCreated(const QString& job);
    void checkFirstRun();

    Session& m_session;
    WindowActions* m_window;
    WorkloadActions* m_actions;
    ContainerCreator* m_creator;
    LimitsEditor* m_limits;
    ContainerChanger* m_changer;
    NetworkActions* m_networks;
    Pages* m_pages;
    NavigationRail* m_rail;
    QStackedWidget* m_stack; ///< the views, then the page without helper, then the system check
    WorkloadsView* m_workloads;
    SystemCheckView* m_check = nullptr;
    EmptyState* m_noHelper;
    DetailPane* m_details;
    ErrorPanel* m_problem;
    UndoBar* m_undo;
    StatusLine* m_status;
    QSplitter* m_splitter;
    QString m_problemOf; ///< what the problem panel speaks of; see forgetProblemOf()
    QString m_awaitedJob; ///< the create job whose container will be selected
};

} // namespace vitrine
