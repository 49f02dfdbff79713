// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/topology_layout.h"

#include <QGraphicsView>
#include <QHash>
#include <QTimer>

namespace vitrine {

class CardItem;
class LineItem;
class ObservationModels;
class PortItem;

/// The network as a graph. Wheel with Control or + and − zoom, 0 fits, the mouse or the cursor keys
/// point at an interface and light its path.
class TopologyGraph : public QGraphicsView {
    Q_OBJECT
public:
    explicit TopologyGraph(ObservationModels* models, QWidget* parent = nullptr);

    /// Brings the picture to what the models hold; what did not change does not move.
    void refresh();
    /// Lights the path of the interface KEY and dims the rest; empty: nothing is lit.
    void pointAt(const QString& key);
    [[nodiscard]] const TopologyScene& layout() const { return m_layout; }

public Q_SLOTS:
    void zoomIn();
    void zoomOut();
    /// Shows everything, not larger than natural.
    void fit();

Q_SIGNALS:
    void portActivated(const QString& key);

protected:
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void zoomBy(qreal factor);
    void layOut();
    void syncCards();
    void syncLines();
    void stepTo(int key);
    [[nodiscard]] quint64 hostNetns() const;
    [[nodiscard]] QString keyAt(QPoint position) const;

    ObservationModels* m_models;
    QGraphicsScene m_scene;
    TopologyScene m_layout;
    TopologyPlaces m_places;
    QHash<quint64, CardItem*> m_cards;
    QHash<QString, PortItem*> m_ports;
    QHash<QString, LineItem*> m_lines;
    QString m_pointed;
    int m_columns = 0;
    bool m_userZoom = false;
};

} // namespace vitrine
