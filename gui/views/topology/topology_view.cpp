// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/topology/topology_view.h"

#include "gui/models/network_list_model.h"
#include "gui/models/observation_models.h"
#include "gui/models/topology_facts.h"
#include "gui/models/workload_list_model.h"
#include "gui/views/error_panel.h"
#include "gui/views/filter_edit.h"
#include "gui/views/row_tree.h"
#include "gui/views/segment_button.h"
#include "gui/views/topology/captures_strip.h"
#include "gui/views/topology/packet_panel.h"
#include "gui/views/topology/topology_graph.h"
#include "gui/views/topology/topology_items.h"
#include "gui/views/topology/topology_picture.h"
#include "gui/views/topology/topology_search.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QFileDialog>
#include <QKeyEvent>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

namespace vitrine {

namespace {

constexpr int panelWidth = 360; ///< of "Follow a packet" at first, in pixels

} // namespace

TopologyView::TopologyView(ObservationModels* models, const NetworkListModel* networks,
    const WorkloadListModel* workloads, QWidget* strip, QWidget* parent)
    : LivePage({ QStringLiteral("links"), QStringLiteral("namespaces") }, parent)
    , m_models(models)
    , m_networks(networks)
    , m_workloads(workloads)
    , m_graph(new TopologyGraph)
    , m_search(new TopologySearch(m_graph))
    , m_table(new RowTree(models->links(), RowTree::Shape::Table))
    , m_pages(new QStackedWidget)
    , m_packet(new PacketPanel(workloads))
    , m_body(new QSplitter)
    , m_graphButton(new SegmentButton(tr("Graph"), tr("Show the network as a graph")))
    , m_tableButton(new SegmentButton(tr("Table"), tr("Show the network as a table")))
    , m_export(makeButton(tr("Export"), tr("Save the picture or its facts to a file")))
    , m_error(new ErrorPanel)
    , m_captures(new CapturesStrip)
{
    strip->setParent(this); // before all others, so that Tab comes to it first
    buildTable();
    m_pages->addWidget(m_graph);
    m_pages->addWidget(m_table);
    m_body->setChildrenCollapsible(false);
    m_body->addWidget(m_pages);
    m_body->addWidget(m_packet);
    m_body->setStretchFactor(0, 1);
    buildBar(strip);
    buildExport();
    follow();
    showTable(false);
}

void TopologyView::buildTable()
{
    m_table->setAccessibleName(tr("Network interfaces"));
    m_table->setPlaceholder(tr("Interfaces appear here as soon as the helper has looked."));
    using Model = LinkModel;
    m_table->setColumns({ { Model::Name, 14, 8 }, { Model::Kind, 10 }, { Model::State, 18, 15, 2 },
        { Model::Addresses, 44, 18 }, { Model::Peer, 22, 12 }, { Model::ReceiveRate, 11, 0, 3 },
        { Model::SendRate, 11, 0, 4 }, { Model::Mtu, 7, 0, 5 }, { Model::Workload, 16, 10 },
        { Model::Netns, 12, 0, 6 } });
}

void TopologyView::buildBar(QWidget* strip)
{
    auto* group = new QButtonGroup(this);
    for (QToolButton* button : { m_graphButton, m_tableButton })
        group->addButton(button);
    auto* bar = addBody(m_body);
    auto* column = static_cast<QBoxLayout*>(layout()); // as addBody() made it
    column->insertWidget(0, strip);
    m_error->setObjectName(QStringLiteral("exportError"));
    column->insertWidget(1, m_error);
    column->insertWidget(2, m_captures);
    bar->addWidget(m_graphButton);
    bar->addWidget(m_tableButton);
    bar->addSpacing(8);
    bar->addWidget(m_search, 1);
    bar->addStretch();
    const auto zoomButton = [&](const QString& text, const QString& tip, auto slot) {
        QToolButton* button = makeButton(text, tip);
        connect(button, &QToolButton::clicked, m_graph, slot);
        bar->addWidget(button);
        m_graphButtons.append(button);
    };
    zoomButton(QStringLiteral("−"), tr("Zoom out (−)"), &TopologyGraph::zoomOut);
    zoomButton(QStringLiteral("+"), tr("Zoom in (+)"), &TopologyGraph::zoomIn);
    zoomButton(tr("Fit"), tr("Show everything (0)"), &TopologyGraph::fit);
    auto* packet
        = makeButton(tr("Follow…"), tr("Follow a packet: which way it takes, and where it ends"));
    packet->setObjectName(QStringLiteral("followButton"));
    connect(packet, &QToolButton::clicked, this,
        [this] { m_packet->isHidden() ? followPacket() : m_packet->close(); });
    bar->addWidget(packet);
    bar->addWidget(m_export);
    connect(m_graphButton, &QToolButton::clicked, this, [this] { showTable(false); });
    connect(m_tableButton, &QToolButton::clicked, this, [this] { showTable(true); });
}

void TopologyView::buildExport()
{
    m_export->setObjectName(QStringLiteral("exportButton"));
    m_export->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(m_export);
    const auto add = [&](const QString& text, const char* suffix, const QString& kind) {
        QAction* action = menu->addAction(text);
        action->setObjectName(QStringLiteral("export-") + QLatin1String(suffix));
        connect(action, &QAction::triggered, this,
            [this, suffix, kind] { chooseFile(QLatin1String(suffix), kind); });
    };
    add(tr("Drawing (SVG)…"), "svg", tr("Drawings (*.svg)"));
    add(tr("Image (PNG)…"), "png", tr("Images (*.png)"));
    add(tr("Facts (JSON)…"), "json", tr("JSON (*.json)"));
    m_export->setMenu(menu);
}

void TopologyView::follow()
{
    m_due.setSingleShot(true);
    connect(&m_due, &QTimer::timeout, this, &TopologyView::refresh);
    const auto due = [this] { m_due.start(0); };
    connect(m_search, &TopologySearch::textChanged, m_table->proxy(), &FilterProxy::setText);
    connect(m_search, &TopologySearch::textChanged, this, [this] { m_search->refresh(facts()); });
    connect(m_graph, &TopologyGraph::portSelected, this,
        [this](const QString& key) { m_table->selectKey(key); });
    connect(m_graph, &TopologyGraph::portOpened, this, &TopologyView::openPort);
    connect(m_graph, &TopologyGraph::menuWanted, this, &TopologyView::openMenu);
    connect(m_graph, &TopologyGraph::cardMenuWanted, this, &TopologyView::openCardMenu);
    connect(m_graph, &TopologyGraph::emptyMenuWanted, this, &TopologyView::openEmptyMenu);
    connect(m_graph, &TopologyGraph::dropped, this, &TopologyView::changeWanted);
    connect(m_graph, &TopologyGraph::unplugWanted, this, &TopologyView::unplug);
    m_graph->setJudge([this](const TopologyGrip& held, const TopologyGrip& over) {
        return topologyDrop(held, over, *m_workloads, *m_networks);
    });
    connect(m_packet, &PacketPanel::pathChanged, this, [this] {
        if (m_packet->path().hops.isEmpty())
            m_graph->pointAt({}); // at a hop of it
        showWay();
        m_graph->showWay();
    });
    connect(m_packet, &PacketPanel::hopMenuShown, this, [this](int hop, QMenu* menu) {
        const TopologyFacts now = facts();
        if (const auto* link = linkOf(m_packet->path().hops.at(hop), now.links(), now.hostNetns()))
            addCapture(menu, now, link->key);
    });
    connect(m_packet, &PacketPanel::hopChosen, this, &TopologyView::showHop);
    connect(m_packet, &PacketPanel::closed, this,
        [this] { m_pages->currentWidget()->setFocus(Qt::OtherFocusReason); });
    connect(m_graph, &TopologyGraph::refreshWanted, this, &TopologyView::refresh);
    connect(m_models, &ObservationModels::applied, this, due);
    connect(m_models->links(), &QAbstractItemModel::dataChanged, this, due); // a rate fell to zero
    for (const QAbstractItemModel* model :
        std::initializer_list<const QAbstractItemModel*> { m_networks, m_workloads }) {
        connect(model, &QAbstractItemModel::dataChanged, this, due);
        connect(model, &QAbstractItemModel::rowsInserted, this, due);
        connect(model, &QAbstractItemModel::rowsRemoved, this, due);
        connect(model, &QAbstractItemModel::modelReset, this, due);
    }
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
    return m_search->edit();
}

void TopologyView::showTable(bool table)
{
    m_pages->setCurrentIndex(table ? 1 : 0);
    (table ? m_tableButton : m_graphButton)->setChecked(true);
    for (QToolButton* button : m_graphButtons)
        button->setVisible(!table);
    m_search->setActive(!table);
    refresh();
}

TopologyFacts TopologyView::facts() const
{
    return TopologyFacts(*m_models, *m_networks, *m_workloads);
}

void TopologyView::refresh()
{
    if (!isVisible() || (m_pages->currentIndex() != 0 && m_packet->isHidden()))
        return;
    const TopologyFacts now = facts();
    if (m_pages->currentIndex() == 0) {
        m_graph->refresh(now);
        m_search->refresh(now);
    }
    if (m_packet->isHidden() || m_fingerprint == now.fingerprint())
        return;
    m_fingerprint = now.fingerprint();
    m_packet->refreshEnds();
    m_packet->followAgain();
    showWay();
}

void TopologyView::followPacket(
    const std::optional<QString>& from, const std::optional<QString>& to)
{
    m_fingerprint = facts().fingerprint();
    const bool comes = m_packet->isHidden();
    m_packet->open(from, to);
    if (comes)
        m_body->setSizes({ std::max(1, width() - panelWidth), panelWidth });
}

// Where its path is, as the picture is now.
void TopologyView::showWay()
{
    const TopologyFacts now = facts();
    const auto& path = m_packet->path();
    m_graph->setWay(path.hops.isEmpty()
            ? std::nullopt
            : std::optional(topologyWay(path, now.links(), now.hostNetns())));
}

void TopologyView::showHop(int hop)
{
    const TopologyFacts now = facts();
    const auto* link = linkOf(m_packet->path().hops.at(hop), now.links(), now.hostNetns());
    if (!link)
        return m_graph->pointAt({});
    m_graph->reveal(link->key);
    m_table->selectKey(link->key);
}

void TopologyView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && m_packet->isVisible())
        return m_packet->close();
    LivePage::keyPressEvent(event);
}

