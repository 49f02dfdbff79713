// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/main_window.h"

#include "gui/app/command_palette.h"
#include "gui/app/connection_actions.h"
#include "gui/app/container_changer.h"
#include "gui/app/container_creator.h"
#include "gui/app/detail_pane.h"
#include "gui/app/lazy_page.h"
#include "gui/app/limits_editor.h"
#include "gui/app/navigation_rail.h"
#include "gui/app/network_actions.h"
#include "gui/app/session.h"
#include "gui/app/status_widgets.h"
#include "gui/app/undo_bar.h"
#include "gui/app/window_actions.h"
#include "gui/app/workload_actions.h"
#include "gui/client/desktop_notice.h"
#include "gui/models/limit_texts.h"
#include "gui/views/empty_state.h"
#include "gui/views/error_panel.h"
#include "gui/views/filter_edit.h"
#include "gui/views/icons.h"
#include "gui/views/live_page.h"
#include "gui/views/overview/system_check_view.h"
#include "gui/views/topology/networks_pane.h"
#include "gui/views/topology/topology_view.h"
#include "gui/views/workloads/workloads_view.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenuBar>
#include <QScreen>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace vitrine {

MainWindow::MainWindow(Session& session, QWidget* parent)
    : QMainWindow(parent)
    , m_session(session)
    , m_window(new WindowActions(this))
    , m_actions(new WorkloadActions(session, this))
    , m_creator(new ContainerCreator(session, this))
    , m_limits(new LimitsEditor(session, this))
    , m_changer(new ContainerChanger(session, this))
    , m_networks(new NetworkActions(session, this))
    , m_pages(new Pages(session, *m_actions, *m_creator, *m_networks, this))
    , m_rail(new NavigationRail)
    , m_stack(new QStackedWidget)
    , m_noHelper(new EmptyState(QStringLiteral("warning"), {}))
    , m_details(new DetailPane(*m_actions))
    , m_problem(new ErrorPanel)
    , m_undo(new UndoBar)
    , m_status(new StatusLine(session))
    , m_splitter(new QSplitter)
{
    setObjectName(QStringLiteral("mainWindow"));
    m_problem->setObjectName(QStringLiteral("problemPanel"));
    setWindowTitle(tr("Vitrine"));
    m_workloads = new WorkloadsView(&session.workloads(), m_window->create);
    buildPanes();
    m_pages->addTabs(*m_details);
    m_window->fillMenus(
        *menuBar(), *m_actions, m_changer->actions(), m_networks->all() << m_networks->reach());
    wireActions();
    wirePanes();
    wireSession();
    restoreLook();
    showView(View::Workloads);
    showHelperState();
    m_workloads->focusList();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildPanes()
{
    for (int i = 0; i < viewCount; ++i) {
        const ViewWords words = wordsOf(View(i));
        m_rail->addView(words.icon, words.title, QStringLiteral("Ctrl+%1").arg(i + 1));
        if (View(i) == View::Workloads)
            m_stack->addWidget(m_workloads);
        else
            m_stack->addWidget(new LazyPage([this, i] { return m_pages->make(View(i)); }));
    }
    m_stack->addWidget(m_noHelper);
    m_noHelper->setAction(m_window->reconnect);
    m_stack->setMinimumWidth(320);

    m_splitter->setObjectName(QStringLiteral("mainSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    m_details->setMinimumWidth(320);

    auto* right = new QVBoxLayout;
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(0);
    right->addWidget(m_problem);
    right->addWidget(m_splitter, 1);
    right->addWidget(m_undo);
    auto* centre = new QWidget;
    auto* layout = new QHBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_rail);
    layout->addLayout(right, 1);
    setCentralWidget(centre);
    setStatusBar(m_status);
}

void MainWindow::wireActions()
{
    connect(m_window->create, &QAction::triggered, m_creator, [this] { m_creator->open(); });
    connect(m_window->console, &QAction::triggered, this,
        [this] { openConsole(m_workloads->selectedPaths().value(0)); });
    connect(m_window->filter, &QAction::triggered, this, &MainWindow::filter);
    connect(m_window->palette, &QAction::triggered, this, &MainWindow::openPalette);
    connect(m_window->reconnect, &QAction::triggered, this, &MainWindow::reconnect);
    connect(m_window->quit, &QAction::triggered, this, &QWidget::close);
    connect(m_window->systemCheck, &QAction::triggered, this, &MainWindow::showSystemCheck);
    connect(m_window, &WindowActions::viewWanted, this, &MainWindow::showView);
    connect(m_window->railLabels, &QAction::triggered, m_rail, &NavigationRail::choose);
    connect(m_window->inspector, &QAction::toggled, this, &MainWindow::showInspector);
    connect(m_changer, &ContainerChanger::started, m_actions, &WorkloadActions::follow);
    connect(m_changer, &ContainerChanger::cloning, this, &MainWindow::awaitCreated);
    connect(
        m_changer, &ContainerChanger::restartWanted, m_actions, &WorkloadActions::restartWorkload);
    connect(m_actions, &WorkloadActions::failed, this, &MainWindow::showProblem);
    connect(m_actions, &WorkloadActions::trashed, this,
        [this](const QStringList& paths, const QStringList& names, int running) {
            m_undo->offer(paths, names, running, WorkloadActions::trashSeconds);
        });
    connect(m_networks->followPacket(), &QAction::triggered, this, &MainWindow::followPacket);
    connect(m_networks, &NetworkActions::created, this, &MainWindow::selectNetwork);
    connect(m_networks, &NetworkActions::removed, this,
        [this](const QString& name, const std::function<void()>& again) {
            m_undo->offerNetwork(name, NetworkActions::undoSeconds, again);
        });
    connect(m_networks->connections(), &ConnectionActions::disconnected, this,
        [this](const QString& what, const std::function<void()>& back) {
            m_undo->offerBack(what, ConnectionActions::undoSeconds, back);
        });
    connect(m_networks, &NetworkActions::undoFailed, this,
        [this](const QString& what, const api::ErrorInfo& error) { showProblem(what, error, {}); });
    connect(m_undo, &UndoBar::undone, m_actions, &WorkloadActions::restore);
}

void MainWindow::wirePanes()
{
    connect(m_rail, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0)
            showView(View(row));
    });
    m_workloads->addAction(m_actions->trash());
    m_workloads->setRowActions(
        QList<QAction*> { m_window->console } + m_changer->actions() + m_actions->all());
    connect(m_workloads, &WorkloadsView::selectionChanged, this, &MainWindow::showSelection);
    connect(m_workloads, &WorkloadsView::emptyChanged, this, &MainWindow::showInspector);
    connect(m_workloads, &WorkloadsView::opened, this, &MainWindow::openConsole);
    connect(m_pages, &Pages::failed, this,
        [this](const QString& what, const api::ErrorInfo& error) { showProblem(what, error, {}); });
    connect(m_pages, &Pages::worked, this, &MainWindow::forgetProblemOf);
    connect(m_pages, &Pages::editLimitsWanted, m_limits, &LimitsEditor::open);
    connect(m_pages, &Pages::workloadWanted, this, &MainWindow::selectWorkload);
    connect(&m_pages->feed(), &LiveFeed::sample, m_status->hostMeter(), &HostMeter::append);
    connect(m_status, &StatusLine::jobsClicked, this, [this] { showView(View::Jobs); });
    connect(m_status, &StatusLine::helperClicked, this, &MainWindow::showSystemCheck);
}

