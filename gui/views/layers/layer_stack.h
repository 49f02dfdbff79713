// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/overlay_model.h"
#include "helper/api/values.h"

#include <QWidget>

class QVBoxLayout;

namespace vitrine {

/// What one card of the stack says.
struct LayerCard {
    bool writable = false;
    QString title;
    QString path;
    QString size;

    [[nodiscard]] bool operator==(const LayerCard&) const = default;
};

/// The layers of IMAGE from the top down.
[[nodiscard]] QList<LayerCard> cardsOf(const api::ImageInfo& image);

/// Layers as cards upon each other, the writable one on top.
class LayerStack : public QWidget {
    Q_OBJECT
public:
    explicit LayerStack(QWidget* parent = nullptr);

    /// From the top down.
    void setCards(const QList<LayerCard>& cards);
    [[nodiscard]] const QList<LayerCard>& cards() const { return m_cards; }
    QSize sizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QRect areaOf(int card) const;
    void paintCard(QPainter& painter, const QRect& area, const LayerCard& card) const;

    QList<LayerCard> m_cards;
};

} // namespace vitrine
