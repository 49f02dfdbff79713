// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/console/terminal_selection.h"

#include <algorithm>

namespace vitrine {

namespace {

/// Letters, digits and what paths and addresses are made of.
bool isWordCharacter(char32_t character)
{
    if (QChar::isLetterOrNumber(character))
        return true;
    static constexpr std::u32string_view others = U"_-./~:@%+=&?#,";
    return others.find(character) != others.npos;
}

/// The word, line or place around AT, as [from, to).
std::pair<TerminalPosition, TerminalPosition> around(
    const TerminalScreen& screen, TerminalPosition at, TerminalSelection::Unit unit)
{
    if (unit == TerminalSelection::Unit::Character)
        return { at, at };
    if (unit == TerminalSelection::Unit::Line)
        return { { at.line, 0 }, { at.line, screen.columns() } };
    const TerminalLine line = screen.line(int(at.line - screen.droppedLines()));
    const auto inWord = [&](int column) {
        if (column < 0 || column >= line.cells.size())
            return false;
        const auto& cell = line.cells[column];
        return cell.width == 0 || isWordCharacter(cell.character);
    };
    int from = at.column, to = at.column + 1;
    if (inWord(at.column)) {
        while (inWord(from - 1))
            --from;
        while (inWord(to))
            ++to;
    }
    return { { at.line, from }, { at.line, to } };
}

} // namespace

void TerminalSelection::start(const TerminalScreen& screen, TerminalPosition at, Unit unit)
{
    m_active = true;
    m_unit = unit;
    std::tie(m_anchorFrom, m_anchorTo) = around(screen, at, unit);
    m_from = m_anchorFrom;
    m_to = m_anchorTo;
}

void TerminalSelection::extend(const TerminalScreen& screen, TerminalPosition to)
{
    if (!m_active)
        return;
    const auto [first, last] = around(screen, to, m_unit);
    m_from = std::min(m_anchorFrom, first);
    m_to = std::max(m_anchorTo, last);
}

void TerminalSelection::selectAll(const TerminalScreen& screen)
{
    m_active = true;
    m_unit = Unit::Line;
    m_from = m_anchorFrom = { screen.droppedLines(), 0 };
    m_to = m_anchorTo = { screen.droppedLines() + screen.lineCount() - 1, screen.columns() };
}

std::pair<int, int> TerminalSelection::columns(qint64 line, int width) const
{
    if (isEmpty() || line < m_from.line || line > m_to.line)
        return { 0, 0 };
    const int first = line == m_from.line ? m_from.column : 0;
    const int last = line == m_to.line ? m_to.column : width;
    return { std::min(first, width), std::min(last, width) };
}

QString TerminalSelection::text(const TerminalScreen& screen) const
{
    QString text;
    if (isEmpty())
        return text;
    const qint64 dropped = screen.droppedLines();
    const qint64 last = std::min(m_to.line, dropped + screen.lineCount() - 1);
    for (qint64 line = std::max(m_from.line, dropped); line <= last; ++line) {
        const auto [from, to] = columns(line, screen.columns());
        text += screen.line(int(line - dropped)).text(from, to);
        const bool whole = to >= screen.columns();
        if (line < last && !(whole && screen.runsOn(int(line - dropped))))
            text += QLatin1Char('\n');
    }
    return text;
}

} // namespace vitrine
