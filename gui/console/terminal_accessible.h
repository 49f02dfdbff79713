// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace vitrine {

class TerminalWidget;

/// Makes the text of TerminalWidgets known to screen readers. May be called again.
void installTerminalAccessibility();
/// Tells screen readers, when there are any, that WIDGET's screen changed.
void announceTerminalChange(TerminalWidget& widget);

} // namespace vitrine
