// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/console/terminal_keys.h"

#include <QKeyEvent>

#include <optional>

namespace vitrine {

namespace {

struct KeyUse {
    Qt::KeyboardModifiers modifiers;
    int key;
    TerminalKeyUse use;
};

const KeyUse keyUses[] = {
    { Qt::ControlModifier | Qt::ShiftModifier, Qt::Key_C, TerminalKeyUse::Copy },
    { Qt::ControlModifier | Qt::ShiftModifier, Qt::Key_V, TerminalKeyUse::Paste },
    { Qt::ControlModifier | Qt::ShiftModifier, Qt::Key_A, TerminalKeyUse::SelectAll },
    { Qt::ControlModifier | Qt::ShiftModifier, Qt::Key_F6, TerminalKeyUse::Leave },
    { Qt::ControlModifier | Qt::ShiftModifier, Qt::Key_Plus, TerminalKeyUse::ZoomIn },
    { Qt::ControlModifier, Qt::Key_Plus, TerminalKeyUse::ZoomIn },
    { Qt::ControlModifier, Qt::Key_Equal, TerminalKeyUse::ZoomIn },
    { Qt::ControlModifier, Qt::Key_Minus, TerminalKeyUse::ZoomOut },
    { Qt::ControlModifier, Qt::Key_0, TerminalKeyUse::ZoomReset },
    { Qt::ControlModifier, Qt::Key_Insert, TerminalKeyUse::Copy },
    { Qt::ShiftModifier, Qt::Key_Insert, TerminalKeyUse::Paste },
    { Qt::ShiftModifier, Qt::Key_PageUp, TerminalKeyUse::PageUp },
    { Qt::ShiftModifier, Qt::Key_PageDown, TerminalKeyUse::PageDown },
    { Qt::ShiftModifier, Qt::Key_Home, TerminalKeyUse::ScrollTop },
    { Qt::ShiftModifier, Qt::Key_End, TerminalKeyUse::ScrollBottom },
};

std::optional<TerminalKey> specialKey(int key)
{
    static constexpr std::pair<int, TerminalKey> keys[] = {
        { Qt::Key_Return, TerminalKey::Enter },
        { Qt::Key_Enter, TerminalKey::Enter },
        { Qt::Key_Tab, TerminalKey::Tab },
        { Qt::Key_Backtab, TerminalKey::Tab },
        { Qt::Key_Backspace, TerminalKey::Backspace },
        { Qt::Key_Escape, TerminalKey::Escape },
        { Qt::Key_Up, TerminalKey::Up },
        { Qt::Key_Down, TerminalKey::Down },
        { Qt::Key_Left, TerminalKey::Left },
        { Qt::Key_Right, TerminalKey::Right },
        { Qt::Key_Insert, TerminalKey::Insert },
        { Qt::Key_Delete, TerminalKey::Delete },
        { Qt::Key_Home, TerminalKey::Home },
        { Qt::Key_End, TerminalKey::End },
        { Qt::Key_PageUp, TerminalKey::PageUp },
        { Qt::Key_PageDown, TerminalKey::PageDown },
    };
    for (const auto& [qt, terminal] : keys)
        if (qt == key)
            return terminal;
    return std::nullopt;
}

} // namespace

TerminalModifiers terminalModifiers(Qt::KeyboardModifiers modifiers)
{
    TerminalModifiers result;
    result.setFlag(TerminalModifier::Shift, modifiers.testFlag(Qt::ShiftModifier));
    result.setFlag(TerminalModifier::Alt, modifiers.testFlag(Qt::AltModifier));
    result.setFlag(TerminalModifier::Control, modifiers.testFlag(Qt::ControlModifier));
    return result;
}

TerminalKeyUse terminalKeyUse(const QKeyEvent& event)
{
    const auto modifiers = event.modifiers() & ~(Qt::KeypadModifier | Qt::GroupSwitchModifier);
    for (const auto& entry : keyUses)
        if (modifiers == entry.modifiers && event.key() == entry.key)
            return entry.use;
    const bool control = modifiers.testFlag(Qt::ControlModifier);
    if (control && modifiers.testFlag(Qt::ShiftModifier) && !modifiers.testFlag(Qt::AltModifier)) {
        // Cursor keys with both are the program's (they select words in editors).
        return specialKey(event.key()) ? TerminalKeyUse::Program : TerminalKeyUse::None;
    }
    if (modifiers == Qt::ControlModifier && event.key() >= Qt::Key_1 && event.key() <= Qt::Key_9)
        return TerminalKeyUse::None;
    // Tabs of a console, as terminals have it.
    if (modifiers == Qt::ControlModifier
        && (event.key() == Qt::Key_PageUp || event.key() == Qt::Key_PageDown))
        return TerminalKeyUse::None;
    if (control && (event.key() == Qt::Key_Tab || event.key() == Qt::Key_Backtab))
        return TerminalKeyUse::None;
    if (modifiers.testFlag(Qt::MetaModifier))
        return TerminalKeyUse::None;
    return TerminalKeyUse::Program;
}

bool sendKeyEvent(TerminalScreen& screen, const QKeyEvent& event)
{
    TerminalModifiers modifiers = terminalModifiers(event.modifiers());
    if (event.key() == Qt::Key_Backtab)
        modifiers |= TerminalModifier::Shift;
    if (const auto key = specialKey(event.key())) {
        screen.sendKey(*key, modifiers);
        return true;
    }
    if (event.key() >= Qt::Key_F1 && event.key() <= Qt::Key_F12) {
        screen.sendKey(TerminalKey::Function, modifiers, event.key() - Qt::Key_F1 + 1);
        return true;
    }
    // With Control it is the letter on the key that counts, whatever text the platform makes of it.
    const bool ascii = event.key() >= Qt::Key_Space && event.key() <= Qt::Key_AsciiTilde;
    if (modifiers.testFlag(TerminalModifier::Control) && ascii) {
        screen.sendText(QString(QChar(ushort(event.key()))).toLower(), modifiers);
        return true;
    }
    if (event.text().isEmpty())
        return false;
    screen.sendText(event.text(), modifiers & TerminalModifier::Alt);
    return true;
}

} // namespace vitrine
