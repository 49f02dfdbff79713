// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in the network graph: a card per network namespace, a pill per interface, a wire per
// veth pair, a bus per bridge.
#pragma once

#include "gui/models/topology_layout.h"

#include <QGraphicsItem>
#include <QPainterPath>

namespace vitrine {

/// How an item stands to what the mouse or the keyboard points at.
enum class Emphasis { Normal, Lit, Dimmed };

/// The opacity of what is not on the lit path.
inline constexpr qreal dimmedOpacity = 0.35;

class TopologyItem : public QGraphicsItem {
public:
    void setEmphasis(Emphasis emphasis);
    [[nodiscard]] Emphasis emphasis() const { return m_emphasis; }

protected:
    /// COLOR as it is on the view's palette.
    [[nodiscard]] static QPalette paletteOf(const QWidget* widget);

private:
    Emphasis m_emphasis = Emphasis::Normal;
};

class CardItem : public TopologyItem {
public:
    struct Text {
        QString title, kind, note; ///< note: what stands in an empty card
    };
    CardItem(const TopologyCard& card, const Text& text, qreal headerHeight);
    void update(const TopologyCard& card, const Text& text);

    [[nodiscard]] quint64 netns() const { return m_netns; }
    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    quint64 m_netns;
    QRectF m_area;
    Text m_text;
    qreal m_headerHeight;
};

class PortItem : public TopologyItem {
public:
    struct Text {
        QString name, kind, addresses, state, description;
        bool up = false;
        bool bridge = false;
    };
    PortItem(const TopologyPort& port, const Text& text);
    void update(const TopologyPort& port, const Text& text);

    [[nodiscard]] const QString& key() const { return m_port.key; }
    [[nodiscard]] const QString& description() const { return m_text.description; }
    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    TopologyPort m_port;
    Text m_text;
};

/// A wire or a bus: a line with rounded corners.
class LineItem : public TopologyItem {
public:
    enum class Kind { Wire, Bus };
    LineItem(Kind kind, const QStringList& keys);
    /// Draws LINES, each given by its corners.
    void setPath(const QList<QList<QPointF>>& lines, bool up);

    /// The interfaces that it connects.
    [[nodiscard]] const QStringList& keys() const { return m_keys; }
    QRectF boundingRect() const override;
    QPainterPath shape() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    Kind m_kind;
    QStringList m_keys;
    QPainterPath m_path;
    bool m_up = true;
};

} // namespace vitrine
