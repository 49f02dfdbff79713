// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/main_window.h"

#include "gui/app/command_palette.h"
#include "gui/app/container_creator.h"
#include "gui/app/detail_pane.h"
#include "gui/app/lazy_page.h"
#include "gui/app/navigation_rail.h"
#include "gui/app/session.h"
#include "gui/app/status_widgets.h"
#include "gui/app/undo_bar.h"
#include "gui/app/workload_actions.h"
#include "gui/views/empty_state.h"
#include "gui/views/error_panel.h"
#include "gui/views/icons.h"
#include "gui/views/live_page.h"
#include "gui/views/overview/system_check_view.h"
#include "gui/views/workloads/workloads_view.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QLineEdit>
#include <QMenuBar>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace vitrine {

namespace {
constexpr int narrowWindow = 1100; ///< below it the rail shows icons alone
}

MainWindow::MainWindow(Session& session, QWidget* parent)
    : QMainWindow(parent)
    , m_session(session)
    , m_actions(new WorkloadActions(session, this))
    , m_creator(new ContainerCreator(session, this))
    , m_pages(new Pages(session, *m_actions, *m_creator, this))
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
    buildActions();
    m_workloads = new WorkloadsView(&session.workloads(), m_new);
    buildPanes();
    m_pages->addTabs(*m_details);
    buildMenus();
    wire();
    restoreLook();
    showView(View::Workloads);
    showHelperState();
    m_workloads->focusList();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildActions()
{
    const auto make = [this](const char* name, const QString& iconName, const QString& text,
                          const QKeySequence& shortcut, const QString& toolTip) {
        auto* action = new QAction(icon(iconName), text, this);
        action->setObjectName(QLatin1String(name));
        action->setShortcut(shortcut);
        action->setToolTip(shortcut.isEmpty()
                ? toolTip
                : tr("%1 (%2)").arg(toolTip, shortcut.toString(QKeySequence::NativeText)));
        return action;
    };
    m_new = make("newAction", QStringLiteral("new"), tr("&New container…"), QKeySequence::New,
        tr("Make a container"));
    m_console = make("consoleAction", QStringLiteral("console"), tr("Open &console"),
        QKeySequence(Qt::CTRL | Qt::Key_Return), tr("Show the terminal of the workload"));
    m_filter = make("filterAction", QStringLiteral("search"), tr("&Filter"), QKeySequence::Find,
        tr("Filter the list"));
    m_palette = make("paletteAction", QStringLiteral("command"), tr("&Go to anything…"),
        QKeySequence(Qt::CTRL | Qt::Key_K), tr("Find an action, a view or a workload by name"));
    m_rescan = make("rescanAction", QStringLiteral("refresh"), tr("&Reconnect"),
        QKeySequence(Qt::Key_F5), tr("Ask the helper for everything anew"));
    m_toggleRail = make("railAction", QStringLiteral("sidebar"), tr("&Labels in the rail"),
        QKeySequence(Qt::Key_F9), tr("Show labels beside the icons of the rail"));
    m_toggleDetails = make("inspectorAction", QStringLiteral("inspector"), tr("&Inspector"),
        QKeySequence(Qt::Key_F10 | Qt::CTRL), tr("Show what is selected at the right"));
    m_quit = make("quitAction", QStringLiteral("close"), tr("&Quit"), QKeySequence::Quit,
        tr("Close the window; workloads go on"));
    m_systemCheck = make("systemCheckAction", QStringLiteral("info"), tr("&System check"), {},
        tr("Show what this computer can do, and what to change"));
    m_toggleRail->setCheckable(true);
    m_toggleDetails->setCheckable(true);
    m_toggleDetails->setChecked(true);
    m_console->setEnabled(false);
}

