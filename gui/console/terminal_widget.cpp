// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/console/terminal_widget.h"

#include "gui/console/fixed_font.h"
#include "gui/console/terminal_accessible.h"

#include <QApplication>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyleHints>

namespace vitrine {

namespace {

constexpr int frameTime = 16; ///< milliseconds between two paintings
constexpr qint64 blinkingTime = 10'000; ///< after the last key, as GTK does: then nothing wakes up
constexpr int smallestFont = 6, largestFont = 48;

} // namespace

TerminalWidget::TerminalWidget(QWidget* parent)
    : QAbstractScrollArea(parent)
{
    installTerminalAccessibility();
    setFrameShape(QFrame::NoFrame);
    setViewportMargins(6, 4, 0, 0);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_InputMethodEnabled);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Terminal"));
    setAccessibleDescription(
        tr("Tab goes to the program. Control, Shift and F6 leave the terminal."));
    m_fontSize = std::max(9, fixedFont().pointSize());
    m_refreshTimer.setSingleShot(true);
    connect(&m_refreshTimer, &QTimer::timeout, this, &TerminalWidget::refresh);
    connect(&m_blinkTimer, &QTimer::timeout, this, [this] {
        const bool over = m_lastKey.elapsed() > blinkingTime;
        m_cursorOn = over || !m_cursorOn;
        if (over)
            m_blinkTimer.stop();
        viewport()->update(cellArea(m_screen.cursorRow(), m_screen.cursorColumn(), 2));
    });
    connect(&m_screen, &TerminalScreen::changed, this, &TerminalWidget::onScreenChanged);
    m_painter.setColors(TerminalColors(palette()));
    updateFont();
}

QSize TerminalWidget::sizeHint() const
{
    const QSize cell = m_painter.cell();
    return { 80 * cell.width() + verticalScrollBar()->sizeHint().width(), 24 * cell.height() };
}

void TerminalWidget::setInteractive(bool interactive)
{
    m_interactive = interactive;
    restartBlink();
    viewport()->update();
}

void TerminalWidget::setFontSize(int points)
{
    points = std::clamp(points, smallestFont, largestFont);
    if (points == m_fontSize)
        return;
    m_fontSize = points;
    updateFont();
    Q_EMIT fontSizeChanged(points);
}

void TerminalWidget::updateFont()
{
    QFont font = fixedFont();
    font.setPointSize(m_fontSize);
    m_painter.setFont(font);
    adaptSize();
    viewport()->update();
}

// Geometry

int TerminalWidget::topLine() const
{
    return verticalScrollBar()->value();
}

QRect TerminalWidget::cellArea(int row, int column, int width) const
{
    const QSize cell = m_painter.cell();
    const int viewRow = row + m_screen.scrollbackCount() - topLine();
    return { column * cell.width(), viewRow * cell.height(), width * cell.width(), cell.height() };
}

QRect TerminalWidget::rowsArea(int first, int last) const
{
    const QRect top = cellArea(first, 0);
    return { 0, top.top(), viewport()->width(), (last - first) * top.height() };
}

QPoint TerminalWidget::cellAt(QPoint point) const
{
    const QSize cell = m_painter.cell();
    return { std::clamp(point.x() / cell.width(), 0, m_screen.columns() - 1),
        std::clamp(point.y() / cell.height(), 0, m_screen.rows() - 1) };
}

TerminalPosition TerminalWidget::positionAt(QPoint point) const
{
    const QSize cell = m_painter.cell();
    // A character counts as selected when more than half of it is.
    const int column
        = std::clamp((point.x() + cell.width() / 2) / cell.width(), 0, m_screen.columns());
    return { m_screen.droppedLines() + topLine() + cellAt(point).y(), column };
}

void TerminalWidget::adaptSize()
{
    const QSize cell = m_painter.cell(), size = viewport()->size();
    m_screen.resize(size.height() / cell.height(), size.width() / cell.width());
    updateScrollBar();
}

