// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/packet_path_model.h"

#include <QGraphicsItem>

namespace vitrine {

/// What becomes of a packet, at the interface where its way ends: a label with icon and word, that
/// points up at it.
class TopologyMark : public QGraphicsItem {
public:
    TopologyMark();
    /// WORDS below ANCHOR, an interface or the head of a card.
    void show(const QRectF& anchor, HopState state, const QString& words);

    [[nodiscard]] const QString& words() const { return m_words; }
    [[nodiscard]] HopState state() const { return m_state; }
    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    QRectF m_area;
    HopState m_state = HopState::Ends;
    QString m_words;
};

} // namespace vitrine
