// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/topology/topology_drag.h"

#include "gui/views/topology/topology_graph.h"

#include <QApplication>
#include <QGraphicsPathItem>
#include <QLabel>
#include <QPen>
#include <QScrollBar>
#include <QToolTip>

namespace vitrine {

namespace {

constexpr int edge = 32; ///< this near to it the picture scrolls
constexpr int scrollStep = 16, scrollPause = 30; ///< pixels, ms
constexpr int beside = 16; ///< the mouse
constexpr qreal aboveAll = 20;

using Grip = TopologyGrip::Kind;

} // namespace

TopologyDrag::TopologyDrag(TopologyGraph* graph)
    : QObject(graph)
    , m_graph(graph)
    , m_words(new QLabel(graph))
{
    m_words->setObjectName(QStringLiteral("dragWords"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_words->setAutoFillBackground(true);
    m_words->setFrameShape(QFrame::Box);
    m_words->setMargin(4);
    m_words->setWordWrap(true);
    m_words->hide();
    m_scroll.setInterval(scrollPause);
    connect(&m_scroll, &QTimer::timeout, this, &TopologyDrag::scroll);
}

bool TopologyDrag::press(QPoint at)
{
    m_held = m_graph->gripAt(at);
    m_pressed = m_held.kind != Grip::Nothing && m_held.kind != Grip::Other;
    m_from = m_at = at;
    return m_pressed;
}

bool TopologyDrag::move(QPoint to)
{
    if (!m_pressed)
        return false;
    m_at = to;
    if (!isRunning() && (to - m_from).manhattanLength() < QApplication::startDragDistance())
        return false;
    if (!isRunning())
        begin();
    follow();
    return true;
}

void TopologyDrag::begin()
{
    QPen pen(m_graph->palette().color(QPalette::Highlight), 2, Qt::DashLine);
    pen.setCosmetic(true);
    m_line = m_graph->scene()->addPath({}, pen);
    m_line->setZValue(aboveAll);
    m_line->setAcceptedMouseButtons(Qt::NoButton);
    QToolTip::hideText();
}

void TopologyDrag::follow()
{
    const TopologyGrip over = m_graph->targetAt(m_at);
    const TopologyDrop drop = m_graph->dropOf(m_held, over);
    QPainterPath path(m_graph->anchorOf(m_held));
    path.lineTo(m_graph->mapToScene(m_at));
    m_line->setPath(path);
    const bool first = !m_words->isVisible();
    if (over != m_over || first) {
        m_over = over;
        m_graph->emphasize();
    }
    say(drop);
    const QRect inner = m_graph->viewport()->rect().adjusted(edge, edge, -edge, -edge);
    inner.contains(m_at) ? m_scroll.stop() : m_scroll.start();
}

void TopologyDrag::say(const TopologyDrop& drop)
{
    const bool refused = drop.kind == TopologyDrop::Kind::Refused;
    m_words->setText(refused ? QStringLiteral("✖ ") + drop.words : drop.words);
    QPalette colours = m_graph->palette();
    colours.setColor(QPalette::Window, colours.color(QPalette::ToolTipBase));
    colours.setColor(QPalette::WindowText, colours.color(QPalette::ToolTipText));
    m_words->setPalette(colours);
    m_graph->viewport()->setCursor(refused ? Qt::ForbiddenCursor
            : drop.isPossible()            ? Qt::DragLinkCursor
                                           : Qt::ClosedHandCursor);
    const QRect room = m_graph->viewport()->geometry();
    m_words->setMaximumWidth(std::max(80, room.width() - 2 * beside));
    m_words->setWordWrap(false);
    if (m_words->sizeHint().width() > m_words->maximumWidth())
        m_words->setWordWrap(true);
    m_words->adjustSize();
    QPoint at = m_at + room.topLeft() + QPoint(beside, beside);
    at.setX(
        std::clamp(at.x(), room.left(), std::max(room.left(), room.right() - m_words->width())));
    if (at.y() + m_words->height() > room.bottom())
        at.setY(std::max(room.top(), m_at.y() + room.top() - beside - m_words->height()));
    m_words->move(at);
    m_words->show();
    m_words->raise();
}

// Where what is wanted is out of sight.
void TopologyDrag::scroll()
{
    const QRect inner = m_graph->viewport()->rect().adjusted(edge, edge, -edge, -edge);
    const auto by = [](int at, int low, int high) {
        return at < low ? -scrollStep : at > high ? scrollStep : 0;
    };
    auto* across = m_graph->horizontalScrollBar();
    auto* down = m_graph->verticalScrollBar();
    across->setValue(across->value() + by(m_at.x(), inner.left(), inner.right()));
    down->setValue(down->value() + by(m_at.y(), inner.top(), inner.bottom()));
    follow();
}

bool TopologyDrag::release()
{
    const bool running = isRunning();
    const TopologyDrop drop
        = running ? m_graph->dropOf(m_held, m_graph->targetAt(m_at)) : TopologyDrop();
    cancel();
    if (drop.isPossible())
        Q_EMIT m_graph->dropped(drop);
    return running;
}

bool TopologyDrag::cancel()
{
    m_pressed = false;
    if (!isRunning())
        return false;
    m_scroll.stop();
    delete std::exchange(m_line, nullptr);
    m_held = m_over = {};
    m_words->hide();
    m_graph->viewport()->setCursor(Qt::OpenHandCursor);
    m_graph->emphasize();
    return true;
}

} // namespace vitrine
