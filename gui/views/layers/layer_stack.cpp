// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/layers/layer_stack.h"

#include "gui/models/units.h"
#include "gui/views/direction.h"
#include "gui/views/tool_tip.h"

#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

namespace vitrine {

namespace {

constexpr int margin = 8, gap = 6, radius = 6;

int cardHeight(const QFontMetrics& metrics)
{
    return 2 * metrics.height() + 2 * margin + 4;
}

} // namespace

QList<LayerCard> cardsOf(const api::ImageInfo& image)
{
    QList<LayerCard> cards;
    for (auto layer = image.layers.crbegin(); layer != image.layers.crend(); ++layer)
        cards.append({ false, layer->title, layer->path,
            layer->size == 0 ? LayerStack::tr("not measured")
                             : units::bytes(double(layer->size)) });
    return cards;
}

LayerStack::LayerStack(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Layers, the writable one first"));
}

void LayerStack::setCards(const QList<LayerCard>& cards)
{
    if (cards == m_cards)
        return;
    m_cards = cards;
    QStringList words;
    for (const auto& card : cards)
        words.append(QStringLiteral("%1, %2, %3").arg(card.title, card.path, card.size));
    setAccessibleDescription(words.join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

QSize LayerStack::sizeHint() const
{
    const int height = cardHeight(fontMetrics());
    return { 320, 2 * margin + int(m_cards.size()) * (height + gap) };
}

QRect LayerStack::areaOf(int card) const
{
    const int height = cardHeight(fontMetrics());
    // Lower layers stand a little deeper, as the pages of a pile.
    const int indent = std::min(card, 6) * 4;
    return { margin + indent, margin + card * (height + gap), width() - 2 * (margin + indent),
        height };
}

bool LayerStack::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        for (int i = 0; i < m_cards.size(); ++i)
            if (areaOf(i).contains(help->pos())) {
                QToolTip::showText(help->globalPos(), plainToolTip(m_cards[i].path), this);
                return true;
            }
        QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

void LayerStack::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int i = 0; i < m_cards.size(); ++i)
        paintCard(painter, areaOf(i), m_cards[i]);
}

void LayerStack::paintCard(QPainter& painter, const QRect& area, const LayerCard& card) const
{
    const QColor base = palette().color(QPalette::Base), text = palette().color(QPalette::Text);
    QColor border = text;
    border.setAlphaF(0.3F);
    const QColor accent = card.writable ? QColor(0x00, 0x9e, 0x73) : QColor(0x00, 0x72, 0xb2);
    painter.setPen(border);
    painter.setBrush(base);
    painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter.setPen(Qt::NoPen);
    painter.setBrush(accent);
    const auto placed = [&](const QRect& within, const QRect& part) {
        return QStyle::visualRect(layoutDirection(), within, part);
    };
    painter.drawRoundedRect(placed(area, QRect(area.left(), area.top(), 5, area.height())), 2, 2);

    const QRect inner = placed(area, area.adjusted(margin + 8, margin, -margin, -margin));
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(text);
    const int line = fontMetrics().height();
    const int sizeWidth = fontMetrics().horizontalAdvance(card.size) + 8;
    const QRect top
        = placed(inner, QRect(inner.left(), inner.top(), inner.width() - sizeWidth, line));
    painter.drawText(top, int(Qt::AlignLeft | Qt::AlignVCenter),
        QFontMetrics(bold).elidedText(card.title, Qt::ElideRight, top.width()));
    painter.setFont(font());
    painter.drawText(QRect(inner.left(), inner.top(), inner.width(), line),
        int(Qt::AlignRight | Qt::AlignVCenter), inOrder(card.size));
    QColor quiet = text;
    quiet.setAlphaF(0.7F);
    painter.setPen(quiet);
    painter.drawText(QRect(inner.left(), inner.top() + line + 4, inner.width(), line),
        int(Qt::AlignLeft | Qt::AlignVCenter),
        inOrder(fontMetrics().elidedText(card.path, Qt::ElideMiddle, inner.width())));
}

} // namespace vitrine
