// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in the network graph: a card per network namespace, a pill per interface, a wire per
// veth pair, a bus per bridge.
#pragma once

#include "gui/models/topology_facts.h"
#include "gui/models/topology_layout.h"
#include "gui/views/topology/topology_ink.h"

#include <QFont>
#include <QGraphicsItem>
#include <QHash>
#include <QPainterPath>
#include <QPen>

#include <vector>

namespace vitrine {

/// How an item stands to what the mouse or the keyboard points at.
enum class Emphasis { Normal, Lit, Current, Dimmed };

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
    CardItem(
        const TopologyCard& card, const TopologyCardText& text, const TopologyMetrics& metrics);
    void update(const TopologyCard& card, const TopologyCardText& text);

    [[nodiscard]] quint64 netns() const { return m_netns; }
    [[nodiscard]] const TopologyCardText& text() const { return m_text; }
    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void paintHeader(QPainter* painter, const QPalette& palette) const;
    void paintNotes(QPainter* painter, const QPalette& palette) const;

    quint64 m_netns;
    QRectF m_area;
    TopologyCardText m_text;
    TopologyMetrics m_metrics;
};

class PortItem : public TopologyItem {
public:
    PortItem(const TopologyPort& port, const TopologyPortText& text);
    void update(const TopologyPort& port, const TopologyPortText& text);

    [[nodiscard]] const QString& key() const { return m_port.key; }
    [[nodiscard]] const TopologyPort& port() const { return m_port; }
    [[nodiscard]] const TopologyPortText& text() const { return m_text; }
    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void paintShape(QPainter* painter, const QPalette& palette, Detail detail) const;
    void paintLine(QPainter* painter, const QRectF& line, const QString& left, const QString& right,
        QFont::Weight weight) const;

    TopologyPort m_port;
    TopologyPortText m_text;
};

/// Lines that run across and down, as far as they are in sight: bars, and the corners between them.
/// A path for all of it takes a hundred times as long where a thousand pass the window.
struct LineInk {
    std::vector<QRectF> bars;
    QPainterPath corners;
    /// Draws it, the bars in whole dots.
    void paint(QPainter* painter, const QPen& pen);
};

/// A wire or a bus: a line with rounded corners. A wire that is up is drawn by WiresItem.
class LineItem : public TopologyItem {
public:
    enum class Kind { Wire, Bus };
    LineItem(Kind kind, const QStringList& keys);
    /// Draws LINES, each given by its corners.
    void setPath(const QList<QList<QPointF>>& lines, bool up);

    /// The interfaces that it connects.
    [[nodiscard]] const QStringList& keys() const { return m_keys; }
    [[nodiscard]] bool isStraightWire() const { return m_kind == Kind::Wire && m_up; }
    /// Adds what of it is in SEEN, WIDTH wide, to INK.
    void collect(const QRectF& seen, qreal width, LineInk& ink) const;
    [[nodiscard]] static QPen penOf(Kind kind, Emphasis emphasis, const QPalette& palette);
    QRectF boundingRect() const override;
    QPainterPath shape() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    Kind m_kind;
    QStringList m_keys;
    QList<QList<QPointF>> m_lines;
    QPainterPath m_path;
    QRectF m_area;
    bool m_up = true;
};

/// All wires that are up, drawn at once: as an item each a thousand of them take longer than all
/// the rest of a frame.
class WiresItem : public TopologyItem {
public:
    /// Of LINES, which live longer.
    explicit WiresItem(const QHash<QString, LineItem*>& lines);
    /// They are others, or lit in another way; all are in AREA.
    void setArea(const QRectF& area);

    QRectF boundingRect() const override { return m_area; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    const QHash<QString, LineItem*>& m_lines;
    QRectF m_area;
};

} // namespace vitrine