void TerminalWidget::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    adaptSize();
}

void TerminalWidget::updateScrollBar()
{
    QScrollBar* bar = verticalScrollBar();
    const bool atEnd = bar->value() == bar->maximum();
    const qint64 total = m_screen.droppedLines() + m_screen.lineCount();
    bar->setPageStep(m_screen.rows());
    bar->setRange(0, m_screen.scrollbackCount());
    if (atEnd)
        bar->setValue(bar->maximum());
    m_shownLines = total;
}

void TerminalWidget::scrollContentsBy(int, int)
{
    viewport()->update();
}

// Painting

void TerminalWidget::onScreenChanged()
{
    if (!isVisible() || m_refreshTimer.isActive())
        return;
    const qint64 since = m_lastRefresh.isValid() ? m_lastRefresh.elapsed() : frameTime;
    m_refreshTimer.start(int(std::clamp<qint64>(frameTime - since, 0, frameTime)));
}

void TerminalWidget::refresh()
{
    m_lastRefresh.start();
    if (m_wasAlternate != m_screen.alternateScreen()) {
        m_wasAlternate = m_screen.alternateScreen();
        m_selection.clear();
    }
    const qint64 dropped = m_screen.droppedLines();
    const bool moved = m_shownLines != dropped + m_screen.lineCount();
    const bool atEnd = topLine() == verticalScrollBar()->maximum();
    updateScrollBar();
    const auto [first, last] = m_screen.takeDamage();
    if (moved && !atEnd)
        viewport()->update();
    else if (first != last)
        viewport()->update(rowsArea(first, last));
    announceTerminalChange(*this);
    if (hasFocus())
        updateMicroFocus();
}

void TerminalWidget::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    const QSize cell = m_painter.cell();
    const auto& colors = m_painter.colors();
    painter.fillRect(event->rect(), m_screen.reversed() ? colors.foreground : colors.background);
    const int first = event->rect().top() / cell.height();
    const int last = std::min(event->rect().bottom() / cell.height(), m_screen.rows() - 1);
    for (int row = first; row <= last; ++row) {
        const int number = topLine() + row;
        const TerminalLine line = m_screen.line(number);
        const auto selected
            = m_selection.columns(m_screen.droppedLines() + number, m_screen.columns());
        m_painter.paintRow(painter, { 0, row * cell.height() },
            { line, m_screen.columns(), selected, m_screen.reversed() });
    }
    drawCursor(painter);
}

void TerminalWidget::drawCursor(QPainter& painter)
{
    if (!m_interactive || !m_screen.cursorVisible())
        return;
    const int row = m_screen.cursorRow(), column = m_screen.cursorColumn();
    const TerminalLine line = m_screen.line(m_screen.scrollbackCount() + row);
    const TerminalCell cell = column < line.cells.size() ? line.cells[column] : TerminalCell();
    const QRect area = cellArea(row, column, std::max<int>(1, cell.width));
    if (!m_preedit.isEmpty()) {
        const QRect text(area.topLeft(),
            QSize(int(m_preedit.size()) * 2 * m_painter.cell().width(), area.height()));
        painter.fillRect(text, m_painter.colors().background);
        painter.setPen(m_painter.colors().foreground);
        QFont font = m_painter.font();
        font.setUnderline(true);
        painter.setFont(font);
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, m_preedit);
        return;
    }
    const bool focused = hasFocus();
    if (!focused || m_cursorOn)
        m_painter.paintCursor(
            painter, area, cell, line.text(column, column + 1), m_screen.cursorShape(), focused);
}

void TerminalWidget::restartBlink()
{
    m_cursorOn = true;
    m_lastKey.start();
    const int flash = QGuiApplication::styleHints()->cursorFlashTime();
    if (m_interactive && hasFocus() && isVisible() && flash > 0 && m_screen.cursorBlinks())
        m_blinkTimer.start(flash / 2);
    else
        m_blinkTimer.stop();
}

