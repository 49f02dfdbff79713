// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/keyed_model.h"
#include "gui/models/rate.h"
#include "gui/models/workload_names.h"
#include "helper/api/observation.h"

namespace vitrine {

struct LinkExtra {
    Rate received; ///< bytes a second
    Rate sent;
};

/// The network interfaces of every network namespace, flat.
class LinkModel : public RowsModel<api::LinkRow, LinkExtra> {
    Q_OBJECT
public:
    enum Column {
        Name,
        Kind,
        State,
        Addresses,
        Peer,
        ReceiveRate,
        SendRate,
        Received,
        Sent,
        Mtu,
        Mac,
        Workload,
        Netns,
        ColumnCount
    };

    explicit LinkModel(QObject* parent = nullptr);

    void apply(const api::TableDelta<api::LinkRow>& delta, bool full, qint64 now);
    bool settle(qint64 now);
    void setWorkloadNames(const WorkloadNames& names);
    [[nodiscard]] const WorkloadNames& workloadNames() const { return m_names; }

    /// The key of the interface INDEX of namespace NETNS.
    [[nodiscard]] static QString keyOf(quint64 netns, qint64 index);

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    void derive(const api::LinkRow* before, const api::LinkRow& after, LinkExtra& extra,
        qint64 now) override;

private:
    QVariant text(const api::LinkRow& row, const LinkExtra& extra, int column) const;
    QVariant sortValue(const api::LinkRow& row, const LinkExtra& extra, int column) const;
    QString peerText(const api::LinkRow& row) const;

    WorkloadNames m_names;
    qint64 m_lastLook = 0;
};

/// "up", "down", "down by the administrator", … of a link, in words.
[[nodiscard]] QString linkStateName(const api::LinkRow& row);

} // namespace vitrine
