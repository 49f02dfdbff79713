// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/topology_drop.h"

#include <QObject>
#include <QPoint>
#include <QTimer>

class QGraphicsPathItem;
class QLabel;

namespace vitrine {

class TopologyGraph;

/// Something in the network graph that is dragged to something else: a line to the mouse, and what
/// a drop would do in words beside it.
class TopologyDrag : public QObject {
    Q_OBJECT
public:
    explicit TopologyDrag(TopologyGraph* graph);

    [[nodiscard]] bool isRunning() const { return m_line != nullptr; }
    [[nodiscard]] const TopologyGrip& held() const { return m_held; }
    [[nodiscard]] const TopologyGrip& over() const { return m_over; }

    /// A button is pressed AT; whether there is something that can be dragged.
    bool press(QPoint at);
    /// The mouse comes TO; whether something is dragged.
    bool move(QPoint to);
    /// The button is released; whether something was dragged, which drops it.
    bool release();
    /// Ends it without a drop; whether something was dragged.
    bool cancel();

private:
    void begin();
    void follow();
    void say(const TopologyDrop& drop);
    void scroll();

    TopologyGraph* m_graph;
    QLabel* m_words;
    QGraphicsPathItem* m_line = nullptr;
    TopologyGrip m_held, m_over;
    bool m_pressed = false;
    QPoint m_from, m_at; ///< in the viewport
    QTimer m_scroll; ///< while the mouse is at an edge
};

} // namespace vitrine
