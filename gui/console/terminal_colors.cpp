// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/console/terminal_colors.h"

#include <cmath>

namespace vitrine {

namespace {

constexpr double readableContrast = 3.0;

constexpr std::array<QRgb, 16> onDark { 0x3b4048, 0xe06c75, 0x7ec16e, 0xd8a657, 0x61a5ef, 0xc585dd,
    0x4fb8c4, 0xc8ccd4, 0x767d89, 0xff8a92, 0x9be38a, 0xf2c97d, 0x8cc4ff, 0xdea5f2, 0x7ddbe6,
    0xffffff };
constexpr std::array<QRgb, 16> onLight { 0x24292e, 0xb3261e, 0x1b7a2f, 0x8a5a00, 0x0b57b0, 0x8527a8,
    0x00707c, 0x5f6670, 0x4d545c, 0xd0342c, 0x2a8f3f, 0xa06b00, 0x2470d0, 0x9c3fc0, 0x0b8794,
    0x8b929b };

double linear(double channel)
{
    return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

/// COLOR moved towards black or white until it can be read on BACKGROUND.
QColor readable(const QColor& color, const QColor& background)
{
    const bool lighten = luminance(background) < 0.18;
    QColor result = color;
    for (int i = 0; i < 10 && contrastRatio(result, background) < readableContrast; ++i) {
        const auto step = [&](double channel) {
            return float(lighten ? channel + (1 - channel) * 0.2 : channel * 0.8);
        };
        result = QColor::fromRgbF(step(result.redF()), step(result.greenF()), step(result.blueF()));
    }
    return result;
}

} // namespace

double contrastRatio(const QColor& a, const QColor& b)
{
    const double first = luminance(a), second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

TerminalColors::TerminalColors(const QPalette& palette)
    : foreground(palette.color(QPalette::Text))
    , background(palette.color(QPalette::Base))
    , selectionForeground(palette.color(QPalette::HighlightedText))
    , selectionBackground(palette.color(QPalette::Highlight))
    , cursor(palette.color(QPalette::Text))
{
    const auto& named = luminance(background) < 0.18 ? onDark : onLight;
    for (std::size_t i = 0; i < 16; ++i)
        m_indexed[i] = QColor::fromRgb(named[i]);
    // The cube and the greys of xterm.
    for (int i = 0; i < 216; ++i) {
        const auto level = [](int step) { return step == 0 ? 0 : 55 + 40 * step; };
        m_indexed[std::size_t(16 + i)] = QColor(level(i / 36), level(i / 6 % 6), level(i % 6));
    }
    for (int i = 0; i < 24; ++i)
        m_indexed[std::size_t(232 + i)] = QColor(8 + 10 * i, 8 + 10 * i, 8 + 10 * i);
}

QColor TerminalColors::plain(const TerminalColor& color, const QColor& fallback) const
{
    switch (color.kind) {
    case TerminalColor::Kind::Default:
        return fallback;
    case TerminalColor::Kind::Indexed:
        return m_indexed[color.red];
    case TerminalColor::Kind::Rgb:
        return { color.red, color.green, color.blue };
    }
    return fallback;
}

TerminalColors::Pair TerminalColors::resolve(const TerminalStyle& style, bool reversedScreen) const
{
    Pair pair { plain(style.foreground, foreground), plain(style.background, background) };
    if (style.background.kind == TerminalColor::Kind::Default
        && style.foreground.kind != TerminalColor::Kind::Default)
        pair.foreground = readable(pair.foreground, pair.background);
    // A program that sets its own background has chosen the text for a dark or a light screen.
    if (style.foreground.kind == TerminalColor::Kind::Default
        && style.background.kind != TerminalColor::Kind::Default
        && contrastRatio(pair.foreground, pair.background) < readableContrast)
        pair.foreground = luminance(pair.background) < 0.18 ? QColor(Qt::white) : QColor(Qt::black);
    if (style.reverse != reversedScreen)
        std::swap(pair.foreground, pair.background);
    return pair;
}

} // namespace vitrine
