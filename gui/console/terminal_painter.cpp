// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/console/terminal_painter.h"

#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

namespace vitrine {

/// Cells side by side that look the same.
struct TerminalPainter::Run {
    int first = 0, last = 0; ///< columns [first, last)
    TerminalStyle style;
    bool selected = false;
};

TerminalPainter::TerminalPainter()
{
    setFont(QFont(QStringLiteral("monospace")));
}

void TerminalPainter::setFont(const QFont& font)
{
    QFont base = font;
    base.setKerning(false);
    base.setLetterSpacing(QFont::AbsoluteSpacing, 0);
    const QFontMetricsF metrics(base);
    const qreal advance = metrics.horizontalAdvance(QLatin1Char('M'));
    m_cell = QSize(
        std::max(1, int(std::ceil(advance))), std::max(1, int(std::ceil(metrics.height()))));
    m_ascent = int(std::ceil(metrics.ascent()));
    for (unsigned i = 0; i < m_fonts.size(); ++i) {
        QFont& variant = m_fonts[i] = base;
        variant.setBold((i & 1U) != 0);
        variant.setItalic((i & 2U) != 0);
        // A run is drawn at once: every character has to advance by one whole cell.
        const qreal own = QFontMetricsF(variant).horizontalAdvance(QLatin1Char('M'));
        variant.setLetterSpacing(QFont::AbsoluteSpacing, m_cell.width() - own);
    }
}

void TerminalPainter::paintRow(QPainter& painter, QPoint origin, const Row& row) const
{
    const int used = int(row.line.cells.size());
    const auto styleAt = [&](int column) {
        return column < used ? row.line.cells[column].style : TerminalStyle();
    };
    const auto selectedAt
        = [&](int column) { return column >= row.selected.first && column < row.selected.second; };
    for (int column = 0; column < row.columns;) {
        Run run { column, column + 1, styleAt(column), selectedAt(column) };
        while (run.last < row.columns && styleAt(run.last) == run.style
            && selectedAt(run.last) == run.selected)
            ++run.last;
        paintRun(painter, origin, row, run);
        column = run.last;
    }
}

void TerminalPainter::paintRun(
    QPainter& painter, QPoint origin, const Row& row, const Run& run) const
{
    const QRect area(origin.x() + run.first * m_cell.width(), origin.y(),
        (run.last - run.first) * m_cell.width(), m_cell.height());
    auto colors = m_colors.resolve(run.style, row.reversed);
    if (run.selected)
        colors = { m_colors.selectionForeground, m_colors.selectionBackground };
    if (colors.background != m_colors.background)
        painter.fillRect(area, colors.background);
    if (run.first >= row.line.cells.size())
        return;
    painter.setPen(colors.foreground);
    painter.setFont(fontFor(run.style));
    paintText(painter, origin, row.line, run);
    paintLines(painter, area, run.style);
}

void TerminalPainter::paintText(
    QPainter& painter, QPoint origin, const TerminalLine& line, const Run& run) const
{
    const int end = std::min<int>(run.last, int(line.cells.size()));
    const int baseline = origin.y() + m_ascent;
    QString ascii;
    int asciiStart = run.first;
    const auto flush = [&] {
        if (!ascii.trimmed().isEmpty())
            painter.drawText(origin.x() + asciiStart * m_cell.width(), baseline, ascii);
        ascii.clear();
    };
    for (int column = run.first; column < end; ++column) {
        const auto& cell = line.cells[column];
        const bool simple
            = cell.character < 0x7f && cell.width == 1 && !line.combining.contains(column);
        if (simple) {
            if (ascii.isEmpty())
                asciiStart = column;
            ascii += cell.character == 0 ? QLatin1Char(' ') : QChar(ushort(cell.character));
            continue;
        }
        // Of another font perhaps, with an advance of its own: each to its cell.
        flush();
        if (cell.width == 0 || cell.character == 0)
            continue;
        const QString text = QString::fromUcs4(&cell.character, 1) + line.combining.value(column);
        painter.drawText(origin.x() + column * m_cell.width(), baseline, text);
    }
    flush();
}

void TerminalPainter::paintLines(
    QPainter& painter, const QRect& area, const TerminalStyle& style) const
{
    if (style.underline != 0) {
        const int y = std::min(area.top() + m_ascent + 2, area.bottom());
        painter.drawLine(area.left(), y, area.right(), y);
        if (style.underline > 1)
            painter.drawLine(area.left(), y - 2, area.right(), y - 2);
    }
    if (style.strike) {
        const int y = area.top() + m_ascent * 2 / 3;
        painter.drawLine(area.left(), y, area.right(), y);
    }
}

void TerminalPainter::paintCursor(QPainter& painter, const QRect& area, const TerminalCell& cell,
    const QString& text, CursorShape shape, bool focused) const
{
    painter.setPen(m_colors.cursor);
    if (!focused) {
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(area.adjusted(0, 0, -1, -1));
        return;
    }
    if (shape == CursorShape::Underline) {
        painter.fillRect(area.left(), area.bottom() - 1, area.width(), 2, m_colors.cursor);
    } else if (shape == CursorShape::Bar) {
        painter.fillRect(area.left(), area.top(), 2, area.height(), m_colors.cursor);
    } else {
        painter.fillRect(area, m_colors.cursor);
        painter.setPen(m_colors.background);
        painter.setFont(fontFor(cell.style));
        painter.drawText(area.left(), area.top() + m_ascent, text);
    }
}

} // namespace vitrine
