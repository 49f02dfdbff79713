// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/console/terminal_state.h"

#include <algorithm>
#include <utility>

namespace vitrine {

namespace {

TerminalColor colorFrom(const VTermColor& color)
{
    if (VTERM_COLOR_IS_DEFAULT_FG(&color) || VTERM_COLOR_IS_DEFAULT_BG(&color))
        return {};
    if (VTERM_COLOR_IS_INDEXED(&color))
        return { TerminalColor::Kind::Indexed, color.indexed.idx, 0, 0 };
    return { TerminalColor::Kind::Rgb, color.rgb.red, color.rgb.green, color.rgb.blue };
}

VTermColor colorTo(const TerminalColor& color, VTermColorType defaultType)
{
    VTermColor result {};
    if (color.kind == TerminalColor::Kind::Rgb) {
        vterm_color_rgb(&result, color.red, color.green, color.blue);
    } else if (color.kind == TerminalColor::Kind::Indexed) {
        vterm_color_indexed(&result, color.red);
    } else {
        vterm_color_indexed(&result, defaultType == VTERM_COLOR_DEFAULT_FG ? 7 : 0);
        result.type = std::uint8_t(result.type | defaultType);
    }
    return result;
}

TerminalStyle styleFrom(const VTermScreenCell& cell)
{
    TerminalStyle style;
    style.foreground = colorFrom(cell.fg);
    style.background = colorFrom(cell.bg);
    style.bold = cell.attrs.bold;
    style.italic = cell.attrs.italic;
    style.reverse = cell.attrs.reverse;
    style.strike = cell.attrs.strike;
    style.underline = cell.attrs.underline & 3U;
    return style;
}

bool isBlank(const VTermScreenCell& cell)
{
    return cell.chars[0] == 0 && styleFrom(cell) == TerminalStyle();
}

TerminalLine lineFrom(const VTermScreenCell* cells, int columns)
{
    // Most lines are short: what follows them is not looked at twice.
    while (columns > 0 && isBlank(cells[columns - 1]))
        --columns;
    TerminalLine line;
    line.cells.reserve(columns);
    for (int column = 0; column < columns; ++column) {
        const auto& from = cells[column];
        // libvterm marks the right half of a wide character with -1.
        const bool rightHalf = from.chars[0] == std::uint32_t(-1);
        TerminalCell cell;
        cell.character = rightHalf ? 0 : char32_t(from.chars[0]);
        cell.width = rightHalf ? 0 : std::uint8_t(std::clamp<int>(from.width, 1, 2));
        cell.style = styleFrom(from);
        if (!rightHalf && from.chars[0] != 0 && from.chars[1] != 0) {
            int count = 1;
            while (count < VTERM_MAX_CHARS_PER_CELL && from.chars[count] != 0)
                ++count;
            line.combining.insert(column,
                QString::fromUcs4(reinterpret_cast<const char32_t*>(from.chars) + 1, count - 1));
        }
        line.cells.append(cell);
    }
    return line;
}

CursorShape shapeFrom(int number)
{
    if (number == VTERM_PROP_CURSORSHAPE_UNDERLINE)
        return CursorShape::Underline;
    return number == VTERM_PROP_CURSORSHAPE_BAR_LEFT ? CursorShape::Bar : CursorShape::Block;
}

// A string property is whole in libvterm 0.1 and comes in pieces from 0.2 on.
template <typename String> bool gather(QByteArray& bytes, const String& piece)
{
    if constexpr (std::is_pointer_v<String>) {
        bytes = piece;
        return true;
    } else {
        if (piece.initial)
            bytes.clear();
        bytes.append(piece.str, qsizetype(piece.len));
        return piece.final;
    }
}

/// The byte that Control and CHARACTER have made since the VT100, -1 when there is none.
int controlByte(char32_t character)
{
    static constexpr std::pair<char32_t, int> others[] = { { U'2', 0 }, { U'3', 27 }, { U'4', 28 },
        { U'5', 29 }, { U'6', 30 }, { U'7', 31 }, { U'8', 127 }, { U'/', 31 }, { U' ', 0 } };
    for (const auto& [key, value] : others)
        if (character == key)
            return value;
    if (character >= U'a' && character <= U'z')
        return int(character - U'a') + 1;
    return character >= U'@' && character <= U'_' ? int(character - U'@') : -1;
}

} // namespace

TerminalScreen::Private::Private(TerminalScreen& owner, int limit)
    : q(owner)
    , vterm(vterm_new(24, 80))
    , scrollbackLimit(std::size_t(std::max(0, limit)))
{
    vterm_set_utf8(vterm.get(), 1);
    vterm_output_set_callback(vterm.get(), &Private::onOutput, this);
    state = vterm_obtain_state(vterm.get());
    screen = vterm_obtain_screen(vterm.get());
    static const VTermScreenCallbacks callbacks = [] {
        VTermScreenCallbacks set {};
        set.damage = &Private::onDamage;
        set.moverect = &Private::onMoveRect;
        set.movecursor = &Private::onMoveCursor;
        set.settermprop = &Private::onProperty;
        set.bell = &Private::onBell;
        set.sb_pushline = &Private::onPushLine;
        set.sb_popline = &Private::onPopLine;
        return set;
    }();
    vterm_screen_set_callbacks(screen, &callbacks, this);
    vterm_screen_enable_altscreen(screen, 1);
    vterm_screen_set_damage_merge(screen, VTERM_DAMAGE_SCROLL);
    vterm_screen_reset(screen, 1);
}

void TerminalScreen::Private::flush()
{
    vterm_screen_flush_damage(screen);
    if (!answer.isEmpty())
        Q_EMIT q.output(std::exchange(answer, {}));
    if (std::exchange(titlePending, false))
        Q_EMIT q.titleChanged(title);
    if (std::exchange(bellPending, false))
        Q_EMIT q.bell();
    if (std::exchange(changePending, false))
        Q_EMIT q.changed();
}

void TerminalScreen::Private::sendCharacter(char32_t character, TerminalModifiers modifiers)
{
    if (modifiers & TerminalModifier::Control) {
        // libvterm would send some of these as CSI u, which shells do not know.
        if (const int control = controlByte(character); control >= 0) {
            if (modifiers & TerminalModifier::Alt)
                answer += '\x1b';
            answer += char(control);
            return;
        }
    }
    const bool alt = modifiers.testFlag(TerminalModifier::Alt);
    vterm_keyboard_unichar(vterm.get(), character, alt ? VTERM_MOD_ALT : VTERM_MOD_NONE);
}

void TerminalScreen::Private::sendKey(TerminalKey key, TerminalModifiers modifiers, int number)
{
    static constexpr VTermKey keys[]
        = { VTERM_KEY_ENTER, VTERM_KEY_TAB, VTERM_KEY_BACKSPACE, VTERM_KEY_ESCAPE, VTERM_KEY_UP,
              VTERM_KEY_DOWN, VTERM_KEY_LEFT, VTERM_KEY_RIGHT, VTERM_KEY_INS, VTERM_KEY_DEL,
              VTERM_KEY_HOME, VTERM_KEY_END, VTERM_KEY_PAGEUP, VTERM_KEY_PAGEDOWN };
    // With Shift or Control these four would go out as CSI u, which shells do not know.
    if (key == TerminalKey::Enter || key == TerminalKey::Backspace || key == TerminalKey::Escape)
        modifiers &= TerminalModifier::Alt;
    if (key == TerminalKey::Tab)
        modifiers &= TerminalModifier::Alt | TerminalModifier::Shift;
    const VTermKey code = key == TerminalKey::Function
        ? VTermKey(VTERM_KEY_FUNCTION_0 + std::clamp(number, 1, 12))
        : keys[int(key)];
    vterm_keyboard_key(vterm.get(), code, VTermModifier(modifiers.toInt()));
}

TerminalLine TerminalScreen::Private::screenLine(int row, int columns) const
{
    std::vector<VTermScreenCell> cells(std::size_t(std::max(columns, 0)));
    for (int column = 0; column < columns; ++column)
        vterm_screen_get_cell(screen, { row, column }, &cells[std::size_t(column)]);
    return lineFrom(cells.data(), columns);
}

VTermPos TerminalScreen::Private::cursorPosition() const
{
    VTermPos position {};
    vterm_state_get_cursorpos(state, &position);
    return { std::clamp(position.row, 0, q.rows() - 1),
        std::clamp(position.col, 0, q.columns() - 1) };
}

void TerminalScreen::Private::damage(int first, int last)
{
    if (damageFirst == damageLast) {
        damageFirst = first;
        damageLast = last;
    } else {
        damageFirst = std::min(damageFirst, first);
        damageLast = std::max(damageLast, last);
    }
    changePending = true;
}

int TerminalScreen::Private::onDamage(VTermRect rect, void* self)
{
    static_cast<Private*>(self)->damage(rect.start_row, rect.end_row);
    return 1;
}

int TerminalScreen::Private::onMoveRect(VTermRect to, VTermRect from, void* self)
{
    static_cast<Private*>(self)->damage(
        std::min(to.start_row, from.start_row), std::max(to.end_row, from.end_row));
    return 1;
}

int TerminalScreen::Private::onMoveCursor(VTermPos to, VTermPos from, int visible, void* self)
{
    auto& d = *static_cast<Private*>(self);
    d.cursor = to;
    d.cursorVisible = visible != 0;
    d.damage(from.row, from.row + 1);
    d.damage(to.row, to.row + 1);
    return 1;
}

void TerminalScreen::Private::setProperty(VTermProp property, const VTermValue& value)
{
    switch (property) {
    case VTERM_PROP_CURSORVISIBLE:
        cursorVisible = value.boolean;
        break;
    case VTERM_PROP_CURSORBLINK:
        cursorBlinks = value.boolean;
        break;
    case VTERM_PROP_CURSORSHAPE:
        cursorShape = shapeFrom(value.number);
        break;
    case VTERM_PROP_ALTSCREEN:
        alternate = value.boolean;
        damage(0, q.rows());
        break;
    case VTERM_PROP_REVERSE:
        reversed = value.boolean;
        damage(0, q.rows());
        break;
    case VTERM_PROP_MOUSE:
        mouse = MouseReporting(std::clamp(value.number, 0, 3));
        break;
    case VTERM_PROP_TITLE:
        if (gather(titleBytes, value.string)) {
            title = QString::fromUtf8(titleBytes.left(4 * longestTitle)).left(longestTitle);
            titlePending = true;
        }
        titleBytes.truncate(4 * longestTitle);
        break;
    default:
        break;
    }
    damage(cursor.row, cursor.row + 1);
}

int TerminalScreen::Private::onProperty(VTermProp property, VTermValue* value, void* self)
{
    // During construction the owner has no Private yet: its first properties are the defaults.
    auto& d = *static_cast<Private*>(self);
    if (d.q.d)
        d.setProperty(property, *value);
    return 1;
}

int TerminalScreen::Private::onBell(void* self)
{
    static_cast<Private*>(self)->bellPending = true;
    return 1;
}

int TerminalScreen::Private::onPushLine(int columns, const VTermScreenCell* cells, void* self)
{
    auto& d = *static_cast<Private*>(self);
    if (d.scrollbackLimit == 0)
        return 1;
    d.scrollback.push_back(lineFrom(cells, columns));
    if (d.scrollback.size() > d.scrollbackLimit) {
        d.scrollback.pop_front();
        ++d.dropped;
    }
    d.changePending = true;
    return 1;
}

int TerminalScreen::Private::onPopLine(int columns, VTermScreenCell* cells, void* self)
{
    auto& d = *static_cast<Private*>(self);
    if (d.scrollback.empty())
        return 0;
    const TerminalLine line = std::move(d.scrollback.back());
    d.scrollback.pop_back();
    for (int column = 0; column < columns; ++column) {
        VTermScreenCell& cell = cells[column];
        cell = {};
        const bool kept = column < line.cells.size();
        TerminalCell from = kept ? line.cells[column] : TerminalCell();
        // A wide character of which only the left half still fits becomes a blank.
        if (from.width == 2 && column + 1 >= columns)
            from = { 0, 1, from.style };
        cell.width = char(std::max<int>(from.width, 1));
        cell.chars[0] = from.width == 0 ? std::uint32_t(-1) : std::uint32_t(from.character);
        const auto marks = line.combining.value(column).toUcs4();
        for (int i = 0; from.character != 0 && i < marks.size(); ++i)
            if (i + 1 < VTERM_MAX_CHARS_PER_CELL)
                cell.chars[i + 1] = marks[i];
        cell.fg = colorTo(from.style.foreground, VTERM_COLOR_DEFAULT_FG);
        cell.bg = colorTo(from.style.background, VTERM_COLOR_DEFAULT_BG);
        cell.attrs.bold = from.style.bold;
        cell.attrs.italic = from.style.italic;
        cell.attrs.reverse = from.style.reverse;
        cell.attrs.strike = from.style.strike;
        cell.attrs.underline = from.style.underline & 3U;
    }
    return 1;
}

void TerminalScreen::Private::onOutput(const char* bytes, std::size_t length, void* self)
{
    static_cast<Private*>(self)->answer.append(bytes, qsizetype(length));
}

} // namespace vitrine
