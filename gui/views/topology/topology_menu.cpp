// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done about something in the network graph.
#include "gui/models/network_list_model.h"
#include "gui/models/topology_facts.h"
#include "gui/models/workload_list_model.h"
#include "gui/views/error_panel.h"
#include "gui/views/row_tree.h"
#include "gui/views/topology/captures_strip.h"
#include "gui/views/topology/topology_graph.h"
#include "gui/views/topology/topology_items.h"
#include "gui/views/topology/topology_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>

#include <algorithm>

namespace vitrine {

QMenu* TopologyView::makeMenu()
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("networkMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    return menu;
}

void TopologyView::openMenu(const QString& key, const QPoint& at)
{
    auto* menu = makeMenu();
    const TopologyFacts now = facts();
    const auto copy = [menu](const QString& text) {
        menu->addAction(
            tr("Copy %1").arg(text), menu, [text] { QGuiApplication::clipboard()->setText(text); });
    };
    if (const auto* link = now.linkOf(key)) {
        if (const QString workload = now.workloadOf(key); !workload.isEmpty())
            menu->addAction(tr("Open %1").arg(m_workloads->find(workload)->name), this,
                [this, workload] { Q_EMIT workloadWanted(workload); });
        menu->addAction(tr("Show in the table"), this, [this, key] {
            showTable(true);
            m_table->selectKey(key);
            m_table->setFocus();
        });
        addPlug(menu, now, key);
        const QStringList addresses = tellingAddresses(*link);
        addPackets(menu, now, link->netns, addresses.value(0).section(QLatin1Char('/'), 0, 0));
        addCapture(menu, now, key);
        menu->addSeparator();
        for (const QString& address : addresses)
            copy(address.section(QLatin1Char('/'), 0, 0));
        if (!link->mac.isEmpty())
            copy(link->mac);
    } else if (const auto* item = m_graph->portItem(key)) {
        menu->addAction(item->port().folded ? tr("Unfold") : tr("Fold"), m_graph,
            [this, key] { m_graph->toggleGroup(key); });
    }
    menu->popup(at);
}

void TopologyView::openCardMenu(quint64 netns, const QPoint& at)
{
    auto* menu = makeMenu();
    const TopologyFacts now = facts();
    addConnections(menu, now.ownerOf(netns));
    addPackets(menu, now, netns);
    if (menu->isEmpty())
        delete menu;
    else
        menu->popup(at);
}

void TopologyView::addPackets(
    QMenu* menu, const TopologyFacts& now, quint64 netns, const QString& address)
{
    const bool host = netns == now.hostNetns();
    const auto& rows = m_workloads->rows();
    const auto owner = std::find_if(rows.begin(), rows.end(), [&](const auto& workload) {
        return workload.isRunning() && workload.id == now.ownerOf(netns);
    });
    if (!host && owner == rows.end())
        return;
    const QString name = host ? tr("this computer") : owner->name;
    const QString to = !address.isEmpty() ? address : host ? QStringLiteral("host") : owner->name;
    menu->addSeparator();
    menu->addAction(tr("Follow a packet from %1…").arg(name), this,
        [this, from = host ? QString() : owner->id] { followPacket(from, {}); });
    menu->addAction(tr("Follow a packet to %1…").arg(address.isEmpty() ? name : address), this,
        [this, to] { followPacket({}, to); });
}

void TopologyView::openEmptyMenu(const QPoint& at)
{
    auto* menu = makeMenu();
    TopologyDrop drop;
    drop.kind = TopologyDrop::Kind::NewNetwork;
    menu->addAction(tr("New network…"), this, [this, drop] { Q_EMIT changeWanted(drop); });
    menu->popup(at);
}

// What a drop would do, or why it cannot be.
QAction* TopologyView::addDrop(
    QMenu* menu, const QString& text, const TopologyGrip& held, const TopologyGrip& over)
{
    const TopologyDrop drop = m_graph->dropOf(held, over);
    QAction* action = menu->addAction(text, this, [this, drop] { Q_EMIT changeWanted(drop); });
    action->setEnabled(drop.isPossible());
    action->setToolTip(drop.words);
    return action;
}

// For the interface KEY: out of its network, and what else its container or network can be had for.
void TopologyView::addPlug(QMenu* menu, const TopologyFacts& now, const QString& key)
{
    menu->addSeparator();
    const TopologyGrip plug = now.plugOf(key);
    if (const auto* network = m_networks->find(plug.network))
        addDrop(menu, tr("Disconnect from %1").arg(network->name), plug, {})
            ->setShortcut(QKeySequence(Qt::Key_Delete));
    const auto* link = now.linkOf(key);
    addConnections(menu, link->workload);
    const auto* item = m_graph->portItem(key);
    if (!item || !item->port().isBridge || item->text().network.isEmpty())
        return;
    auto* containers = menu->addMenu(tr("Connect a container"));
    containers->setObjectName(QStringLiteral("connectContainerMenu"));
    containers->setToolTipsVisible(true);
    const TopologyGrip network { TopologyGrip::Kind::Network, {}, item->text().network };
    for (const auto& workload : m_workloads->rows())
        if (workload.isRunning())
            addDrop(containers, workload.name, network,
                { TopologyGrip::Kind::Container, workload.path, {} });
    containers->setEnabled(!containers->isEmpty());
}

// For the running container ID: into another network.
void TopologyView::addConnections(QMenu* menu, const QString& id)
{
    const auto& rows = m_workloads->rows();
    const auto workload = std::find_if(rows.begin(), rows.end(),
        [&](const auto& each) { return each.isRunning() && each.id == id; });
    if (workload == rows.end())
        return;
    const TopologyGrip container { TopologyGrip::Kind::Container, workload->path, {} };
    auto* networks = menu->addMenu(tr("Connect %1 to").arg(workload->name));
    networks->setObjectName(QStringLiteral("connectMenu"));
    networks->setToolTipsVisible(true);
    for (const auto& network : m_networks->rows())
        addDrop(
            networks, network.name, container, { TopologyGrip::Kind::Network, {}, network.path });
    networks->addSeparator();
    addDrop(networks, tr("New network…"), container, {});
}

void TopologyView::addCapture(QMenu* menu, const TopologyFacts& now, const QString& key)
{
    const TopologyCapture capture = now.captureOf(key);
    if (capture.link.isEmpty())
        return;
    auto* inner = menu->addMenu(tr("Capture packets"));
    inner->setObjectName(QStringLiteral("captureMenu"));
    inner->setToolTipsVisible(true);
    inner->addAction(
        tr("Into a file…"), this, [this, capture] { chooseCapture(capture.link, capture.what); });
    QAction* shown = inner->addAction(tr("In Wireshark"), this,
        [this, capture] { Q_EMIT captureWanted(capture.link, capture.what, {}); });
    shown->setEnabled(m_captures->hasWireshark());
    shown->setToolTip(
        shown->isEnabled() ? tr("Watch them as they come") : tr("Wireshark is not installed"));
}

void TopologyView::unplug(const QString& key)
{
    const TopologyDrop drop = m_graph->dropOf(facts().plugOf(key), {});
    if (drop.isPossible())
        Q_EMIT changeWanted(drop);
    else if (!drop.words.isEmpty())
        m_error->setError(tr("Disconnect"), { {}, drop.words, {}, {}, 0, {}, -1 });
}

} // namespace vitrine
