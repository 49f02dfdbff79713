// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/pages.h"

#include "gui/app/captures.h"
#include "gui/app/connection_actions.h"
#include "gui/app/container_creator.h"
#include "gui/app/detail_pane.h"
#include "gui/app/log_feed.h"
#include "gui/app/network_actions.h"
#include "gui/app/session.h"
#include "gui/app/shells.h"
#include "gui/app/workload_actions.h"
#include "gui/client/wireshark.h"
#include "gui/console/console_pane.h"
#include "gui/console/console_tab.h"
#include "gui/models/format.h"
#include "gui/views/cgroups/control_groups_view.h"
#include "gui/views/charts/resources_tab.h"
#include "gui/views/hood/hood_tab.h"
#include "gui/views/images/images_view.h"
#include "gui/views/jobs/jobs_view.h"
#include "gui/views/layers/layers_tab.h"
#include "gui/views/layers/layers_view.h"
#include "gui/views/logs/logs_tab.h"
#include "gui/views/namespaces/namespaces_view.h"
#include "gui/views/overview/overview_tab.h"
#include "gui/views/processes/processes_tab.h"
#include "gui/views/topology/captures_strip.h"
#include "gui/views/topology/network_tab.h"
#include "gui/views/topology/networks_pane.h"
#include "gui/views/topology/packet_panel.h"
#include "gui/views/topology/topology_view.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>
#include <QTabWidget>

#include <memory>

