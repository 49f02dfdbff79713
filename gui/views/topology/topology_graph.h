// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/topology_facts.h"
#include "gui/models/topology_layout.h"
#include "gui/models/topology_way.h"

#include <QGraphicsView>
#include <QHash>

#include <functional>

namespace vitrine {

class CardItem;
class LineItem;
class PortItem;
class TopologyDrag;
class TopologyMark;
class TopologyMinimap;
class WiresItem;
enum class TopologyStep;

/// The network as a graph. Wheel with Control or + and − zoom, 0 fits, the mouse or the cursor keys
/// point at an interface and light its path, Return opens what is pointed at. Containers, networks
/// and the interfaces that connect them are dragged to each other; elsewhere the picture is moved.
class TopologyGraph : public QGraphicsView {
    Q_OBJECT
public:
    explicit TopologyGraph(QWidget* parent = nullptr);

    /// Brings the picture to FACTS; what did not change does not move.
    void refresh(const TopologyFacts& facts);
    /// Lights the path of the interface KEY and dims the rest; empty: nothing is lit.
    void pointAt(const QString& key);
    [[nodiscard]] const QString& pointed() const { return m_pointed; }
    /// Lights the interfaces in KEYS and dims the rest; null: ends the search.
    void setFound(const std::optional<QSet<QString>>& keys);
    /// Lights the WAY of a packet and dims the rest; null: none is shown.
    void setWay(const std::optional<TopologyWay>& way);
    /// Scrolls to all of the way where there is room for it, else to its end.
    void showWay();
    /// What stands at the end of the way, or null.
    [[nodiscard]] const TopologyMark* mark() const { return m_mark; }
    /// Points at the interface KEY and scrolls there; its group is unfolded when it is in one.
    void reveal(const QString& key);
    [[nodiscard]] const TopologyScene& layout() const { return m_layout; }
    /// The interface KEY as it is drawn, or null.
    [[nodiscard]] const PortItem* portItem(const QString& key) const { return m_ports.value(key); }
    [[nodiscard]] const CardItem* cardItem(quint64 netns) const { return m_cards.value(netns); }
    [[nodiscard]] TopologyMinimap* minimap() const { return m_minimap; }
    /// What can be taken hold of AT a place of the viewport.
    [[nodiscard]] TopologyGrip gripAt(QPoint at) const;
    /// The same for what is dropped there: a container's interfaces are the container.
    [[nodiscard]] TopologyGrip targetAt(QPoint at) const;
    /// Says what a drop of one grip on another does; until one is set, nothing can be dropped.
    using Judge = std::function<TopologyDrop(const TopologyGrip& held, const TopologyGrip& over)>;
    void setJudge(Judge judge) { m_judge = std::move(judge); }
    [[nodiscard]] TopologyDrop dropOf(const TopologyGrip& held, const TopologyGrip& over) const;
    /// Where a line from GRIP begins, in the picture.
    [[nodiscard]] QPointF anchorOf(const TopologyGrip& grip) const;
    /// Lights and dims everything as it should be now.
    void emphasize();
    /// Draws all of the picture, nothing dimmed, into AREA of PAINTER.
    void drawAll(QPainter* painter, const QRectF& area);

public Q_SLOTS:
    void zoomIn();
    void zoomOut();
    /// Shows everything, not larger than natural.
    void fit();
    /// Folds or unfolds the group KEY.
    void toggleGroup(const QString& key);

Q_SIGNALS:
    /// The interface KEY was chosen.
    void portSelected(const QString& key);
    /// The workload of the interface KEY, or what else it stands for, is to be opened.
    void portOpened(const QString& key);
    /// What can be done about the interface KEY is to be shown at AT, on the screen.
    void menuWanted(const QString& key, const QPoint& at);
    /// The same for the card of the network namespace NETNS.
    void cardMenuWanted(quint64 netns, const QPoint& at);
    /// What can be done where nothing is.
    void emptyMenuWanted(const QPoint& at);
    /// Something was dropped where it may be.
    void dropped(const vitrine::TopologyDrop& drop);
    /// The interface KEY is to be unplugged.
    void unplugWanted(const QString& key);
    /// Another size of the window or another fold: refresh() is due.
    void refreshWanted();

protected:
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent* event) override;

private:
    void zoomBy(qreal factor);
    void scaleTo(qreal scale);
    void layOut(const TopologyFacts& facts);
    void syncCards(const TopologyFacts& facts);
    void syncLines(const TopologyFacts& facts);
    void emphasizePath();
    void emphasizeDrag();
    void emphasizeFound();
    void emphasizeWay();
    void drawWay();
    void markEnd();
    /// KEYS, or the folded groups that they are in.
    [[nodiscard]] QSet<QString> shownKeys(const QSet<QString>& keys) const;
    void step(TopologyStep step);
    void open(const QString& key);
    [[nodiscard]] int columnsThatFit() const;
    [[nodiscard]] QString keyAt(QPoint position) const;
    [[nodiscard]] const CardItem* cardAt(QPoint position) const;
    [[nodiscard]] TopologyGrip gripOf(const PortItem& port) const;
    [[nodiscard]] TopologyGrip gripOf(const LineItem& line) const;

    QGraphicsScene m_scene;
    TopologyScene m_layout;
    TopologyPlaces m_places;
    TopologyFolding m_folding;
    QHash<quint64, CardItem*> m_cards;
    QHash<QString, PortItem*> m_ports;
    QHash<QString, LineItem*> m_lines;
    WiresItem* m_wires; ///< those of the lines that are wires and up
    TopologyMinimap* m_minimap;
    TopologyDrag* m_drag;
    Judge m_judge;
    std::optional<QSet<QString>> m_found;
    std::optional<TopologyWay> m_way;
    QList<LineItem*> m_branches; ///< of bridges, that the way takes
    TopologyMark* m_mark = nullptr; ///< at its end
    QString m_pointed;
    int m_columns = 0;
    bool m_userZoom = false;
    bool m_hovered = false; ///< the mouse points, not a key
};

} // namespace vitrine
