// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/console/terminal_screen.h"

#include <QColor>
#include <QPalette>

#include <array>

namespace vitrine {

/// The colours of a terminal on a light or a dark palette.
class TerminalColors {
public:
    explicit TerminalColors(const QPalette& palette = {});

    struct Pair {
        QColor foreground, background;
    };
    /// What STYLE looks like. Text on the default background is always readable, whatever colour
    /// the program asked for: it may have guessed wrong whether the background is light or dark.
    [[nodiscard]] Pair resolve(const TerminalStyle& style, bool reversedScreen) const;

    QColor foreground, background; ///< the defaults
    QColor selectionForeground, selectionBackground;
    QColor cursor;

private:
    [[nodiscard]] QColor plain(const TerminalColor& color, const QColor& fallback) const;

    std::array<QColor, 256> m_indexed;
};

/// Contrast ratio of two colours as WCAG 2 defines it, 1 to 21.
[[nodiscard]] double contrastRatio(const QColor& a, const QColor& b);

} // namespace vitrine
