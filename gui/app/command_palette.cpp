// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/command_palette.h"

#include "gui/views/colours.h"
#include "gui/views/table.h"

#include <QAction>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QTimer>
#include <QVBoxLayout>

namespace vitrine {

namespace {

constexpr int placeRole = Qt::UserRole; ///< index of the entry
constexpr int shortcutRole = Qt::UserRole + 1;

/// The name at one side, its shortcut at the other.
class EntryDelegate : public RowDelegate {
public:
    using RowDelegate::RowDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
        const QModelIndex& index) const override
    {
        RowDelegate::paint(painter, option, index);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        painter->save();
        painter->setPen(selected ? option.palette.color(QPalette::HighlightedText)
                                 : quietColour(option.palette));
        painter->drawText(option.rect.adjusted(8, 0, -8, 0),
            int(Qt::AlignVCenter | QStyle::visualAlignment(option.direction, Qt::AlignRight)),
            index.data(shortcutRole).toString());
        painter->restore();
    }
};

} // namespace

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
    m_list->setItemDelegate(new EntryDelegate(m_list));
    m_list->setAccessibleName(tr("What matches"));
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
        auto* item = new QListWidgetItem(entry.icon, entry.name, m_list);
        item->setData(placeRole, i);
        item->setData(shortcutRole, entry.shortcut);
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::runCurrent()
{
    const auto* item = m_list->currentItem();
    if (!item)
        return;
    const auto run = m_entries.at(item->data(placeRole).toInt()).run;
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