void MainWindow::buildMenus()
{
    auto* container = menuBar()->addMenu(tr("&Workload"));
    container->addAction(m_new);
    container->addSeparator();
    container->addAction(m_console);
    container->addActions(m_actions->all());
    container->addSeparator();
    container->addAction(m_quit);

    auto* view = menuBar()->addMenu(tr("&View"));
    for (int i = 0; i < viewCount; ++i) {
        const ViewWords words = wordsOf(View(i));
        auto* action = view->addAction(icon(words.icon), words.title);
        action->setObjectName(QStringLiteral("view%1Action").arg(i + 1));
        action->setShortcut(QKeySequence(QKeyCombination(Qt::CTRL, Qt::Key(Qt::Key_1 + i))));
        connect(action, &QAction::triggered, this, [this, i] { showView(View(i)); });
        m_viewActions.append(action);
    }
    view->addSeparator();
    view->addActions({ m_filter, m_palette, m_rescan });
    view->addSeparator();
    view->addActions({ m_toggleRail, m_toggleDetails });

    auto* help = menuBar()->addMenu(tr("&Help"));
    help->addAction(m_systemCheck);
    for (auto* menu : { container, view, help })
        menu->setToolTipsVisible(true);
}

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
    m_noHelper->setAction(m_rescan);
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

void MainWindow::wire()
{
    connect(m_new, &QAction::triggered, m_creator, [this] { m_creator->open(); });
    connect(m_console, &QAction::triggered, this,
        [this] { openConsole(m_workloads->selectedPaths().value(0)); });
    connect(m_filter, &QAction::triggered, this, &MainWindow::filter);
    connect(m_palette, &QAction::triggered, this, &MainWindow::openPalette);
    connect(m_rescan, &QAction::triggered, this, &MainWindow::reconnect);
    connect(m_quit, &QAction::triggered, this, &QWidget::close);
    connect(m_systemCheck, &QAction::triggered, this, &MainWindow::showSystemCheck);
    connect(m_toggleRail, &QAction::triggered, this, [this](bool labels) {
        m_railByHand = true;
        m_rail->setCollapsed(!labels);
    });
    connect(
        m_toggleDetails, &QAction::toggled, this, [this] { showView(View(m_rail->currentRow())); });
    connect(m_rail, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0)
            showView(View(row));
    });

    m_workloads->addAction(m_actions->trash());
    m_workloads->setRowActions(QList<QAction*> { m_console } + m_actions->all());
    connect(m_workloads, &WorkloadsView::selectionChanged, this, &MainWindow::showSelection);
    connect(m_workloads, &WorkloadsView::opened, this, &MainWindow::openConsole);
    connect(
        &m_session.workloads(), &QAbstractItemModel::dataChanged, this, &MainWindow::showSelection);
    connect(m_actions, &WorkloadActions::failed, this, &MainWindow::showProblem);
    connect(m_actions, &WorkloadActions::trashed, this,
        [this](const QStringList& paths, const QStringList& names) {
            m_undo->offer(paths, names, WorkloadActions::trashSeconds);
        });
    connect(m_pages, &Pages::failed, this, &MainWindow::showProblem);
    connect(&m_pages->feed(), &LiveFeed::sample, m_status->hostMeter(), &HostMeter::append);
    connect(
        &m_session.workloads(), &QAbstractItemModel::dataChanged, this, &MainWindow::showFigures);
    connect(
        &m_session.workloads(), &QAbstractItemModel::rowsInserted, this, &MainWindow::showFigures);
    connect(
        &m_session.workloads(), &QAbstractItemModel::rowsRemoved, this, &MainWindow::showFigures);
    connect(m_undo, &UndoBar::undone, m_actions, &WorkloadActions::restore);
    connect(m_creator, &ContainerCreator::created, this, &MainWindow::awaitCreated);
    connect(&m_session.client(), &HelperClient::jobChanged, this, [this](const api::JobInfo& job) {
        if (job.path == m_awaitedJob)
            awaitCreated(job.path);
    });
    connect(m_status, &StatusLine::jobsClicked, this, [this] { showView(View::Jobs); });
    connect(m_status, &StatusLine::helperClicked, this, &MainWindow::showSystemCheck);
    connect(&m_session.client(), &HelperClient::stateChanged, this, &MainWindow::showHelperState);
    connect(&m_session.client(), &HelperClient::featuresChanged, this, &MainWindow::checkFirstRun);
}

void MainWindow::showView(View view)
{
    m_stack->setCurrentIndex(int(view));
    m_rail->setCurrentRow(int(view));
    m_details->setVisible(view == View::Workloads && m_toggleDetails->isChecked()
        && m_session.client().state() == HelperClient::State::Connected);
    showHelperState();
}

