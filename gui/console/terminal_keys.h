// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/console/terminal_screen.h"

class QKeyEvent;

namespace vitrine {

/// What a key means to a terminal widget.
enum class TerminalKeyUse {
    None, ///< not for the terminal: the window's
    Program, ///< goes to the program
    Copy,
    Paste,
    SelectAll,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    PageUp, ///< through the scrollback
    PageDown,
    ScrollTop,
    ScrollBottom,
    Leave, ///< gives the keyboard back to the window
};

/// What EVENT means. Control and Shift together are the window's or the widget's, so that every
/// key that programs know stays theirs; Control with a digit switches the window's views, with
/// PageUp and PageDown the tabs of a console.
[[nodiscard]] TerminalKeyUse terminalKeyUse(const QKeyEvent& event);

/// Sends the key of EVENT to the program of SCREEN. False when no terminal key is like it.
bool sendKeyEvent(TerminalScreen& screen, const QKeyEvent& event);

[[nodiscard]] TerminalModifiers terminalModifiers(Qt::KeyboardModifiers modifiers);

} // namespace vitrine
