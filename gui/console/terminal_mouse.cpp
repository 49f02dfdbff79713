// SPDX-License-Identifier: GPL-3.0-or-later
// The mouse and the clipboard of TerminalWidget.
#include "gui/console/terminal_widget.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>

namespace vitrine {

namespace {

/// Button numbers as xterm has them: 1 left, 2 middle, 3 right, 4 and 5 the wheel.
int buttonNumber(Qt::MouseButton button)
{
    switch (button) {
    case Qt::LeftButton:
        return 1;
    case Qt::MiddleButton:
        return 2;
    case Qt::RightButton:
        return 3;
    default:
        return 0;
    }
}

} // namespace

bool TerminalWidget::reportsMouse(Qt::KeyboardModifiers modifiers) const
{
    // With Shift the mouse is the user's, whatever the program wants.
    return m_interactive && m_screen.mouseReporting() != MouseReporting::None
        && !modifiers.testFlag(Qt::ShiftModifier);
}

bool TerminalWidget::reportButton(QMouseEvent* event, bool pressed)
{
    const int button = buttonNumber(event->button());
    if (button == 0 || !reportsMouse(event->modifiers()))
        return false;
    const QPoint cell = cellAt(event->pos());
    const TerminalModifiers modifiers = terminalModifiers(event->modifiers());
    m_screen.sendMouseMove(cell.y(), cell.x(), modifiers);
    m_screen.sendMouseButton(button, pressed, modifiers);
    return true;
}

void TerminalWidget::mousePressEvent(QMouseEvent* event)
{
    if (reportButton(event, true))
        return;
    if (event->button() == Qt::MiddleButton)
        return pasteFrom(QClipboard::Selection);
    if (event->button() != Qt::LeftButton)
        return;
    const bool third
        = m_lastClick.isValid() && m_lastClick.elapsed() < QApplication::doubleClickInterval();
    m_lastClick.invalidate();
    TerminalPosition at = positionAt(event->pos());
    if (third)
        at.column = cellAt(event->pos()).x();
    m_selection.start(
        m_screen, at, third ? TerminalSelection::Unit::Line : TerminalSelection::Unit::Character);
    m_selecting = true;
    viewport()->update();
}

void TerminalWidget::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (reportButton(event, true) || event->button() != Qt::LeftButton)
        return;
    m_lastClick.start();
    TerminalPosition at = positionAt(event->pos());
    at.column = cellAt(event->pos()).x();
    m_selection.start(m_screen, at, TerminalSelection::Unit::Word);
    m_selecting = true;
    viewport()->update();
}

void TerminalWidget::mouseMoveEvent(QMouseEvent* event)
{
    if (m_selecting) {
        QScrollBar* bar = verticalScrollBar();
        if (event->pos().y() < 0)
            bar->setValue(bar->value() - 1);
        else if (event->pos().y() > viewport()->height())
            bar->setValue(bar->value() + 1);
        m_selection.extend(m_screen, positionAt(event->pos()));
        viewport()->update();
    } else if (reportsMouse(event->modifiers())) {
        const QPoint cell = cellAt(event->pos());
        m_screen.sendMouseMove(cell.y(), cell.x(), terminalModifiers(event->modifiers()));
    }
}

void TerminalWidget::mouseReleaseEvent(QMouseEvent* event)
{
    if (!m_selecting) {
        reportButton(event, false);
        return;
    }
    if (event->button() == Qt::LeftButton) {
        m_selecting = false;
        publishSelection();
    }
}

void TerminalWidget::wheelEvent(QWheelEvent* event)
{
    if (event->modifiers() == Qt::ControlModifier) {
        setFontSize(m_fontSize + (event->angleDelta().y() > 0 ? 1 : -1));
        return;
    }
    const bool reports = reportsMouse(event->modifiers());
    if (!reports && !m_screen.alternateScreen()) {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    m_wheelRest += event->angleDelta().y();
    const int steps = m_wheelRest / 120;
    m_wheelRest %= 120;
    const QPoint cell = cellAt(event->position().toPoint());
    for (int i = 0; m_interactive && i < std::abs(steps); ++i) {
        if (reports) {
            m_screen.sendMouseMove(cell.y(), cell.x(), terminalModifiers(event->modifiers()));
            m_screen.sendMouseButton(
                steps > 0 ? 4 : 5, true, terminalModifiers(event->modifiers()));
        } else {
            // Pagers and editors on the alternate screen scroll by cursor keys.
            for (int line = 0; line < 3; ++line)
                m_screen.sendKey(steps > 0 ? TerminalKey::Up : TerminalKey::Down);
        }
    }
    event->accept();
}

void TerminalWidget::publishSelection()
{
    QClipboard* clipboard = QGuiApplication::clipboard();
    if (clipboard->supportsSelection() && !m_selection.isEmpty())
        clipboard->setText(selectedText(), QClipboard::Selection);
}

void TerminalWidget::copy()
{
    if (!m_selection.isEmpty())
        QGuiApplication::clipboard()->setText(selectedText());
}

void TerminalWidget::paste()
{
    pasteFrom(QClipboard::Clipboard);
}

void TerminalWidget::pasteFrom(int clipboardMode)
{
    if (!m_interactive)
        return;
    const QString text = QGuiApplication::clipboard()->text(QClipboard::Mode(clipboardMode));
    if (text.isEmpty())
        return;
    m_screen.paste(text);
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void TerminalWidget::selectAll()
{
    m_selection.selectAll(m_screen);
    publishSelection();
    viewport()->update();
}

void TerminalWidget::contextMenuEvent(QContextMenuEvent* event)
{
    if (event->reason() == QContextMenuEvent::Mouse && reportsMouse(event->modifiers()))
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString& text, const QString& keys, bool enabled, auto&& slot) {
        QAction* action = menu->addAction(text);
        action->setShortcut(QKeySequence(keys));
        action->setEnabled(enabled);
        connect(action, &QAction::triggered, this, slot);
    };
    add(tr("Copy"), QStringLiteral("Ctrl+Shift+C"), !m_selection.isEmpty(), &TerminalWidget::copy);
    add(tr("Paste"), QStringLiteral("Ctrl+Shift+V"), m_interactive, &TerminalWidget::paste);
    add(tr("Select all"), QStringLiteral("Ctrl+Shift+A"), true, &TerminalWidget::selectAll);
    menu->addSeparator();
    add(tr("Larger text"), QStringLiteral("Ctrl++"), true, [this] { setFontSize(m_fontSize + 1); });
    add(tr("Smaller text"), QStringLiteral("Ctrl+-"), true,
        [this] { setFontSize(m_fontSize - 1); });
    menu->popup(event->globalPos());
}

} // namespace vitrine