void MainWindow::wireSession()
{
    const auto& client = m_session.client();
    const auto& workloads = m_session.workloads();
    connect(&client, &HelperClient::stateChanged, this, &MainWindow::showHelperState);
    connect(&client, &HelperClient::featuresChanged, this, &MainWindow::checkFirstRun);
    connect(&client, &HelperClient::jobChanged, this, [this](const api::JobInfo& job) {
        if (job.path == m_awaitedJob)
            awaitCreated(job.path);
        if (job.state == api::JobState::Done)
            forgetProblemOf(job.workload);
    });
    connect(&client, &HelperClient::limitReached, this, &MainWindow::showLimit);
    connect(m_creator, &ContainerCreator::created, this, &MainWindow::awaitCreated);
    connect(&workloads, &QAbstractItemModel::dataChanged, this, &MainWindow::showSelection);
    connect(&workloads, &QAbstractItemModel::dataChanged, this, &MainWindow::showFigures);
    for (const auto signal :
        { &QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved })
        connect(&workloads, signal, this, &MainWindow::showFigures);
    connect(&workloads, &QAbstractItemModel::rowsRemoved, this, [this] {
        if (m_problemOf.startsWith(QLatin1Char('/')) && !m_session.workloads().find(m_problemOf))
            forgetProblemOf(m_problemOf);
    });
}

