// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/colours.h"

#include "gui/views/icons.h"

namespace vitrine {

bool isDark(const QPalette& palette)
{
    return palette.color(QPalette::WindowText).lightness()
        > palette.color(QPalette::Window).lightness();
}

QColor colourOf(api::WorkloadState state, const QPalette& palette)
{
    const bool dark = isDark(palette);
    switch (state) {
    case api::WorkloadState::Running:
        return goodColour(palette);
    case api::WorkloadState::Paused:
        return dark ? QColor(0xe6, 0x9f, 0x00) : QColor(0x9c, 0x6b, 0x00);
    case api::WorkloadState::Failed:
    case api::WorkloadState::Damaged:
        return errorColour(palette);
    case api::WorkloadState::Starting:
    case api::WorkloadState::Stopping:
    case api::WorkloadState::Restarting:
        return dark ? QColor(0x56, 0xb4, 0xe9) : QColor(0x00, 0x72, 0xb2);
    case api::WorkloadState::Stopped:
        break;
    }
    return quietColour(palette);
}

QColor errorColour(const QPalette& palette)
{
    return isDark(palette) ? QColor(0xff, 0x8c, 0x42) : QColor(0xb8, 0x4a, 0x00);
}

QColor goodColour(const QPalette& palette)
{
    return isDark(palette) ? QColor(0x2f, 0xc8, 0x9b) : QColor(0x00, 0x7a, 0x59);
}

QColor quietColour(const QPalette& palette)
{
    return isDark(palette) ? QColor(0xb0, 0xb0, 0xb0) : QColor(0x60, 0x60, 0x60);
}

QIcon stateIcon(api::WorkloadState state, bool unhealthy, const QPalette& palette)
{
    if (unhealthy)
        return icon(QStringLiteral("warning"), errorColour(palette));
    const QColor colour = colourOf(state, palette);
    switch (state) {
    case api::WorkloadState::Running:
        return icon(QStringLiteral("state-running"), colour);
    case api::WorkloadState::Paused:
        return icon(QStringLiteral("state-paused"), colour);
    case api::WorkloadState::Failed:
    case api::WorkloadState::Damaged:
        return icon(QStringLiteral("state-failed"), colour);
    case api::WorkloadState::Starting:
    case api::WorkloadState::Stopping:
    case api::WorkloadState::Restarting:
        return icon(QStringLiteral("state-starting"), colour);
    case api::WorkloadState::Stopped:
        break;
    }
    return icon(QStringLiteral("state-stopped"), colour);
}

} // namespace vitrine
