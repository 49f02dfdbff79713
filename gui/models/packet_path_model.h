// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/packet_path.h"

#include <QAbstractListModel>

namespace vitrine {

/// How a hop stands to the way of a packet.
enum class HopState { Passes, Unclear, Arrives, Ends };

[[nodiscard]] HopState stateOf(const api::HopInfo& hop);
/// "goes on", "may end here", "arrives", "ends here".
[[nodiscard]] QString textOf(HopState state);
/// What a hop is in a word or two: "Bridge", "Veth pair"; where a way ends, the reason.
[[nodiscard]] QString kindOf(const api::HopInfo& hop);

/// The hops of a packet, in their order.
class PacketPathModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        WhereRole = Qt::UserRole, ///< "host", or the container
        KindRole,
        TextRole, ///< what happens there, and why
        StateRole, ///< HopState as int
        CommandRole, ///< that shows the same; may be empty
    };

    using QAbstractListModel::QAbstractListModel;

    void setPath(const api::PacketPath& path);
    void clear() { setPath({}); }
    [[nodiscard]] const api::PacketPath& path() const { return m_path; }
    [[nodiscard]] bool isEmpty() const { return m_path.hops.isEmpty(); }
    /// What becomes of the packet, in a sentence without its full stop.
    [[nodiscard]] QString outcome() const;
    [[nodiscard]] HopState state() const;
    /// What came of sending it, with its time in ms; empty when it was not sent.
    [[nodiscard]] QString answer() const;
    [[nodiscard]] bool isAnswered() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    api::PacketPath m_path;
};

} // namespace vitrine
