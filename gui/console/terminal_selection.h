// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/console/terminal_screen.h"

namespace vitrine {

/// A place in a terminal's text. LINE counts from the very first line, so that it stays where it is
/// when the screen scrolls: line() of the screen + droppedLines().
struct TerminalPosition {
    qint64 line = 0;
    int column = 0;
    [[nodiscard]] auto operator<=>(const TerminalPosition&) const = default;
};

/// What is selected in a terminal: from where the mouse went down to where it is now, in
/// characters, whole words or whole lines.
class TerminalSelection {
public:
    enum class Unit { Character, Word, Line };

    void start(const TerminalScreen& screen, TerminalPosition at, Unit unit);
    void extend(const TerminalScreen& screen, TerminalPosition to);
    void selectAll(const TerminalScreen& screen);
    void clear() { m_active = false; }
    [[nodiscard]] bool isEmpty() const { return !m_active || m_from == m_to; }
    /// The selected columns [first, last) of LINE; first == last when none is.
    [[nodiscard]] std::pair<int, int> columns(qint64 line, int width) const;
    /// The selected text; lines that ran on are one line.
    [[nodiscard]] QString text(const TerminalScreen& screen) const;

private:
    TerminalPosition m_anchorFrom, m_anchorTo; ///< the unit where the selection began
    TerminalPosition m_from, m_to; ///< what is selected: m_from <= m_to
    Unit m_unit = Unit::Character;
    bool m_active = false;
};

} // namespace vitrine