void TerminalWidget::showEvent(QShowEvent* event)
{
    QAbstractScrollArea::showEvent(event);
    adaptSize();
    restartBlink();
    refresh();
    viewport()->update();
}

void TerminalWidget::hideEvent(QHideEvent* event)
{
    QAbstractScrollArea::hideEvent(event);
    m_refreshTimer.stop();
    m_blinkTimer.stop();
}

void TerminalWidget::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    restartBlink();
    viewport()->update();
    Q_EMIT focusChanged();
}

void TerminalWidget::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    restartBlink();
    viewport()->update();
    Q_EMIT focusChanged();
}

void TerminalWidget::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        m_painter.setColors(TerminalColors(palette()));
        viewport()->update();
    }
}

// Keyboard

bool TerminalWidget::event(QEvent* event)
{
    // Shortcuts of the window would take the program's keys away.
    if (event->type() == QEvent::ShortcutOverride && m_interactive
        && terminalKeyUse(*static_cast<QKeyEvent*>(event)) != TerminalKeyUse::None) {
        event->accept();
        return true;
    }
    return QAbstractScrollArea::event(event);
}

bool TerminalWidget::focusNextPrevChild(bool next)
{
    return m_interactive ? false : QAbstractScrollArea::focusNextPrevChild(next);
}

void TerminalWidget::leave()
{
    QAbstractScrollArea::focusNextPrevChild(true);
    Q_EMIT left();
}

void TerminalWidget::keyPressEvent(QKeyEvent* event)
{
    const TerminalKeyUse use = terminalKeyUse(*event);
    if (use == TerminalKeyUse::None || (use == TerminalKeyUse::Program && !m_interactive)) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    restartBlink();
    if (use != TerminalKeyUse::Program) {
        useKey(use);
        return;
    }
    if (sendKeyEvent(m_screen, *event)) {
        m_selection.clear();
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
        viewport()->update();
    } else {
        event->ignore();
    }
}

void TerminalWidget::useKey(TerminalKeyUse use)
{
    QScrollBar* bar = verticalScrollBar();
    switch (use) {
    case TerminalKeyUse::Copy:
        return copy();
    case TerminalKeyUse::Paste:
        return paste();
    case TerminalKeyUse::SelectAll:
        return selectAll();
    case TerminalKeyUse::ZoomIn:
        return setFontSize(m_fontSize + 1);
    case TerminalKeyUse::ZoomOut:
        return setFontSize(m_fontSize - 1);
    case TerminalKeyUse::ZoomReset:
        return setFontSize(std::max(9, fixedFont().pointSize()));
    case TerminalKeyUse::PageUp:
        return bar->triggerAction(QScrollBar::SliderPageStepSub);
    case TerminalKeyUse::PageDown:
        return bar->triggerAction(QScrollBar::SliderPageStepAdd);
    case TerminalKeyUse::ScrollTop:
        return bar->setValue(0);
    case TerminalKeyUse::ScrollBottom:
        return bar->setValue(bar->maximum());
    case TerminalKeyUse::Leave:
        return leave();
    case TerminalKeyUse::None:
    case TerminalKeyUse::Program:
        return;
    }
}

void TerminalWidget::inputMethodEvent(QInputMethodEvent* event)
{
    m_preedit = event->preeditString();
    if (m_interactive && !event->commitString().isEmpty())
        m_screen.sendText(event->commitString());
    viewport()->update();
    event->accept();
}

QVariant TerminalWidget::inputMethodQuery(Qt::InputMethodQuery query) const
{
    switch (query) {
    case Qt::ImEnabled:
        return m_interactive;
    case Qt::ImCursorRectangle:
        return cellArea(m_screen.cursorRow(), m_screen.cursorColumn());
    case Qt::ImFont:
        return m_painter.font();
    case Qt::ImHints:
        return int(Qt::ImhNoAutoUppercase | Qt::ImhNoPredictiveText);
    default:
        return QAbstractScrollArea::inputMethodQuery(query);
    }
}

} // namespace vitrine
