// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QObject>
#include <QString>

#include <memory>

namespace vitrine {

/// A colour as the program in the terminal asked for it.
struct TerminalColor {
    enum class Kind : quint8 { Default, Indexed, Rgb };
    Kind kind = Kind::Default;
    quint8 red = 0, green = 0, blue = 0; ///< Indexed: red is the index, 0 to 255

    [[nodiscard]] bool operator==(const TerminalColor&) const = default;
};

struct TerminalStyle {
    TerminalColor foreground, background;
    bool bold : 1 = false;
    bool italic : 1 = false;
    bool reverse : 1 = false;
    bool strike : 1 = false;
    quint8 underline : 2 = 0; ///< 0 none, 1 single, 2 double, 3 curly

    [[nodiscard]] bool operator==(const TerminalStyle&) const = default;
};

/// One place on the screen. The right half of a wide character has width 0 and no text.
struct TerminalCell {
    char32_t character = 0; ///< 0: blank
    quint8 width = 1;
    TerminalStyle style;
};

struct TerminalLine {
    QList<TerminalCell> cells; ///< blanks at the end are left out
    QHash<int, QString> combining; ///< by column: marks that follow the character
    /// The text of the columns [FROM, TO), blanks at the end left out.
    [[nodiscard]] QString text(int from = 0, int to = 1 << 20) const;
};

enum class CursorShape { Block, Underline, Bar };
enum class MouseReporting { None, Click, Drag, Move };

enum class TerminalModifier { None = 0, Shift = 1, Alt = 2, Control = 4 };
Q_DECLARE_FLAGS(TerminalModifiers, TerminalModifier)
Q_DECLARE_OPERATORS_FOR_FLAGS(TerminalModifiers)

enum class TerminalKey {
    Enter,
    Tab,
    Backspace,
    Escape,
    Up,
    Down,
    Left,
    Right,
    Insert,
    Delete,
    Home,
    End,
    PageUp,
    PageDown,
    Function, ///< with a number
};

/// A terminal without a window: bytes in, cells out (an xterm as libvterm understands it).
///
/// Lines are counted from the oldest that is kept: 0 to lineCount() - 1; the last rows() of them
/// are the screen, those before are the scrollback. The alternate screen has no scrollback.
class TerminalScreen : public QObject {
    Q_OBJECT
public:
    static constexpr int defaultScrollback = 10'000; ///< lines
    static constexpr int smallestSide = 2; ///< rows; columns at least twice that
    static constexpr int largestSide = 1'000;
    static constexpr int longestTitle = 256;

    explicit TerminalScreen(QObject* parent = nullptr, int scrollback = defaultScrollback);
    ~TerminalScreen() override;

    /// Takes output of the program. Signals come once a call, not once a cell.
    void feed(const QByteArray& bytes);
    /// Gives the screen ROWS × COLUMNS, within the limits above.
    void resize(int rows, int columns);
    /// As after power-on; the scrollback goes, too.
    void clear();

    [[nodiscard]] int rows() const;
    [[nodiscard]] int columns() const;
    /// Lines of the scrollback that are kept.
    [[nodiscard]] int scrollbackCount() const;
    [[nodiscard]] int lineCount() const { return scrollbackCount() + rows(); }
    /// How many lines have fallen off the scrollback since the start: line N now was line
    /// N + droppedLines() for one who counts from the very first.
    [[nodiscard]] qint64 droppedLines() const;
    /// Line LINE (see above), with what combines.
    [[nodiscard]] TerminalLine line(int line) const;
    /// The screen as text, a line a row, blanks at the end left out.
    [[nodiscard]] QString text() const;
    /// Scrollback and screen as text.
    [[nodiscard]] QString allText() const;
    /// Whether the text of LINE runs on in the next one (it fills the line to its end).
    [[nodiscard]] bool runsOn(int line) const;

    [[nodiscard]] int cursorRow() const;
    [[nodiscard]] int cursorColumn() const;
    [[nodiscard]] bool cursorVisible() const;
    [[nodiscard]] bool cursorBlinks() const;
    [[nodiscard]] CursorShape cursorShape() const;
    [[nodiscard]] bool alternateScreen() const;
    [[nodiscard]] bool reversed() const;
    [[nodiscard]] MouseReporting mouseReporting() const;
    [[nodiscard]] QString title() const;
    /// Takes the rows [first, last) of the screen that changed since the last call; the cursor's
    /// old and new rows are among them. Empty: first == last.
    [[nodiscard]] std::pair<int, int> takeDamage();

    // What the user does; answers come out of output().
    void sendText(const QString& text, TerminalModifiers modifiers = {});
    void sendKey(TerminalKey key, TerminalModifiers modifiers = {}, int number = 0);
    /// Sends TEXT as pasted: control characters are taken out, so that it cannot act by itself or
    /// break out of the brackets of a program that asked for them.
    void paste(const QString& text);
    void sendMouseMove(int row, int column, TerminalModifiers modifiers);
    void sendMouseButton(int button, bool pressed, TerminalModifiers modifiers);

    /// TEXT without what must not be pasted: line ends become carriage returns, other control
    /// characters but tab go.
    [[nodiscard]] static QString sanitized(const QString& text);

Q_SIGNALS:
    /// Bytes for the program's input.
    void output(const QByteArray& bytes);
    /// Something on the screen changed; see takeDamage().
    void changed();
    void titleChanged(const QString& title);
    void bell();
    void resized(int rows, int columns);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace vitrine
