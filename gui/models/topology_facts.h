// SPDX-License-Identifier: GPL-3.0-or-later
// What the network graph says: the words on its cards and interfaces.
#pragma once

#include "gui/models/topology_cards.h"
#include "gui/models/topology_drop.h"
#include "helper/api/values.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonObject>
#include <QVariantMap>

#include <optional>

namespace vitrine {

class NetworkListModel;
class ObservationModels;
class WorkloadListModel;

/// The words on a card.
struct TopologyCardText {
    QString title;
    QString workload; ///< object path, empty: the card is no workload's
    std::optional<api::WorkloadState> state;
    bool unhealthy = false;
    QString note; ///< why there are no wires
    QStringList ports; ///< published, "8080 → 80/tcp"
    bool operator==(const TopologyCardText&) const = default;
};

/// The words on an interface: two lines, each with a left and a right part.
struct TopologyPortText {
    QString kind;
    QString name, right;
    QString below, belowRight;
    QString description; ///< all of it, in lines
    bool up = false;
    QString
        network; ///< object path of the one that it is the bridge of, or that it is plugged into
    QString workload; ///< object path of the one that is plugged in by it
    bool operator==(const TopologyPortText&) const = default;
};

/// The packets of an interface, as Manager1.Capture takes it, and what they are called.
struct TopologyCapture {
    QVariantMap link; ///< empty: they cannot be had
    QString what; ///< "eth0 of web"
};

/// Knows the rows of the models as they are now; to be made anew when they change.
class TopologyFacts {
    Q_DECLARE_TR_FUNCTIONS(TopologyFacts)
public:
    TopologyFacts(ObservationModels& models, const NetworkListModel& networks,
        const WorkloadListModel& workloads);

    [[nodiscard]] quint64 hostNetns() const { return m_host; }
    [[nodiscard]] const QList<api::LinkRow>& links() const { return m_links; }
    /// Another one when what a packet's way depends on has changed; rates are no such thing.
    [[nodiscard]] std::size_t fingerprint() const;
    /// The id of the container whose network namespace NETNS is; empty: nobody's.
    [[nodiscard]] QString ownerOf(quint64 netns) const;
    /// The cards of all that there is, with room for what is said on them.
    [[nodiscard]] QList<TopologyCard> cards(const TopologyFolding& folding) const;
    [[nodiscard]] TopologyCardText textOf(const TopologyCard& card) const;
    [[nodiscard]] TopologyPortText textOf(const TopologyPort& port) const;
    /// Null when there is none.
    [[nodiscard]] const api::LinkRow* linkOf(const QString& key) const;
    /// The interface KEY, or the other end of its veth pair, as a container's plug in a network; of
    /// the kind Other when it is none.
    [[nodiscard]] TopologyGrip plugOf(const QString& key) const;
    /// How the packets of the interface KEY are to be had.
    [[nodiscard]] TopologyCapture captureOf(const QString& key) const;
    /// The object path of the workload that the interface KEY is in; empty: in none.
    [[nodiscard]] QString workloadOf(const QString& key) const;
    /// Keys of the interfaces in whose name, kind, addresses, MAC, container or network TEXT is
    /// found, whatever its case.
    [[nodiscard]] QSet<QString> matches(const QString& text) const;
    /// CARDS with every fact of their interfaces, for other programs.
    [[nodiscard]] QJsonObject toJson(const QList<TopologyCard>& cards) const;

private:
    [[nodiscard]] TopologyPortText textOfGroup(const TopologyPort& port) const;
    [[nodiscard]] TopologyPortText textOfNetwork(
        const api::LinkRow& link, const api::NetworkInfo& network) const;
    /// What LINK's container is called in the network that it is plugged into; empty: nothing.
    [[nodiscard]] QString nameIn(const api::LinkRow& link) const;
    [[nodiscard]] QString descriptionOf(const api::LinkRow& link) const;
    [[nodiscard]] QString ratesOf(const QString& key) const;
    [[nodiscard]] QString otherEndOf(const api::LinkRow& link) const;
    /// The network of Vitrine that LINK is the bridge of, or null.
    [[nodiscard]] const api::NetworkInfo* networkOf(const api::LinkRow& link) const;
    [[nodiscard]] bool holdsNetworks(quint64 netns) const;
    [[nodiscard]] TopologyGrip plugOf(const api::LinkRow& link) const;
    [[nodiscard]] const api::WorkloadInfo* infoOf(const QString& workload) const;
    [[nodiscard]] QJsonObject jsonOf(const api::LinkRow& link) const;

    ObservationModels& m_models;
    QList<api::LinkRow> m_links;
    QHash<QString, api::NetworkInfo> m_networks; ///< by bridge
    QHash<QString, api::WorkloadInfo> m_workloads; ///< by ID
    quint64 m_host = 0;
};

/// Whether packets can pass LINK.
[[nodiscard]] bool isUp(const api::LinkRow& link);

} // namespace vitrine
