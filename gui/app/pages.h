// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/app/live_feed.h"
#include "gui/models/observation_models.h"
#include "gui/models/stats_history.h"

#include <QObject>

#include <memory>

namespace vitrine {

class ConsoleTab;
class ContainerCreator;
class DetailPane;
class LivePage;
class NetworkActions;
class PacketPanel;
class Session;
class WorkloadActions;

/// The global views, in the order of the rail.
enum class View { Workloads, Namespaces, Network, Images, ControlGroups, Jobs };
inline constexpr int viewCount = 6;

struct ViewWords {
    QString icon;
    QString title;
};
[[nodiscard]] ViewWords wordsOf(View view);

/// Makes the views and the inspector's tabs, when they are first shown, and connects them with the
/// helper and the live streams.
class Pages : public QObject {
    Q_OBJECT
public:
    Pages(Session& session, WorkloadActions& actions, ContainerCreator& creator,
        NetworkActions& networks, QObject* parent = nullptr);

    /// A new page for VIEW, all but Workloads.
    [[nodiscard]] QWidget* make(View view);
    void addTabs(DetailPane& details);
    [[nodiscard]] LiveFeed& feed() { return m_feed; }

signals:
    /// The limits of the workload at PATH are to be changed.
    void editLimitsWanted(const QString& path);
    /// The workload at PATH is to be shown.
    void workloadWanted(const QString& path);
    void failed(const QString& what, const vitrine::api::ErrorInfo& error);
    void worked(const QString& what); ///< which may have failed before

private:
    [[nodiscard]] LivePage* makeNetwork();
    /// Has the helper answer what PANEL asks.
    void followPackets(PacketPanel* panel);
    [[nodiscard]] QWidget* makeImages();
    [[nodiscard]] QWidget* makeJobs();
    template <typename Tab, typename Source>
    void addLiveTab(DetailPane& details, const QString& name, const QString& title, Source* source);
    void addConsole(DetailPane& details);
    void addLogs(DetailPane& details);
    /// SHOWN: object path of the workload that TAB shows, which may change meanwhile.
    void connectConsole(ConsoleTab* tab, const std::shared_ptr<QString>& shown);

    Session& m_session;
    WorkloadActions& m_actions;
    ContainerCreator& m_creator;
    NetworkActions& m_networks;
    ObservationModels m_models;
    StatsHistory m_history;
    LiveFeed m_feed;
};

} // namespace vitrine
