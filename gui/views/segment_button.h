// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace vitrine {

/// One of a few buttons of which one is chosen; the chosen one has the colour of a selection, which
/// is seen on light and on dark palettes alike.
class SegmentButton : public QToolButton {
    Q_OBJECT
public:
    SegmentButton(const QString& text, const QString& toolTip, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void updateColours();

    bool m_updating = false;
};

} // namespace vitrine
