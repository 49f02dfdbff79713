// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/console/terminal_screen.h"

#include "gui/console/terminal_state.h"

#include <algorithm>

namespace vitrine {

QString TerminalLine::text(int from, int to) const
{
    QString text;
    const int end = std::min<int>(to, int(cells.size()));
    for (int column = std::max(0, from); column < end; ++column) {
        const auto& cell = cells[column];
        if (cell.width == 0)
            continue;
        const char32_t character = cell.character == 0 ? U' ' : cell.character;
        text += QString::fromUcs4(&character, 1);
        text += combining.value(column);
    }
    while (text.endsWith(QLatin1Char(' ')))
        text.chop(1);
    return text;
}

TerminalScreen::TerminalScreen(QObject* parent, int scrollback)
    : QObject(parent)
{
    d = std::make_unique<Private>(*this, scrollback); // its callbacks look at d meanwhile
}

TerminalScreen::~TerminalScreen() = default;

void TerminalScreen::feed(const QByteArray& bytes)
{
    const QByteArray safe = d->filter.apply(bytes);
    vterm_input_write(d->vterm.get(), safe.constData(), std::size_t(safe.size()));
    d->flush();
}

void TerminalScreen::resize(int rows, int columns)
{
    rows = std::clamp(rows, smallestSide, largestSide);
    columns = std::clamp(columns, 2 * smallestSide, largestSide);
    if (rows == this->rows() && columns == this->columns())
        return;
    vterm_set_size(d->vterm.get(), rows, columns);
    d->damage(0, rows);
    d->flush();
    Q_EMIT resized(rows, columns);
}

void TerminalScreen::clear()
{
    d->dropped += qint64(d->scrollback.size());
    d->scrollback.clear();
    vterm_screen_reset(d->screen, 1);
    d->damage(0, rows());
    d->flush();
}

int TerminalScreen::rows() const
{
    int rows = 0, columns = 0;
    vterm_get_size(d->vterm.get(), &rows, &columns);
    return rows;
}

int TerminalScreen::columns() const
{
    int rows = 0, columns = 0;
    vterm_get_size(d->vterm.get(), &rows, &columns);
    return columns;
}

int TerminalScreen::scrollbackCount() const
{
    return d->alternate ? 0 : int(d->scrollback.size());
}

qint64 TerminalScreen::droppedLines() const
{
    return d->dropped;
}

TerminalLine TerminalScreen::line(int line) const
{
    const int past = scrollbackCount();
    if (line < 0 || line >= past + rows())
        return {};
    if (line < past)
        return d->scrollback[std::size_t(line)];
    return d->screenLine(line - past, columns());
}

QString TerminalScreen::text() const
{
    QStringList lines;
    for (int row = 0; row < rows(); ++row)
        lines.append(d->screenLine(row, columns()).text());
    return lines.join(QLatin1Char('\n'));
}

QString TerminalScreen::allText() const
{
    QStringList lines;
    for (int i = 0; i < lineCount(); ++i)
        lines.append(line(i).text());
    return lines.join(QLatin1Char('\n'));
}

bool TerminalScreen::runsOn(int number) const
{
    return line(number).cells.size() >= columns();
}

int TerminalScreen::cursorRow() const
{
    return d->cursorPosition().row;
}

int TerminalScreen::cursorColumn() const
{
    return d->cursorPosition().col;
}

bool TerminalScreen::cursorVisible() const
{
    return d->cursorVisible;
}

bool TerminalScreen::cursorBlinks() const
{
    return d->cursorBlinks;
}

CursorShape TerminalScreen::cursorShape() const
{
    return d->cursorShape;
}

bool TerminalScreen::alternateScreen() const
{
    return d->alternate;
}

bool TerminalScreen::reversed() const
{
    return d->reversed;
}

MouseReporting TerminalScreen::mouseReporting() const
{
    return d->mouse;
}

QString TerminalScreen::title() const
{
    return d->title;
}

std::pair<int, int> TerminalScreen::takeDamage()
{
    const std::pair<int, int> damage { d->damageFirst, std::min(d->damageLast, rows()) };
    d->damageFirst = d->damageLast = 0;
    return damage.first < damage.second ? damage : std::pair<int, int> { 0, 0 };
}

void TerminalScreen::sendText(const QString& text, TerminalModifiers modifiers)
{
    for (const auto character : text.toUcs4())
        d->sendCharacter(char32_t(character), modifiers);
    d->flush();
}

void TerminalScreen::sendKey(TerminalKey key, TerminalModifiers modifiers, int number)
{
    d->sendKey(key, modifiers, number);
    d->flush();
}

QString TerminalScreen::sanitized(const QString& text)
{
    const QLatin1Char feed('\n'), carriageReturn('\r'), tab('\t');
    QString result;
    result.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar character = text[i];
        if (character == carriageReturn && i + 1 < text.size() && text[i + 1] == feed)
            continue;
        if (character == feed || character == carriageReturn)
            result += carriageReturn;
        else if (character == tab || character.category() != QChar::Other_Control)
            result += character;
    }
    return result;
}

void TerminalScreen::paste(const QString& text)
{
    vterm_keyboard_start_paste(d->vterm.get());
    d->answer += sanitized(text).toUtf8();
    vterm_keyboard_end_paste(d->vterm.get());
    d->flush();
}

void TerminalScreen::sendMouseMove(int row, int column, TerminalModifiers modifiers)
{
    row = std::clamp(row, 0, rows() - 1);
    column = std::clamp(column, 0, columns() - 1);
    vterm_mouse_move(d->vterm.get(), row, column, VTermModifier(modifiers.toInt()));
    d->flush();
}

void TerminalScreen::sendMouseButton(int button, bool pressed, TerminalModifiers modifiers)
{
    vterm_mouse_button(d->vterm.get(), button, pressed, VTermModifier(modifiers.toInt()));
    d->flush();
}

} // namespace vitrine
