// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QIcon>

#include <functional>

class QAction;
class QLineEdit;
class QListWidget;

namespace vitrine {

/// Ctrl+K: type a part of its name, press Enter. Finds actions, views and workloads.
class CommandPalette : public QFrame {
    Q_OBJECT
public:
    explicit CommandPalette(QWidget* window);

    /// Only actions that are enabled now.
    void addActions(const QList<QAction*>& actions);
    void addPlace(const QIcon& icon, const QString& name, std::function<void()> go);
    /// Shows it over the upper middle of its window.
    void popUp();

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    struct Entry {
        QIcon icon;
        QString name;
        QString shortcut;
        std::function<void()> run;
    };
    void show(const QString& text);
    void runCurrent();

    QList<Entry> m_entries;
    QLineEdit* m_edit;
    QListWidget* m_list;
};

} // namespace vitrine