void MainWindow::showView(View view)
{
    m_stack->setCurrentIndex(int(view));
    m_rail->setCurrentRow(int(view));
    showHelperState();
}

void MainWindow::showHelperState()
{
    const auto& client = m_session.client();
    const bool connected = client.state() == HelperClient::State::Connected;
    m_window->create->setEnabled(connected);
    m_noHelper->setSentence(helperMessage(m_session));
    m_noHelper->setPicture(client.state() == HelperClient::State::Connecting
            ? QStringLiteral("cabinet")
            : QStringLiteral("warning"));
    if (!connected && m_stack->currentWidget() != m_check)
        m_stack->setCurrentWidget(m_noHelper);
    else if (connected && m_stack->currentWidget() == m_noHelper)
        showView(View(std::max(0, m_rail->currentRow())));
    if (connected)
        m_workloads->needSelection();
    showInspector();
    if (m_check)
        m_check->setHelperState(helperSentence(m_session), connected);
}

// Beside an empty list it would have nothing to tell.
void MainWindow::showInspector()
{
    m_details->setVisible(m_window->inspector->isChecked()
        && m_stack->currentIndex() == int(View::Workloads) && !m_workloads->isEmpty());
}

void MainWindow::showSelection()
{
    const QStringList paths = m_workloads->selectedPaths();
    m_actions->setSelection(paths);
    const auto* workload = m_session.workloads().find(paths.value(0));
    m_details->setWorkload(workload);
    m_changer->setWorkload(workload);
    m_window->console->setEnabled(workload && workload->isRunning());
}

void MainWindow::selectWorkload(const QString& path)
{
    showView(View::Workloads);
    m_workloads->select(path);
}

void MainWindow::selectNetwork(const QString& path)
{
    showView(View::Network);
    if (auto* pane = findChild<NetworksPane*>())
        pane->select(path);
}

void MainWindow::followPacket()
{
    showView(View::Network);
    if (auto* view = findChild<TopologyView*>())
        view->followPacket();
}

void MainWindow::showProblem(
    const QString& what, const api::ErrorInfo& error, const QString& workload)
{
    m_problemOf = workload.isEmpty() ? what : workload;
    m_problem->setError(what, error);
}

// What failed has succeeded since, or is no more.
void MainWindow::forgetProblemOf(const QString& subject)
{
    if (!subject.isEmpty() && subject == m_problemOf)
        m_problem->setError({}, {});
}

// What the kernel did to a workload for its limits, in words; elsewhere too when nobody looks here.
void MainWindow::showLimit(const QString& path, const api::LimitReached& event)
{
    const auto* workload = m_session.workloads().find(path);
    const LimitNotice notice = limitNotice(workload ? workload->name : QString(), event);
    if (!workload || notice.title.isEmpty())
        return;
    api::ErrorInfo info;
    info.text = notice.text;
    showProblem(notice.title, info, {});
    if (!isActiveWindow())
        notifyDesktop(notice.title, notice.text);
}

void MainWindow::openConsole(const QString& path)
{
    const auto* workload = m_session.workloads().find(path);
    if (!workload)
        return;
    if (!workload->isRunning())
        m_actions->startWorkload(path);
    m_window->inspector->setChecked(true);
    selectWorkload(path);
    m_details->enterTab(QStringLiteral("console"));
}

void MainWindow::openPalette()
{
    auto* palette = new CommandPalette(this);
    palette->setAttribute(Qt::WA_DeleteOnClose);
    palette->addActions(
        m_window->forPalette(*m_actions) + m_changer->actions() + m_networks->all());
    for (const auto& workload : m_session.workloads().rows())
        if (workload.trashedUntil == 0)
            palette->addPlace(icon(QStringLiteral("container")), workload.name,
                [this, path = workload.path] { selectWorkload(path); });
    for (const auto& network : m_session.networks().rows())
        palette->addPlace(icon(QStringLiteral("network")), network.name,
            [this, path = network.path] { selectNetwork(path); });
    palette->popUp();
}

