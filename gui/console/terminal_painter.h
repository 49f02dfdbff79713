// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/console/terminal_colors.h"

#include <QFont>
#include <QSize>

#include <array>

class QPainter;
class QRect;

namespace vitrine {

/// Draws lines of a terminal in cells of one size.
class TerminalPainter {
public:
    TerminalPainter();

    /// FONT must be of fixed pitch.
    void setFont(const QFont& font);
    void setColors(const TerminalColors& colors) { m_colors = colors; }
    [[nodiscard]] const TerminalColors& colors() const { return m_colors; }
    [[nodiscard]] const QFont& font() const { return m_fonts[0]; }
    /// The size of one cell in pixels.
    [[nodiscard]] QSize cell() const { return m_cell; }

    struct Row {
        const TerminalLine& line;
        int columns = 0; ///< of the screen
        std::pair<int, int> selected; ///< columns [first, last)
        bool reversed = false; ///< the whole screen is
    };
    /// Draws ROW with its left upper corner at ORIGIN.
    void paintRow(QPainter& painter, QPoint origin, const Row& row) const;
    /// Draws the cursor over the cell CELL at AREA; FOCUSED: filled, otherwise an outline.
    void paintCursor(QPainter& painter, const QRect& area, const TerminalCell& cell,
        const QString& text, CursorShape shape, bool focused) const;

private:
    struct Run;
    void paintRun(QPainter& painter, QPoint origin, const Row& row, const Run& run) const;
    void paintText(
        QPainter& painter, QPoint origin, const TerminalLine& line, const Run& run) const;
    void paintLines(QPainter& painter, const QRect& area, const TerminalStyle& style) const;
    [[nodiscard]] const QFont& fontFor(const TerminalStyle& style) const
    {
        return m_fonts[(style.bold ? 1U : 0U) + (style.italic ? 2U : 0U)];
    }

    TerminalColors m_colors;
    std::array<QFont, 4> m_fonts; ///< plain, bold, italic, both
    QSize m_cell { 8, 16 };
    int m_ascent = 12;
};

} // namespace vitrine
