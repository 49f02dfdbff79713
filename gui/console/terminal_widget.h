// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/console/terminal_keys.h"
#include "gui/console/terminal_painter.h"
#include "gui/console/terminal_screen.h"
#include "gui/console/terminal_selection.h"

#include <QAbstractScrollArea>
#include <QElapsedTimer>
#include <QTimer>

namespace vitrine {

/// Shows a TerminalScreen and sends it what is typed, pasted and clicked.
///
/// Tab belongs to the program; Control+Shift+F6 gives the keyboard back to the window. Painting
/// follows output at most every 16 ms; a widget that is not shown runs no timer.
class TerminalWidget : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit TerminalWidget(QWidget* parent = nullptr);

    [[nodiscard]] TerminalScreen& screen() { return m_screen; }
    [[nodiscard]] const TerminalScreen& screen() const { return m_screen; }
    /// Whether there is a program to type to; without one no cursor is shown and keys are not
    /// taken.
    void setInteractive(bool interactive);
    [[nodiscard]] QString selectedText() const { return m_selection.text(m_screen); }
    [[nodiscard]] int fontSize() const { return m_fontSize; }
    [[nodiscard]] QSize sizeHint() const override;

public Q_SLOTS:
    void copy();
    void paste();
    void selectAll();
    /// Points, 6 to 48.
    void setFontSize(int points);

Q_SIGNALS:
    /// The keyboard was given back to the window.
    void left();
    /// It has got the keyboard, or lost it.
    void focusChanged();
    void fontSizeChanged(int points);

protected:
    bool event(QEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void inputMethodEvent(QInputMethodEvent* event) override;
    QVariant inputMethodQuery(Qt::InputMethodQuery query) const override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    void onScreenChanged();
    void refresh();
    void updateScrollBar();
    void adaptSize();
    void updateFont();
    void restartBlink();
    void useKey(TerminalKeyUse use);
    void pasteFrom(int clipboardMode);
    void publishSelection();
    void leave();
    void drawCursor(QPainter& painter);
    [[nodiscard]] int topLine() const;
    [[nodiscard]] QRect cellArea(int row, int column, int width = 1) const;
    [[nodiscard]] QRect rowsArea(int first, int last) const;
    /// Row of the view and column at POINT, within the screen.
    [[nodiscard]] QPoint cellAt(QPoint point) const;
    [[nodiscard]] TerminalPosition positionAt(QPoint point) const;
    [[nodiscard]] bool reportsMouse(Qt::KeyboardModifiers modifiers) const;
    /// Sends the button to a program that wants it; false when it does not.
    bool reportButton(QMouseEvent* event, bool pressed);

    TerminalScreen m_screen;
    TerminalPainter m_painter;
    TerminalSelection m_selection;
    QTimer m_refreshTimer { this };
    QTimer m_blinkTimer { this };
    QElapsedTimer m_lastRefresh;
    QElapsedTimer m_lastClick; ///< the last double click: a third makes it a line
    QElapsedTimer m_lastKey;
    QString m_preedit; ///< what an input method is composing
    int m_fontSize = 0;
    int m_wheelRest = 0;
    bool m_interactive = false;
    bool m_cursorOn = true;
    bool m_selecting = false;
    bool m_wasAlternate = false;
    qint64 m_shownLines = 0; ///< lineCount + droppedLines when last painted
};

} // namespace vitrine