// The filter of what has the focus, or else of the view that is shown.
void MainWindow::filter()
{
    for (auto* widget = QApplication::focusWidget(); widget && widget != m_splitter;
         widget = widget->parentWidget())
        for (auto* edit : widget->findChildren<FilterEdit*>())
            if (edit->isVisible())
                return edit->setFocus(Qt::ShortcutFocusReason);
    const auto pages = m_stack->currentWidget()->findChildren<LivePage*>();
    for (auto* page : pages)
        if (page->isVisible() && page->filterEdit())
            return page->filterEdit()->setFocus(Qt::ShortcutFocusReason);
    showView(View::Workloads);
    m_workloads->focusFilter();
}

// Figures are only asked for while something runs and the window can be seen.
void MainWindow::showFigures()
{
    const bool wanted = m_session.workloads().runningCount() > 0;
    m_pages->feed().setFiguresWanted(wanted);
    if (!wanted)
        m_status->hostMeter()->clear();
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange)
        m_pages->feed().setActive(!isMinimized());
}

void MainWindow::reconnect()
{
    m_problem->setError({}, {});
    m_session.client().start();
}

// A created container is selected as soon as its job knows it and its row is there.
void MainWindow::awaitCreated(const QString& path)
{
    m_awaitedJob = path;
    m_actions->follow(path);
    const auto* job = m_session.jobs().find(path);
    if (!job || (job->operation == QLatin1String("clone") && job->state == api::JobState::Running))
        return; // until it is done, a clone's job is about the original
    if (m_session.workloads().find(job->workload)) {
        selectWorkload(job->workload);
        m_awaitedJob.clear();
    } else if (job->state != api::JobState::Running) {
        m_awaitedJob.clear();
    }
}

void MainWindow::showSystemCheck()
{
    if (!m_check) {
        m_check = new SystemCheckView(&m_session.features(), m_window->views.first());
        m_stack->addWidget(m_check);
    }
    m_stack->setCurrentWidget(m_check);
    m_rail->setCurrentRow(-1);
    showHelperState();
}

// The first time that something is missing on this computer, say so before anything else.
void MainWindow::checkFirstRun()
{
    QSettings settings;
    const QString key = QStringLiteral("systemCheckShown");
    if (settings.value(key).toBool())
        return;
    settings.setValue(key, true);
    const auto& features = m_session.features().features();
    if (std::any_of(features.begin(), features.end(), [](const auto& f) { return !f.available; }))
        showSystemCheck();
}

// Esc closes what is on top, unless what has the focus wants it.
void MainWindow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && event->modifiers() == Qt::NoModifier) {
        if (m_problem->isVisible())
            return m_problem->setError({}, {});
        if (m_undo->isVisible())
            return m_undo->dismiss();
    }
    QMainWindow::keyPressEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    fitRail();
}

void MainWindow::fitRail()
{
    m_rail->fit(width());
    m_window->railLabels->setChecked(!m_rail->isCollapsed());
}

namespace {

/// Over VNC nobody can move or resize a window: it fills the screen, whatever size that has now.
bool isTheScreen()
{
    return QGuiApplication::platformName() == QLatin1String("vnc");
}

} // namespace

void MainWindow::restoreLook()
{
    const QSettings settings;
    if (isTheScreen())
        setGeometry(screen()->geometry());
    else if (!restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray()))
        resize(1280, 800);
    if (!m_splitter->restoreState(settings.value(QStringLiteral("window/splitter")).toByteArray()))
        m_splitter->setSizes({ 540, 580 });
    m_workloads->restoreState(settings.value(QStringLiteral("workloads/columns")).toByteArray());
    m_details->showTab(settings.value(QStringLiteral("window/tab")).toString());
    m_window->inspector->setChecked(
        settings.value(QStringLiteral("window/inspector"), true).toBool());
    const QVariant rail = settings.value(QStringLiteral("window/railLabels"));
    if (rail.isValid())
        m_rail->choose(rail.toBool());
    fitRail();
}

void MainWindow::saveLook() const
{
    QSettings settings;
    if (!isTheScreen())
        settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/splitter"), m_splitter->saveState());
    settings.setValue(QStringLiteral("window/tab"), m_details->currentTab());
    settings.setValue(QStringLiteral("window/inspector"), m_window->inspector->isChecked());
    settings.setValue(QStringLiteral("workloads/columns"), m_workloads->saveState());
    if (m_rail->isChosen())
        settings.setValue(QStringLiteral("window/railLabels"), !m_rail->isCollapsed());
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    saveLook();
    QMainWindow::closeEvent(event);
}

} // namespace vitrine
