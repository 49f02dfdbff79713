// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/window_actions.h"

#include "gui/app/workload_actions.h"
#include "gui/views/icons.h"

#include <QAction>
#include <QMenu>
#include <QMenuBar>

namespace vitrine {

WindowActions::WindowActions(QObject* parent)
    : QObject(parent)
{
    create = add("newAction", QStringLiteral("new"), tr("&New container…"), QKeySequence::New,
        tr("Make a container"));
    console = add("consoleAction", QStringLiteral("console"), tr("Open &console"),
        QKeySequence(Qt::CTRL | Qt::Key_Return), tr("Show the terminal of the workload"));
    filter = add("filterAction", QStringLiteral("search"), tr("&Filter"), QKeySequence::Find,
        tr("Filter the list"));
    palette = add("paletteAction", QStringLiteral("command"), tr("&Go to anything…"),
        QKeySequence(Qt::CTRL | Qt::Key_K), tr("Find an action, a view or a workload by name"));
    reconnect = add("rescanAction", QStringLiteral("refresh"), tr("&Reconnect"),
        QKeySequence(Qt::Key_F5), tr("Ask the helper for everything anew"));
    railLabels = add("railAction", QStringLiteral("sidebar"), tr("&Labels in the rail"),
        QKeySequence(Qt::Key_F9), tr("Show labels beside the icons of the rail"));
    inspector = add("inspectorAction", QStringLiteral("inspector"), tr("&Inspector"),
        QKeySequence(Qt::Key_F10 | Qt::CTRL), tr("Show what is selected at the right"));
    quit = add("quitAction", QStringLiteral("close"), tr("&Quit"), QKeySequence::Quit,
        tr("Close the window; workloads go on"));
    systemCheck = add("systemCheckAction", QStringLiteral("info"), tr("&System check"), {},
        tr("Show what this computer can do, and what to change"));
    railLabels->setCheckable(true);
    inspector->setCheckable(true);
    inspector->setChecked(true);
    console->setEnabled(false);
    addViews();
}

QAction* WindowActions::add(const char* name, const QString& iconName, const QString& text,
    const QKeySequence& shortcut, const QString& toolTip)
{
    auto* action = new QAction(icon(iconName), text, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(shortcut);
    action->setToolTip(shortcut.isEmpty()
            ? toolTip
            : tr("%1 (%2)").arg(toolTip, shortcut.toString(QKeySequence::NativeText)));
    return action;
}

void WindowActions::addViews()
{
    for (int i = 0; i < viewCount; ++i) {
        const ViewWords words = wordsOf(View(i));
        auto* action = new QAction(icon(words.icon), words.title, this);
        action->setObjectName(QStringLiteral("view%1Action").arg(i + 1));
        action->setShortcut(QKeySequence(QKeyCombination(Qt::CTRL, Qt::Key(Qt::Key_1 + i))));
        connect(action, &QAction::triggered, this, [this, i] { emit viewWanted(View(i)); });
        views.append(action);
    }
}

void WindowActions::fillMenus(QMenuBar& bar, const WorkloadActions& workloads,
    const QList<QAction*>& changes, const QList<QAction*>& networks)
{
    auto* workload = bar.addMenu(tr("&Workload"));
    workload->addAction(create);
    workload->addSeparator();
    workload->addAction(console);
    workload->addActions(workloads.all());
    workload->addSeparator();
    workload->addActions(changes);
    workload->addSeparator();
    workload->addAction(quit);

    auto* network = bar.addMenu(tr("&Network"));
    network->addActions(networks);

    auto* view = bar.addMenu(tr("&View"));
    view->addActions(views);
    view->addSeparator();
    view->addActions({ filter, palette, reconnect });
    view->addSeparator();
    view->addActions({ railLabels, inspector });

    auto* help = bar.addMenu(tr("&Help"));
    help->addAction(systemCheck);
    for (auto* menu : { workload, network, view, help })
        menu->setToolTipsVisible(true);
}

QList<QAction*> WindowActions::forPalette(const WorkloadActions& workloads) const
{
    return QList<QAction*> { create, console } + workloads.all() + views
        + QList<QAction*> { filter, reconnect, railLabels, inspector, systemCheck, quit };
}

} // namespace vitrine
