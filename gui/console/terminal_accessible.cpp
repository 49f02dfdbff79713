// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/console/terminal_accessible.h"

#include "gui/console/terminal_widget.h"

#include <QAccessibleWidget>

namespace vitrine {

namespace {

/// The screen of a terminal as text with a cursor.
class AccessibleTerminal : public QAccessibleWidget, public QAccessibleTextInterface {
public:
    explicit AccessibleTerminal(TerminalWidget* terminal)
        : QAccessibleWidget(terminal, QAccessible::Terminal)
        , m_terminal(*terminal)
    {
    }

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::TextInterface)
            return static_cast<QAccessibleTextInterface*>(this);
        return QAccessibleWidget::interface_cast(type);
    }
    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Value ? m_terminal.screen().text()
                                          : QAccessibleWidget::text(kind);
    }

    // A screen reader follows the cursor; selecting and scrolling stay with the keyboard.
    void selection(int, int* start, int* end) const override { *start = *end = 0; }
    int selectionCount() const override { return 0; }
    void addSelection(int, int) override { }
    void removeSelection(int) override { }
    void setSelection(int, int, int) override { }
    void setCursorPosition(int) override { }
    void scrollToSubstring(int, int) override { }

    int cursorPosition() const override
    {
        const auto& screen = m_terminal.screen();
        const QStringList lines = screen.text().split(QLatin1Char('\n'));
        qsizetype position = 0;
        for (int row = 0; row < screen.cursorRow() && row < lines.size(); ++row)
            position += lines[row].size() + 1;
        const auto inLine = lines.value(screen.cursorRow()).size();
        return int(position + std::min<qsizetype>(screen.cursorColumn(), inLine));
    }
    QString text(int start, int end) const override
    {
        return m_terminal.screen().text().mid(start, end - start);
    }
    int characterCount() const override { return int(m_terminal.screen().text().size()); }
    QRect characterRect(int) const override { return rect(); }
    int offsetAtPoint(const QPoint&) const override { return -1; }
    QString attributes(int offset, int* start, int* end) const override
    {
        *start = offset;
        *end = offset + 1;
        return {};
    }

private:
    TerminalWidget& m_terminal;
};

QAccessibleInterface* makeInterface(const QString&, QObject* object)
{
    auto* terminal = qobject_cast<TerminalWidget*>(object);
    return terminal ? new AccessibleTerminal(terminal) : nullptr;
}

} // namespace

void installTerminalAccessibility()
{
    QAccessible::removeFactory(makeInterface);
    QAccessible::installFactory(makeInterface);
}

void announceTerminalChange(TerminalWidget& widget)
{
    if (!QAccessible::isActive())
        return;
    const auto* interface = QAccessible::queryAccessibleInterface(&widget);
    auto* text
        = interface ? const_cast<QAccessibleInterface*>(interface)->textInterface() : nullptr;
    if (!text)
        return;
    QAccessibleTextCursorEvent cursor(&widget, text->cursorPosition());
    QAccessible::updateAccessibility(&cursor);
    QAccessibleEvent changed(&widget, QAccessible::VisibleDataChanged);
    QAccessible::updateAccessibility(&changed);
}

} // namespace vitrine
