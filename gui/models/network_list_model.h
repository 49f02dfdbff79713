// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/keyed_table_model.h"
#include "helper/api/values.h"

#include <QHash>
#include <QStringList>

namespace vitrine {

/// The networks that containers can be in, with the containers that are in them, running or not.
class NetworkListModel : public KeyedTableModel<api::NetworkInfo> {
    Q_OBJECT
public:
    enum Column {
        NameColumn,
        KindColumn,
        SubnetColumn,
        ContainersColumn,
        StateColumn,
        InterfaceColumn,
        MtuColumn,
        NamesColumn,
        ReachesColumn,
        ColumnCount
    };
    enum Role { PathRole = Qt::UserRole };

    using KeyedTableModel::KeyedTableModel;

    /// The network that NAME means to OWNER: their own, else root's; null when there is none. Valid
    /// until the next change.
    [[nodiscard]] const api::NetworkInfo* meant(const QString& name, quint32 owner) const;
    /// A name that no network has: "lan", or that and the lowest free number.
    [[nodiscard]] QString freeName() const;

    /// Takes note of the networks that WORKLOAD is to be in.
    void setWorkload(const api::WorkloadInfo& workload);
    void removeWorkload(const QString& path);
    /// Forgets networks and workloads.
    void forget();
    /// Names of the containers that are in the network at PATH, in order.
    [[nodiscard]] QStringList containersIn(const QString& path) const;
    /// Names of the networks that connections from NETWORK may lead to, in order.
    [[nodiscard]] QStringList reachOf(const api::NetworkInfo& network) const;
    /// What does not work: a line for each firewall rule that stops a network's packets, and for
    /// each network where containers do not find each other by name.
    [[nodiscard]] QString problems() const;

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role) const override;

protected:
    [[nodiscard]] bool before(
        const api::NetworkInfo& left, const api::NetworkInfo& right) const override;

private:
    struct Member {
        QString name;
        quint32 owner = 0;
        bool trashed = false;
        QString spec; ///< JSON, as it was when `networks` was read from it
        QStringList networks; ///< their names
    };
    void containersChanged();
    [[nodiscard]] QString text(const api::NetworkInfo& network, int column) const;
    [[nodiscard]] QString toolTip(const api::NetworkInfo& network, int column) const;

    QHash<QString, Member> m_members; ///< by object path; those that are in some network
};

} // namespace vitrine
