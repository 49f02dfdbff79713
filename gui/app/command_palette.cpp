// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/command_palette.h"

#include <QAction>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace vitrine {

CommandPalette::CommandPalette(QWidget* window)
    : QFrame(window, Qt::Popup)
    , m_edit(new QLineEdit)
    , m_list(new QListWidget)
{
    setObjectName(QStringLiteral("commandPalette"));
    setFrameShape(QFrame::StyledPanel);
    m_edit->setObjectName(QStringLiteral("paletteEdit"));
    m_edit->setPlaceholderText(tr("Action, view or workload"));
    m_edit->setAccessibleName(tr("Find an action, a view or a workload"));
    m_edit->installEventFilter(this);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setIconSize(QSize(16, 16));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_edit);
    layout->addWidget(m_list);
    setFocusProxy(m_edit);
    connect(m_edit, &QLineEdit::textChanged, this, &CommandPalette::show);
    connect(m_edit, &QLineEdit::returnPressed, this, &CommandPalette::runCurrent);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::runCurrent);
}

void CommandPalette::addActions(const QList<QAction*>& actions)
{
    for (auto* action : actions) {
        if (!action->isEnabled())
            continue;
        QString name = action->text();
        name.remove(QLatin1Char('&'));
        m_entries.append(
            { action->icon(), name, action->shortcut().toString(QKeySequence::NativeText),
                [action] { action->trigger(); } });
    }
}

void CommandPalette::addPlace(const QIcon& icon, const QString& name, std::function<void()> go)
{
    m_entries.append({ icon, name, {}, std::move(go) });
}

void CommandPalette::popUp()
{
    const QWidget* window = parentWidget();
    resize(std::min(480, window->width() - 32), std::min(400, window->height() - 64));
    move(window->mapToGlobal(QPoint((window->width() - width()) / 2, 48)));
    show({});
    setVisible(true);
    m_edit->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::show(const QString& text)
{
    m_list->clear();
    for (int i = 0; i < m_entries.size(); ++i) {
        const auto& entry = m_entries.at(i);
        if (!entry.name.contains(text.trimmed(), Qt::CaseInsensitive))
            continue;
        const QString line = entry.shortcut.isEmpty()
            ? entry.name
            : tr("%1    %2").arg(entry.name, entry.shortcut);
        auto* item = new QListWidgetItem(entry.icon, line, m_list);
        item->setData(Qt::UserRole, i);
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::runCurrent()
{
    const auto* item = m_list->currentItem();
    if (!item)
        return;
    const auto run = m_entries.at(item->data(Qt::UserRole).toInt()).run;
    // Once this popup is gone, so that what runs gets the focus.
    QTimer::singleShot(0, parentWidget(), run);
    close();
}

bool CommandPalette::eventFilter(QObject* object, QEvent* event)
{
    if (object == m_edit && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up || key == Qt::Key_PageDown
            || key == Qt::Key_PageUp) {
            QCoreApplication::sendEvent(m_list, event);
            return true;
        }
    }
    return QFrame::eventFilter(object, event);
}

} // namespace vitrine