void TopologyView::showEvent(QShowEvent* event)
{
    LivePage::showEvent(event);
    m_due.start(0);
}

void TopologyView::openPort(const QString& key)
{
    const QString workload = facts().workloadOf(key);
    if (!workload.isEmpty())
        return Q_EMIT workloadWanted(workload);
    showTable(true);
    m_table->selectKey(key);
    m_table->setFocus();
}

QFileDialog* TopologyView::fileDialog(
    const char* name, const QString& title, const QString& file, const QString& kind)
{
    auto* dialog = new QFileDialog(this, title, file, kind);
    dialog->setObjectName(QLatin1String(name));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(file.section(QLatin1Char('.'), -1));
    dialog->selectFile(file);
    return dialog;
}

void TopologyView::chooseCapture(const QVariantMap& link, const QString& what)
{
    auto* dialog = fileDialog("captureDialog", tr("Capture packets of %1").arg(what),
        QString(what).replace(QLatin1Char(' '), QLatin1Char('-')) + QStringLiteral(".pcapng"),
        tr("Captures (*.pcapng)"));
    connect(dialog, &QFileDialog::fileSelected, this,
        [this, link, what](const QString& file) { Q_EMIT captureWanted(link, what, file); });
    dialog->open();
}

void TopologyView::chooseFile(const QString& suffix, const QString& kind)
{
    auto* dialog = fileDialog(
        "exportDialog", tr("Export the network"), tr("network") + QLatin1Char('.') + suffix, kind);
    connect(dialog, &QFileDialog::fileSelected, this, &TopologyView::save);
    dialog->open();
}

void TopologyView::save(const QString& path)
{
    m_error->setError(tr("Export the network"), saveTopology(*m_graph, facts(), path));
}

} // namespace vitrine
