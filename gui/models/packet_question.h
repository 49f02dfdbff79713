// SPDX-License-Identifier: GPL-3.0-or-later
// What Manager1.FollowPacket is asked, from what a form says; and what can be chosen in one.
#pragma once

#include "helper/api/values.h"

#include <QAbstractListModel>
#include <QVariantMap>

#include <variant>

namespace vitrine {

enum class PacketTransport { Automatic, Tcp, Udp, Ping };

struct PacketForm {
    QString from; ///< id of a container, empty: this computer
    QString to; ///< as readPacketDestination() takes it
    PacketTransport transport = PacketTransport::Automatic; ///< TCP with a port, else ping
    int version = 0; ///< of IP: 4, 6; 0: either
};

/// The packet of FORM as Manager1.FollowPacket takes it, or why there is none, in a sentence.
[[nodiscard]] std::variant<QVariantMap, QString> packetQuestion(
    const PacketForm& form, const QList<api::WorkloadInfo>& workloads);

/// Where a packet can come from or go to.
struct PacketEnd {
    QString key; ///< id of a source, what is typed for a destination
    QString text;
    bool operator==(const PacketEnd&) const = default;
};

/// This computer and the containers that run.
[[nodiscard]] QList<PacketEnd> packetSources(const QList<api::WorkloadInfo>& workloads);
/// The same by name and by address, and the published ports.
[[nodiscard]] QList<PacketEnd> packetDestinations(const QList<api::WorkloadInfo>& workloads);

/// A list of ends to choose from. Rows stay while their end does.
class PacketEndsModel : public QAbstractListModel {
    Q_OBJECT
public:
    static constexpr int keyRole = Qt::UserRole;

    using QAbstractListModel::QAbstractListModel;

    void setEnds(const QList<PacketEnd>& ends);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    /// Qt::EditRole is what a completer inserts.
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    QList<PacketEnd> m_ends;
};

} // namespace vitrine
