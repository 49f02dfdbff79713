// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/segment_button.h"

#include "gui/views/direction.h"

#include <QApplication>
#include <QEvent>

namespace vitrine {

SegmentButton::SegmentButton(const QString& text, const QString& toolTip, QWidget* parent)
    : QToolButton(parent)
{
    setText(inOrder(text));
    setToolTip(toolTip);
    setAccessibleName(toolTip);
    setCheckable(true);
    connect(this, &QToolButton::toggled, this, &SegmentButton::updateColours);
}

void SegmentButton::changeEvent(QEvent* event)
{
    QToolButton::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange)
        updateColours();
}

void SegmentButton::updateColours()
{
    // Setting the palette tells of a change of the palette again.
    if (m_updating)
        return;
    m_updating = true;
    QPalette colours;
    if (isChecked()) {
        const QPalette wide = QApplication::palette(this);
        colours.setColor(QPalette::Button, wide.color(QPalette::Highlight));
        colours.setColor(QPalette::ButtonText, wide.color(QPalette::HighlightedText));
    }
    setPalette(colours);
    m_updating = false;
}

} // namespace vitrine
