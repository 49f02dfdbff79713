// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/app/pages.h"

#include <QObject>

class QAction;
class QKeySequence;
class QMenuBar;

namespace vitrine {

class WorkloadActions;

/// What the window offers beside the actions on workloads: the actions with their shortcuts, and
/// the menus that hold all of them.
class WindowActions : public QObject {
    Q_OBJECT
public:
    explicit WindowActions(QObject* parent = nullptr);

    void fillMenus(QMenuBar& bar, const WorkloadActions& workloads, const QList<QAction*>& changes,
        const QList<QAction*>& networks);
    /// Everything that the palette offers, in its order.
    [[nodiscard]] QList<QAction*> forPalette(const WorkloadActions& workloads) const;

    QAction *create, *console, *filter, *palette, *reconnect, *railLabels, *inspector, *systemCheck,
        *quit;
    QList<QAction*> views; ///< one a View

signals:
    void viewWanted(vitrine::View view);

private:
    QAction* add(const char* name, const QString& icon, const QString& text,
        const QKeySequence& shortcut, const QString& toolTip);
    void addViews();
};

} // namespace vitrine