namespace vitrine {

namespace {

bool hasTerminal(const api::WorkloadInfo& workload)
{
    const QJsonObject spec = QJsonDocument::fromJson(workload.spec.toUtf8()).object();
    return spec.value(QLatin1String("terminal")).toBool(true);
}

} // namespace

ViewWords wordsOf(View view)
{
    switch (view) {
    case View::Workloads:
        return { QStringLiteral("workloads"), Pages::tr("Workloads") };
    case View::Namespaces:
        return { QStringLiteral("namespaces"), Pages::tr("Namespaces") };
    case View::Network:
        return { QStringLiteral("network"), Pages::tr("Network") };
    case View::Images:
        return { QStringLiteral("layers"), Pages::tr("Images and layers") };
    case View::ControlGroups:
        return { QStringLiteral("cgroups"), Pages::tr("Control groups") };
    case View::Jobs:
        return { QStringLiteral("jobs"), Pages::tr("Jobs") };
    }
    return {};
}

Pages::Pages(Session& session, WorkloadActions& actions, ContainerCreator& creator,
    NetworkActions& networks, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_actions(actions)
    , m_creator(creator)
    , m_networks(networks)
    , m_feed(session, m_models, m_history)
{
    connect(&m_feed, &LiveFeed::failed, this, &Pages::failed);
    connect(&m_feed, &LiveFeed::worked, this, &Pages::worked);
}

QWidget* Pages::make(View view)
{
    LivePage* page = nullptr;
    switch (view) {
    case View::Namespaces:
        page = new NamespacesView(&m_models);
        break;
    case View::Network:
        page = makeNetwork();
        break;
    case View::ControlGroups:
        page = new ControlGroupsView(&m_models, &m_history);
        break;
    case View::Images:
        return makeImages();
    case View::Jobs:
        return makeJobs();
    case View::Workloads:
        return nullptr;
    }
    m_feed.watch(page);
    return page;
}

LivePage* Pages::makeNetwork()
{
    const QString key = QStringLiteral("network/listFolded");
    auto* pane = new NetworksPane(&m_session.networks(), m_networks.create(),
        { m_networks.create(), m_networks.reach(), m_networks.remove() });
    pane->setFolded(QSettings().value(key).toBool());
    pane->setReason(m_networks.reason());
    connect(&m_networks, &NetworkActions::reasonChanged, pane,
        [this, pane] { pane->setReason(m_networks.reason()); });
    connect(&m_networks, &NetworkActions::failed, pane, &NetworksPane::showError);
    connect(pane, &NetworksPane::currentChanged, &m_networks, &NetworkActions::setCurrent);
    connect(pane, &NetworksPane::foldedChanged, this,
        [key](bool folded) { QSettings().setValue(key, folded); });
    auto* view = new TopologyView(&m_models, &m_session.networks(), &m_session.workloads(), pane);
    connect(view, &TopologyView::workloadWanted, this, &Pages::workloadWanted);
    connect(view, &TopologyView::changeWanted, &m_networks, &NetworkActions::change);
    connect(m_networks.connections(), &ConnectionActions::failed, pane, &NetworksPane::showError);
    auto* captures = new Captures(m_session, view->captures(), view);
    view->captures()->setWireshark(!wiresharkPath().isEmpty());
    connect(view, &TopologyView::captureWanted, captures, &Captures::capture);
    connect(captures, &Captures::failed, pane, &NetworksPane::showError);
    followPackets(view->packetPanel());
    return view;
}

void Pages::followPackets(PacketPanel* panel)
{
    connect(panel, &PacketPanel::followWanted, this,
        [this, panel](int number, const QVariantMap& packet, bool test) {
            m_session.client().followPacket(packet, { { QStringLiteral("test"), test } }, panel,
                [panel, number](const Reply<api::PacketPath>& reply) {
                    if (reply)
                        panel->showPath(number, reply.value);
                    else
                        panel->showError(number, *reply.error);
                });
        });
}

QWidget* Pages::makeImages()
{
    auto* images = new ImagesView(&m_session.images());
    connect(images, &ImagesView::createRequested, &m_creator, &ContainerCreator::open);
    auto* layers = new LayersView(&m_models, &m_session.images());
    m_feed.watch(layers);
    auto* tabs = new QTabWidget;
    tabs->setObjectName(QStringLiteral("imageTabs"));
    tabs->setDocumentMode(true);
    tabs->addTab(images, tr("Images"));
    tabs->addTab(layers, tr("Layers"));
    return tabs;
}

QWidget* Pages::makeJobs()
{
    auto* jobs = new JobsView(&m_session.jobs());
    connect(jobs, &JobsView::cancelRequested, this, [this](const QString& path) {
        m_session.client().cancelJob(path, this, [this](const Reply<Nothing>& reply) {
            const QString what = tr("Cancel the job");
            if (reply)
                emit worked(what);
            else
                emit failed(what, *reply.error);
        });
    });
    return jobs;
}

template <typename Tab, typename Source>
void Pages::addLiveTab(
    DetailPane& details, const QString& name, const QString& title, Source* source)
{
    details.addTab(name, title, [this, name, source] {
        auto* tab = new Tab(source);
        tab->setObjectName(name + QStringLiteral("Tab"));
        m_feed.watch(tab);
        return DetailPane::Tab { tab,
            [tab](const api::WorkloadInfo& workload) { tab->setWorkload(workload.id); } };
    });
}

void Pages::addTabs(DetailPane& details)
{
    details.addTab(QStringLiteral("overview"), tr("Overview"), [this] {
        auto* tab = new OverviewTab;
        auto shown = std::make_shared<QString>(); // object path of whom the tab shows
        connect(tab, &OverviewTab::editLimitsRequested, this,
            [this, shown] { emit editLimitsWanted(*shown); });
        return DetailPane::Tab { tab, [tab, shown](const auto& workload) {
                                    *shown = workload.path;
                                    tab->setWorkload(workload);
                                } };
    });
    addConsole(details);
    addLogs(details);
    addLiveTab<ProcessesTab>(details, QStringLiteral("processes"), tr("Processes"), &m_models);
    addLiveTab<NetworkTab>(details, QStringLiteral("network"), tr("Network"), &m_models);
    addLiveTab<LayersTab>(details, QStringLiteral("layers"), tr("Layers"), &m_models);
    addLiveTab<ResourcesTab>(details, QStringLiteral("resources"), tr("Resources"), &m_history);
    details.addTab(QStringLiteral("hood"), tr("Under the hood"), [] {
        auto* tab = new HoodTab;
        return DetailPane::Tab { tab, [tab](const auto& workload) { tab->setWorkload(workload); } };
    });
}

void Pages::addConsole(DetailPane& details)
{
    details.addTab(QStringLiteral("console"), tr("Console"), [this] {
        auto* pane = new ConsolePane;
        pane->setObjectName(QStringLiteral("consolePane"));
        auto* tab = &pane->console();
        auto shown = std::make_shared<QString>(); // object path of whom the tab shows
        connect(tab, &ConsoleTab::sessionRequested, this,
            [this, tab, shown] { connectConsole(tab, shown); });
        connect(tab, &ConsoleTab::startRequested, this,
            [this, shown] { m_actions.startWorkload(*shown); });
        connectShells(m_session.client(), pane);
        return DetailPane::Tab { pane, [pane, shown](const api::WorkloadInfo& workload) {
                                    *shown = workload.path;
                                    pane->console().setHasTerminal(hasTerminal(workload));
                                    pane->setWorkload(workload.path, workload.id, workload.name,
                                        workload.isRunning());
                                    pane->setOffers(shellOffers(workload));
                                } };
    });
}

void Pages::addLogs(DetailPane& details)
{
    details.addTab(QStringLiteral("logs"), tr("Logs"), [this] {
        auto* tab = new LogsTab;
        auto* feed = new LogFeed(m_session, tab);
        return DetailPane::Tab { tab,
            [feed](const api::WorkloadInfo& workload) { feed->setWorkload(workload); } };
    });
}

void Pages::connectConsole(ConsoleTab* tab, const std::shared_ptr<QString>& shown)
{
    const QString workload = *shown;
    m_session.client().openConsole(
        workload, tab, [tab, shown, workload](const Reply<QDBusUnixFileDescriptor>& reply) {
            if (*shown != workload)
                return; // another one is shown by now
            if (!reply)
                return tab->showError(textOf(*reply.error));
            auto descriptor = reply.value;
            tab->setSession(std::make_unique<ConsoleSession>(descriptor.takeFileDescriptor()));
        });
}

} // namespace vitrine
