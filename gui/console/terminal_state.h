// SPDX-License-Identifier: GPL-3.0-or-later
// The inside of TerminalScreen: libvterm's objects and the callbacks that they call.
#pragma once

#include "gui/console/terminal_filter.h"
#include "gui/console/terminal_screen.h"

#include <vterm.h>

#include <deque>

namespace vitrine {

struct TerminalScreen::Private {
    Private(TerminalScreen& owner, int scrollbackLimit);

    struct Free {
        void operator()(VTerm* term) const { vterm_free(term); }
    };

    /// Says what has gathered since the last time.
    void flush();
    void sendCharacter(char32_t character, TerminalModifiers modifiers);
    void sendKey(TerminalKey key, TerminalModifiers modifiers, int number);
    [[nodiscard]] TerminalLine screenLine(int row, int columns) const;
    /// Within the screen, whatever a resize made of it.
    [[nodiscard]] VTermPos cursorPosition() const;
    void damage(int first, int last);
    void setProperty(VTermProp property, const VTermValue& value);

    // libvterm's callbacks.
    static int onDamage(VTermRect rect, void* self);
    static int onMoveRect(VTermRect to, VTermRect from, void* self);
    static int onMoveCursor(VTermPos to, VTermPos from, int visible, void* self);
    static int onProperty(VTermProp property, VTermValue* value, void* self);
    static int onBell(void* self);
    static int onPushLine(int columns, const VTermScreenCell* cells, void* self);
    static int onPopLine(int columns, VTermScreenCell* cells, void* self);
    static void onOutput(const char* bytes, std::size_t length, void* self);

    TerminalScreen& q;
    TerminalFilter filter;
    std::unique_ptr<VTerm, Free> vterm;
    VTermState* state = nullptr;
    VTermScreen* screen = nullptr;
    std::deque<TerminalLine> scrollback;
    std::size_t scrollbackLimit;
    qint64 dropped = 0;
    QByteArray answer;
    VTermPos cursor { 0, 0 };
    bool cursorVisible = true;
    bool cursorBlinks = true;
    CursorShape cursorShape = CursorShape::Block;
    bool alternate = false;
    bool reversed = false;
    MouseReporting mouse = MouseReporting::None;
    QString title;
    QByteArray titleBytes;
    bool titlePending = false;
    bool bellPending = false;
    bool changePending = false;
    int damageFirst = 0, damageLast = 0;
};

} // namespace vitrine
