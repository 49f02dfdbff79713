// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/packet_question.h"

#include "gui/models/network_texts.h"
#include "gui/models/packet_destination.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace vitrine {

namespace {

/// The translation context of this file.
struct PacketQuestionTexts {
    Q_DECLARE_TR_FUNCTIONS(PacketQuestionTexts)
};

const QString thisComputer = QStringLiteral("host");

/// The workload NAME; one in the trash gives way to others.
const api::WorkloadInfo* named(const QString& name, const QList<api::WorkloadInfo>& workloads)
{
    const api::WorkloadInfo* found = nullptr;
    for (const auto& workload : workloads)
        if (workload.name == name && (!found || found->trashedUntil != 0))
            found = &workload;
    return found;
}

/// Adds protocol and port to PACKET; says what does not fit.
QString addTransport(const PacketDestination& to, PacketTransport wanted, QVariantMap& packet)
{
    QString protocol = to.protocol;
    if (wanted == PacketTransport::Tcp || wanted == PacketTransport::Udp) {
        const QString chosen
            = wanted == PacketTransport::Tcp ? QStringLiteral("tcp") : QStringLiteral("udp");
        if (to.port == 0)
            return PacketQuestionTexts::tr("%1 needs a port: write “%2:80”.")
                .arg(chosen.toUpper(), to.name);
        if (!protocol.isEmpty() && protocol != chosen)
            return PacketQuestionTexts::tr("“/%1” does not go with %2.")
                .arg(protocol, chosen.toUpper());
        protocol = chosen;
    } else if (wanted == PacketTransport::Ping && to.port != 0) {
        return PacketQuestionTexts::tr("Ping has no ports: write “%1”.").arg(to.name);
    }
    if (to.port != 0)
        packet.insert(QStringLiteral("port"), uint(to.port));
    if (!protocol.isEmpty())
        packet.insert(QStringLiteral("protocol"), protocol);
    return {};
}

/// Adds where it goes to PACKET; says when that is nowhere.
QString addTarget(
    const QString& name, const QList<api::WorkloadInfo>& workloads, QVariantMap& packet)
{
    if (isIpAddress(name)) {
        packet.insert(QStringLiteral("address"), name);
        return {};
    }
    if (name == thisComputer) {
        packet.insert(QStringLiteral("to"), name);
        return {};
    }
    const auto* target = named(name, workloads);
    if (!target)
        return PacketQuestionTexts::tr("“%1” is no container and no IP address.").arg(name);
    if (!target->isRunning())
        return PacketQuestionTexts::tr("“%1” does not run: start it first.").arg(name);
    packet.insert(QStringLiteral("to"), target->id);
    return {};
}

QList<const api::WorkloadInfo*> running(const QList<api::WorkloadInfo>& workloads)
{
    QList<const api::WorkloadInfo*> found;
    for (const auto& workload : workloads)
        if (workload.isRunning() && workload.trashedUntil == 0)
            found.append(&workload);
    std::sort(found.begin(), found.end(), [](const auto* one, const auto* other) {
        return std::tie(one->name, one->id) < std::tie(other->name, other->id);
    });
    return found;
}

/// Where PORT of a specification can be reached.
QString publishedAt(const QJsonObject& port)
{
    QString address = port.value(QLatin1String("address")).toString();
    const bool everywhere = address.isEmpty() || address == QLatin1String("0.0.0.0")
        || address == QLatin1String("::");
    if (everywhere)
        address = thisComputer;
    else if (address.contains(QLatin1Char(':')))
        address = QLatin1Char('[') + address + QLatin1Char(']');
    const int inside = port.value(QLatin1String("container")).toInt();
    const bool udp = port.value(QLatin1String("protocol")).toString() == QLatin1String("udp");
    return QStringLiteral("%1:%2%3")
        .arg(address)
        .arg(port.value(QLatin1String("host")).toInt(inside))
        .arg(udp ? QStringLiteral("/udp") : QString());
}

void addAddresses(const api::WorkloadInfo& workload, QList<PacketEnd>& ends)
{
    for (const auto& connection : workload.connections)
        for (const QString& address : { connection.address, connection.address6 })
            if (!address.isEmpty())
                ends.append({ address,
                    PacketQuestionTexts::tr("%1 – %2 in %3")
                        .arg(address, workload.name, connection.name) });
}

void addPublished(const api::WorkloadInfo& workload, QList<PacketEnd>& ends)
{
    const QJsonObject spec = QJsonDocument::fromJson(workload.spec.toUtf8()).object();
    for (const auto& entry : spec.value(QLatin1String("ports")).toArray()) {
        const QJsonObject port = entry.toObject();
        const QString at = publishedAt(port);
        ends.append({ at,
            PacketQuestionTexts::tr("%1 – published by %2, %3")
                .arg(at, workload.name, textOfPort(port)) });
    }
}

} // namespace

std::variant<QVariantMap, QString> packetQuestion(
    const PacketForm& form, const QList<api::WorkloadInfo>& workloads)
{
    const QString text = form.to.trimmed();
    if (text.isEmpty())
        return PacketQuestionTexts::tr(
            "Say where it goes: a container, an address or “host”, with or without a "
            "port.");
    const auto read = readPacketDestination(text);
    if (const auto* wrong = std::get_if<QString>(&read))
        return *wrong + QLatin1Char('.');
    const auto& to = std::get<PacketDestination>(read);
    QVariantMap packet;
    if (!form.from.isEmpty())
        packet.insert(QStringLiteral("from"), form.from);
    if (form.version != 0)
        packet.insert(QStringLiteral("version"), uint(form.version));
    QString wrong = addTarget(to.name, workloads, packet);
    if (wrong.isEmpty())
        wrong = addTransport(to, form.transport, packet);
    if (!wrong.isEmpty())
        return wrong;
    return packet;
}

QList<PacketEnd> packetSources(const QList<api::WorkloadInfo>& workloads)
{
    QList<PacketEnd> ends { { {}, PacketQuestionTexts::tr("This computer") } };
    for (const auto* workload : running(workloads))
        ends.append({ workload->id, workload->name });
    return ends;
}

QList<PacketEnd> packetDestinations(const QList<api::WorkloadInfo>& workloads)
{
    const auto all = running(workloads);
    QList<PacketEnd> ends { { thisComputer, PacketQuestionTexts::tr("host – this computer") } };
    for (const auto* workload : all)
        ends.append({ workload->name, workload->name });
    for (const auto* workload : all)
        addAddresses(*workload, ends);
    for (const auto* workload : all)
        addPublished(*workload, ends);
    return ends;
}

void PacketEndsModel::setEnds(const QList<PacketEnd>& ends)
{
    for (int row = int(m_ends.size()) - 1; row >= 0; --row)
        if (!ends.contains(m_ends.at(row))) {
            beginRemoveRows({}, row, row);
            m_ends.removeAt(row);
            endRemoveRows();
        }
    for (int row = 0; row < ends.size(); ++row) {
        if (row < m_ends.size() && m_ends.at(row) == ends.at(row))
            continue;
        const auto old = m_ends.indexOf(ends.at(row), row);
        if (old >= 0) { // another order
            beginRemoveRows({}, int(old), int(old));
            m_ends.removeAt(old);
            endRemoveRows();
        }
        beginInsertRows({}, row, row);
        m_ends.insert(row, ends.at(row));
        endInsertRows();
    }
}

int PacketEndsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_ends.size());
}

QVariant PacketEndsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& end = m_ends.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return end.text;
    case Qt::EditRole:
    case keyRole:
        return end.key;
    default:
        return {};
    }
}

} // namespace vitrine
