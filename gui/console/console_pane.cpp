// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/console/console_pane.h"

#include "gui/console/console_tab.h"

#include <QMenu>
#include <QShortcut>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine {

ConsolePane::ConsolePane(QWidget* parent)
    : QWidget(parent)
    , m_tabs(new QTabWidget)
    , m_console(new ConsoleTab)
    , m_newButton(new QToolButton)
    , m_sessionMenu(new QMenu(tr("&Take up"), m_newButton))
{
    setFocusPolicy(Qt::ClickFocus);
    m_console->setObjectName(QStringLiteral("consoleTab"));
    m_tabs->setObjectName(QStringLiteral("shellTabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->setTabsClosable(true);
    m_tabs->setElideMode(Qt::ElideNone); // tabs that have no room are scrolled to
    m_tabs->setUsesScrollButtons(true);
    m_tabs->addTab(m_console, tr("Terminal"));
    for (const auto side : { QTabBar::LeftSide, QTabBar::RightSide }) // it ends with its container
        m_tabs->tabBar()->setTabButton(0, side, nullptr);
    buildButton();
    m_tabs->setCornerWidget(m_newButton);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tabs);
    connect(m_tabs, &QTabWidget::tabCloseRequested, this, &ConsolePane::closeShell);
    addShortcuts();
    updateState();
}

ConsolePane::~ConsolePane()
{
    for (const auto& shells : std::as_const(m_shells))
        qDeleteAll(shells);
}

void ConsolePane::buildButton()
{
    m_newButton->setObjectName(QStringLiteral("newShellButton"));
    m_newButton->setText(tr("New shell"));
    m_newButton->setToolTip(tr("One more shell in this container (Ctrl+Shift+T)"));
    m_newButton->setPopupMode(QToolButton::MenuButtonPopup);
    m_newButton->setFocusPolicy(Qt::StrongFocus);
    auto* menu = new QMenu(m_newButton);
    menu->setObjectName(QStringLiteral("newShellMenu"));
    menu->addAction(tr("As the &container's user"), this, [this] { openShell({}); });
    menu->addAction(tr("As &root"), this, [this] {
        openShell({ QStringLiteral("0:0"), {}, {}, {} });
    });
    menu->addSeparator();
    menu->addAction(tr("&Other…"), this, &ConsolePane::choiceRequested)
        ->setObjectName(QStringLiteral("shellChoice"));
    menu->addSeparator();
    m_sessionMenu->setObjectName(QStringLiteral("sessionMenu"));
    menu->addMenu(m_sessionMenu);
    connect(menu, &QMenu::aboutToShow, this, &ConsolePane::offerSessions);
    m_newButton->setMenu(menu);
    connect(m_newButton, &QToolButton::clicked, this, [this] { openShell({}); });
}

void ConsolePane::addShortcuts()
{
    const auto add = [this](const QKeySequence& keys, auto does) {
        auto* shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, does);
    };
    add(Qt::CTRL | Qt::SHIFT | Qt::Key_T, [this] { openShell({}); });
    add(Qt::CTRL | Qt::SHIFT | Qt::Key_W, [this] { closeShell(m_tabs->currentIndex()); });
    add(Qt::CTRL | Qt::Key_PageUp, [this] { step(-1); });
    add(Qt::CTRL | Qt::Key_PageDown, [this] { step(1); });
}

void ConsolePane::offerSessions()
{
    const QList<ShellTab*> shells = m_shells.value(m_path);
    m_sessionMenu->clear();
    for (const auto& offer : std::as_const(m_offers)) {
        const bool shown = std::any_of(shells.begin(), shells.end(),
            [&](const ShellTab* shell) { return shell->sessionId() == offer.request.session; });
        if (shown)
            continue;
        QString title = offer.title;
        m_sessionMenu->addAction(title.replace(QLatin1Char('&'), QLatin1String("&&")), this,
            [this, request = offer.request] { openShell(request); });
    }
    m_sessionMenu->menuAction()->setEnabled(!m_sessionMenu->isEmpty());
}

void ConsolePane::setWorkload(
    const QString& path, const QString& id, const QString& name, bool running)
{
    m_running = running;
    if (path != m_path) {
        while (m_tabs->count() > 1) {
            QWidget* shell = m_tabs->widget(1);
            m_tabs->removeTab(1);
            shell->setParent(nullptr); // kept in m_shells
        }
        m_path = path;
        for (ShellTab* shell : m_shells.value(path))
            addTab(shell);
    }
    for (ShellTab* shell : m_shells.value(path))
        shell->setRunning(running);
    m_console->setWorkload(id, name);
    m_console->setRunning(running);
    updateState();
}

void ConsolePane::forget(const QString& path)
{
    const QList<ShellTab*> shells = m_shells.take(path);
    for (ShellTab* shell : shells)
        shell->deleteLater();
    updateState();
}

void ConsolePane::addTab(ShellTab* shell)
{
    m_tabs->addTab(shell, {});
    retitle(shell);
}

void ConsolePane::retitle(ShellTab* shell)
{
    const int index = m_tabs->indexOf(shell);
    if (index < 0)
        return;
    constexpr qsizetype longest = 20; // so that several have room
    QString title = shell->title();
    m_tabs->setTabToolTip(index, title);
    if (title.size() > longest)
        title = title.left(longest - 1) + QChar(0x2026);
    m_tabs->setTabText(index, title.replace(QLatin1Char('&'), QLatin1String("&&")));
}

void ConsolePane::openShell(const ShellRequest& request)
{
    if (!m_running || m_path.isEmpty())
        return;
    auto* shell = new ShellTab(request);
    const QString path = m_path;
    m_shells[path].append(shell);
    connect(shell, &ShellTab::titleChanged, this, [this, shell] { retitle(shell); });
    connect(shell, &ShellTab::left, this, [this, shell] { closeShell(m_tabs->indexOf(shell)); });
    connect(shell, &ShellTab::sessionRequested, this,
        [this, path, shell] { Q_EMIT shellRequested(path, shell); });
    addTab(shell);
    m_tabs->setCurrentWidget(shell);
    shell->setFocus();
    updateState();
}

void ConsolePane::closeShell(int index)
{
    auto* shell = qobject_cast<ShellTab*>(m_tabs->widget(index));
    if (!shell)
        return;
    m_shells[m_path].removeOne(shell);
    m_tabs->removeTab(index);
    shell->deleteLater();
    updateState();
    if (QWidget* next = m_tabs->currentWidget())
        next->setFocus();
}

void ConsolePane::step(int by)
{
    const int count = m_tabs->count();
    m_tabs->setCurrentIndex((m_tabs->currentIndex() + by + count) % count);
    m_tabs->currentWidget()->setFocus();
}

void ConsolePane::updateState()
{
    m_newButton->setEnabled(m_running);
}

void ConsolePane::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    if (QWidget* current = m_tabs->currentWidget())
        current->setFocus();
}

} // namespace vitrine
