// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace vitrine {

class TopologyGraph;

/// All of the network graph in a corner, with a frame around what is shown. Seen only while the
/// picture is larger than the view. A click goes there.
class TopologyMinimap : public QWidget {
    Q_OBJECT
public:
    explicit TopologyMinimap(TopologyGraph* graph);

    /// Takes over another picture, zoom or size of the view.
    void refresh();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    [[nodiscard]] qreal factor() const;
    /// The lower corner where one of SIZE covers less of the cards.
    [[nodiscard]] QRect place(const QSize& size) const;
    void goTo(const QPointF& at);

    TopologyGraph* m_graph;
};

} // namespace vitrine
