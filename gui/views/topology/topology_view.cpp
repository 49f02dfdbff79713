// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/topology/topology_view.h"

#include "gui/models/observation_models.h"
#include "gui/views/filter_edit.h"
#include "gui/views/row_tree.h"
#include "gui/views/segment_button.h"
#include "gui/views/topology/topology_graph.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QLabel>
#include <QStackedWidget>
#include <QToolButton>

namespace vitrine {

TopologyView::TopologyView(ObservationModels* models, QWidget* strip, QWidget* parent)
    : LivePage({ QStringLiteral("links"), QStringLiteral("namespaces") }, parent)
    , m_models(models)
    , m_filter(new FilterEdit(tr("Filter interfaces")))
    , m_graph(new TopologyGraph(models))
    , m_table(new RowTree(models->links(), RowTree::Shape::Table))
    , m_pages(new QStackedWidget)
    , m_graphButton(new SegmentButton(tr("Graph"), tr("Show the network as a graph")))
    , m_tableButton(new SegmentButton(tr("Table"), tr("Show the network as a table")))
{
    strip->setParent(this); // before all others, so that Tab comes to it first
    m_table->setAccessibleName(tr("Network interfaces"));
    m_table->setPlaceholder(tr("Interfaces appear here as soon as the helper has looked."));
    using Model = LinkModel;
    m_table->setColumns({ { Model::Name, 14, 8 }, { Model::Kind, 10 }, { Model::State, 18, 15, 2 },
        { Model::Addresses, 44, 18 }, { Model::Peer, 22, 12 }, { Model::ReceiveRate, 11, 0, 3 },
        { Model::SendRate, 11, 0, 4 }, { Model::Mtu, 7, 0, 5 }, { Model::Workload, 16, 10 },
        { Model::Netns, 12, 0, 6 } });
    m_pages->addWidget(m_graph);
    m_pages->addWidget(m_table);
    auto* group = new QButtonGroup(this);
    for (QToolButton* button : { m_graphButton, m_tableButton })
        group->addButton(button);
    auto* bar = addBody(m_pages);
    static_cast<QBoxLayout*>(layout())->insertWidget(0, strip); // as addBody() made it
    bar->addWidget(m_graphButton);
    bar->addWidget(m_tableButton);
    bar->addSpacing(8);
    bar->addWidget(m_filter, 1);
    bar->addStretch();
    const auto zoomButton = [&](const QString& text, const QString& tip, auto slot) {
        QToolButton* button = makeButton(text, tip);
        connect(button, &QToolButton::clicked, m_graph, slot);
        bar->addWidget(button);
        m_zoomButtons.append(button);
    };
    zoomButton(QStringLiteral("−"), tr("Zoom out (−)"), &TopologyGraph::zoomOut);
    zoomButton(QStringLiteral("+"), tr("Zoom in (+)"), &TopologyGraph::zoomIn);
    zoomButton(tr("Fit"), tr("Show everything (0)"), &TopologyGraph::fit);

    connect(m_graphButton, &QToolButton::clicked, this, [this] { showTable(false); });
    connect(m_tableButton, &QToolButton::clicked, this, [this] { showTable(true); });
    connect(m_filter, &QLineEdit::textChanged, m_table->proxy(), &FilterProxy::setText);
    connect(m_graph, &TopologyGraph::portActivated, this,
        [this](const QString& key) { m_table->selectKey(key); });
    connect(models, &ObservationModels::applied, this, &TopologyView::onApplied);
    showTable(false);
}

QToolButton* TopologyView::makeButton(const QString& text, const QString& toolTip)
{
    auto* button = new QToolButton(this);
    button->setText(text);
    button->setToolTip(toolTip);
    button->setAccessibleName(toolTip);
    return button;
}

QLineEdit* TopologyView::filterEdit() const
{
    return m_filter;
}

void TopologyView::showTable(bool table)
{
    m_pages->setCurrentIndex(table ? 1 : 0);
    (table ? m_tableButton : m_graphButton)->setChecked(true);
    m_filter->setVisible(table);
    for (QToolButton* button : m_zoomButtons)
        button->setVisible(!table);
    onApplied();
}

void TopologyView::onApplied()
{
    if (isVisible() && m_pages->currentIndex() == 0)
        m_graph->refresh();
}

void TopologyView::showEvent(QShowEvent* event)
{
    LivePage::showEvent(event);
    onApplied();
}

} // namespace vitrine