void MainWindow::showHelperState()
{
    const auto& client = m_session.client();
    const bool connected = client.state() == HelperClient::State::Connected;
    m_new->setEnabled(connected);
    m_noHelper->setSentence(helperSentence(m_session));
    m_noHelper->setPicture(client.state() == HelperClient::State::Connecting
            ? QStringLiteral("cabinet")
            : QStringLiteral("warning"));
    if (!connected && m_stack->currentWidget() != m_check)
        m_stack->setCurrentWidget(m_noHelper);
    else if (connected && m_stack->currentWidget() == m_noHelper)
        showView(View(std::max(0, m_rail->currentRow())));
    m_details->setVisible(connected && m_stack->currentIndex() == int(View::Workloads)
        && m_toggleDetails->isChecked());
    if (m_check)
        m_check->setHelperState(helperSentence(m_session), connected);
}

void MainWindow::showSelection()
{
    const QStringList paths = m_workloads->selectedPaths();
    m_actions->setSelection(paths);
    const auto* workload = m_session.workloads().find(paths.value(0));
    m_details->setWorkload(workload);
    m_console->setEnabled(workload && workload->isRunning());
}

void MainWindow::selectWorkload(const QString& path)
{
    showView(View::Workloads);
    m_workloads->select(path);
}

void MainWindow::showProblem(const QString& what, const api::ErrorInfo& error)
{
    m_problem->setError(what, error);
}

void MainWindow::openConsole(const QString& path)
{
    const auto* workload = m_session.workloads().find(path);
    if (!workload)
        return;
    if (!workload->isRunning())
        m_actions->startWorkload(path);
    m_toggleDetails->setChecked(true);
    selectWorkload(path);
    m_details->showTab(QStringLiteral("console"));
}

void MainWindow::openPalette()
{
    auto* palette = new CommandPalette(this);
    palette->setAttribute(Qt::WA_DeleteOnClose);
    palette->addActions(QList<QAction*> { m_new, m_console } + m_actions->all() + m_viewActions
        + QList<QAction*> {
            m_filter, m_rescan, m_toggleRail, m_toggleDetails, m_systemCheck, m_quit });
    for (const auto& workload : m_session.workloads().rows())
        if (workload.trashedUntil == 0)
            palette->addPlace(icon(QStringLiteral("container")), workload.name,
                [this, path = workload.path] { selectWorkload(path); });
    palette->popUp();
}

// The filter of what has the focus, or else of the view that is shown.
void MainWindow::filter()
{
    for (auto* widget = QApplication::focusWidget(); widget; widget = widget->parentWidget())
        if (auto* page = qobject_cast<LivePage*>(widget); page && page->filterEdit())
            return page->filterEdit()->setFocus(Qt::ShortcutFocusReason);
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
    if (!job)
        return;
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
        m_check = new SystemCheckView(&m_session.features(), m_viewActions.first());
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

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    fitRail();
}

void MainWindow::fitRail()
{
    if (!m_railByHand)
        m_rail->setCollapsed(width() < narrowWindow);
    m_toggleRail->setChecked(!m_rail->isCollapsed());
}

void MainWindow::restoreLook()
{
    const QSettings settings;
    resize(1280, 800);
    restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
    if (!m_splitter->restoreState(settings.value(QStringLiteral("window/splitter")).toByteArray()))
        m_splitter->setSizes({ 540, 580 });
    m_workloads->restoreState(settings.value(QStringLiteral("workloads/columns")).toByteArray());
    m_details->showTab(settings.value(QStringLiteral("window/tab")).toString());
    m_toggleDetails->setChecked(settings.value(QStringLiteral("window/inspector"), true).toBool());
    const QVariant rail = settings.value(QStringLiteral("window/railLabels"));
    if (rail.isValid()) {
        m_railByHand = true;
        m_rail->setCollapsed(!rail.toBool());
    }
    fitRail();
}

void MainWindow::saveLook() const
{
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/splitter"), m_splitter->saveState());
    settings.setValue(QStringLiteral("window/tab"), m_details->currentTab());
    settings.setValue(QStringLiteral("window/inspector"), m_toggleDetails->isChecked());
    settings.setValue(QStringLiteral("workloads/columns"), m_workloads->saveState());
    if (m_railByHand)
        settings.setValue(QStringLiteral("window/railLabels"), !m_rail->isCollapsed());
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    saveLook();
    QMainWindow::closeEvent(event);
}

} // namespace vitrine
