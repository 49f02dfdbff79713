// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/link_model.h"

#include "gui/models/units.h"

#include <QCoreApplication>

namespace vitrine {

QString linkStateName(const api::LinkRow& row)
{
    if (!row.up)
        return QCoreApplication::translate("LinkModel", "down (switched off)");
    // The loopback interface and tunnels have no carrier: the kernel calls their state unknown.
    if (row.operState == QLatin1String("unknown") || row.operState == QLatin1String("up"))
        return QCoreApplication::translate("LinkModel", "up");
    if (row.operState == QLatin1String("lowerlayerdown"))
        return QCoreApplication::translate("LinkModel", "down (other end is down)");
    if (row.operState == QLatin1String("down"))
        return QCoreApplication::translate("LinkModel", "down (no carrier)");
    return row.operState;
}

QString linkKindText(const api::LinkRow& row)
{
    if (row.kind == QLatin1String("tun"))
        return row.details.value(QStringLiteral("type"), row.kind);
    for (const char* name : { "id", "mode", "table" })
        if (const QString detail = row.details.value(QLatin1String(name)); !detail.isEmpty())
            return QStringLiteral("%1 %2").arg(row.kind, detail);
    return row.kind;
}

LinkModel::LinkModel(QObject* parent)
    : ObservedModel(parent)
{
}

QString LinkModel::keyOf(quint64 netns, qint64 index)
{
    return QStringLiteral("%1/%2").arg(netns).arg(index);
}

void LinkModel::derive(const api::LinkRow*, const api::LinkRow& after, LinkExtra& extra, qint64 now)
{
    extra.received.update(after.rxBytes, now, lastLook());
    extra.sent.update(after.txBytes, now, lastLook());
}

int LinkModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

bool LinkModel::isFigure(int column) const
{
    return column >= ReceiveRate && column <= Mtu;
}

QString LinkModel::failures(qint64 errors, qint64 dropped)
{
    return tr("Packets with errors: %1, dropped: %2")
        .arg(units::count(errors), units::count(dropped));
}

QVariant LinkModel::toolTip(const api::LinkRow& row, int column) const
{
    switch (column) {
    case Kind: {
        QStringList lines;
        for (auto it = row.details.begin(); it != row.details.end(); ++it)
            lines.append(QStringLiteral("%1 %2").arg(it.key(), it.value())); // the kernel's terms
        return lines.join(QLatin1Char('\n'));
    }
    case Addresses:
        return row.addresses.join(QLatin1Char('\n'));
    case ReceiveRate:
    case Received:
        return failures(row.rxErrors, row.rxDropped);
    case SendRate:
    case Sent:
        return failures(row.txErrors, row.txDropped);
    default:
        return {};
    }
}

QVariant LinkModel::other(const api::LinkRow& row, int column, int role) const
{
    switch (role) {
    case TypeRole:
        return row.kind;
    case InodeRole:
        return row.netns;
    default:
        return ObservedModel::other(row, column, role);
    }
}

QString LinkModel::peerText(const api::LinkRow& row) const
{
    if (row.parentIndex != 0)
        return tr("on %1").arg(nameOf(row, row.parentNetns, row.parentIndex));
    return row.peerIndex == 0 ? QString() : nameOf(row, row.peerNetns, row.peerIndex);
}

QString LinkModel::nameOf(const api::LinkRow& row, quint64 netns, qint64 index) const
{
    const auto* peer = rowOf(keyOf(netns, index));
    if (!peer)
        return tr("interface %1 of a namespace that is not visible").arg(index);
    if (peer->netns == row.netns)
        return peer->name;
    const QString where
        = peer->workload.isEmpty() ? tr("host") : ObservedModel::nameOf(peer->workload);
    return tr("%1 in %2").arg(peer->name, where);
}

QVariant LinkModel::text(const api::LinkRow& row, const LinkExtra& extra, int column) const
{
    switch (column) {
    case Name:
        return row.name;
    case Kind:
        return linkKindText(row);
    case State:
        return linkStateName(row);
    case Addresses:
        return row.addresses.join(QStringLiteral(", "));
    case Peer:
        return peerText(row);
    case ReceiveRate:
        return units::networkRate(extra.received.perSecond());
    case SendRate:
        return units::networkRate(extra.sent.perSecond());
    case Received:
        return units::bytes(double(row.rxBytes));
    case Sent:
        return units::bytes(double(row.txBytes));
    case Mtu:
        return QString::number(row.mtu);
    case Mac:
        return row.mac;
    case Workload:
        return row.workload.isEmpty() ? QString() : ObservedModel::nameOf(row.workload);
    case Netns:
        return QString::number(row.netns);
    }
    return {};
}

QVariant LinkModel::sortValue(const api::LinkRow& row, const LinkExtra& extra, int column) const
{
    switch (column) {
    case ReceiveRate:
        return extra.received.perSecond();
    case SendRate:
        return extra.sent.perSecond();
    case Received:
        return row.rxBytes;
    case Sent:
        return row.txBytes;
    case Mtu:
        return row.mtu;
    case Netns:
        return row.netns;
    default:
        return text(row, extra, column).toString().toLower();
    }
}

QVariant LinkModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    static constexpr const char* titles[ColumnCount]
        = { QT_TR_NOOP("Name"), QT_TR_NOOP("Kind"), QT_TR_NOOP("State"), QT_TR_NOOP("Addresses"),
              QT_TR_NOOP("Other end"), QT_TR_NOOP("Receiving"), QT_TR_NOOP("Sending"),
              QT_TR_NOOP("Received"), QT_TR_NOOP("Sent"), QT_TR_NOOP("MTU"), QT_TR_NOOP("MAC"),
              QT_TR_NOOP("Container"), QT_TR_NOOP("Network namespace") };
    return section >= 0 && section < ColumnCount ? tr(titles[section]) : QVariant();
}

} // namespace vitrine
