// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/theme.h"

#include <QApplication>
#include <QPalette>
#include <QStyle>
#include <QStyleFactory>

namespace vitrine {

namespace {

QPalette lightPalette()
{
    QPalette palette(QColor(0xf0, 0xf0, 0xf1), QColor(0xf6, 0xf6, 0xf7));
    palette.setColor(QPalette::Base, Qt::white);
    palette.setColor(QPalette::AlternateBase, QColor(0xf4, 0xf6, 0xf8));
    palette.setColor(QPalette::Highlight, QColor(0x1f, 0x6f, 0xb5));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor(0x00, 0x5f, 0xa3));
    palette.setColor(QPalette::PlaceholderText, QColor(0x6a, 0x6a, 0x6e));
    palette.setColor(QPalette::ToolTipBase, Qt::white);
    palette.setColor(QPalette::ToolTipText, Qt::black);
    return palette;
}

QPalette darkPalette()
{
    const QColor text(0xe6, 0xe6, 0xe8);
    const QColor quiet(0x86, 0x88, 0x8c);
    QPalette palette(QColor(0x35, 0x37, 0x3b), QColor(0x2a, 0x2b, 0x2e));
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, QColor(0x1e, 0x1f, 0x22));
    palette.setColor(QPalette::AlternateBase, QColor(0x26, 0x27, 0x2b));
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::BrightText, Qt::white);
    palette.setColor(QPalette::ToolTipBase, QColor(0x35, 0x37, 0x3b));
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::Highlight, QColor(0x2f, 0x7f, 0xc8));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor(0x6f, 0xb8, 0xf0));
    palette.setColor(QPalette::PlaceholderText, QColor(0x9a, 0x9c, 0xa0));
    for (const auto role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText })
        palette.setColor(QPalette::Disabled, role, quiet);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(0x4a, 0x4c, 0x50));
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, quiet);
    return palette;
}

} // namespace

void applyTheme(const QString& name)
{
    if (name != QLatin1String("light") && name != QLatin1String("dark")) {
        // Without a desktop (VNC) Qt falls back to the looks of 1995.
        if (QApplication::style()->name() == QLatin1String("windows"))
            applyTheme(QStringLiteral("light"));
        return;
    }
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(name == QLatin1String("dark") ? darkPalette() : lightPalette());
}

} // namespace vitrine
