// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/observed_model.h"

namespace vitrine {

struct LinkExtra {
    Rate received; ///< bytes a second
    Rate sent;

    bool settle(qint64 now)
    {
        const bool one = received.settle(now), other = sent.settle(now);
        return one || other;
    }
    [[nodiscard]] bool isMoving() const { return received.perSecond() > 0 || sent.perSecond() > 0; }
};

/// The network interfaces of every network namespace, flat.
class LinkModel : public ObservedModel<api::LinkRow, LinkExtra> {
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

    /// The key of the interface INDEX of namespace NETNS.
    [[nodiscard]] static QString keyOf(quint64 netns, qint64 index);

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    void derive(const api::LinkRow* before, const api::LinkRow& after, LinkExtra& extra,
        qint64 now) override;
    QVariant text(const api::LinkRow& row, const LinkExtra& extra, int column) const override;
    QVariant sortValue(const api::LinkRow& row, const LinkExtra& extra, int column) const override;
    QVariant toolTip(const api::LinkRow& row, int column) const override;
    bool isFigure(int column) const override;
    QVariant other(const api::LinkRow& row, int column, int role) const override;

private:
    QString peerText(const api::LinkRow& row) const;
    /// What the interface INDEX of NETNS is called beside ROW.
    QString nameOf(const api::LinkRow& row, quint64 netns, qint64 index) const;
    static QString failures(qint64 errors, qint64 dropped);
};

/// The kind of a link with what tells it from others of its kind, in the kernel's own terms:
/// "veth", "tap", "vlan 5", "vxlan 7", "macvlan bridge", "vrf 10".
[[nodiscard]] QString linkKindText(const api::LinkRow& row);
/// "up", "down", "down by the administrator", … of a link, in words.
[[nodiscard]] QString linkStateName(const api::LinkRow& row);

} // namespace vitrine
