// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/packet_path_model.h"

#include "gui/models/helper_texts.h"

#include <QCoreApplication>
#include <QLocale>

namespace vitrine {

namespace {

/// The translation context of what is no member here.
struct PacketPathTexts {
    Q_DECLARE_TR_FUNCTIONS(PacketPathTexts)
};

/// Why a way ends.
QString reasonOf(const QString& reason)
{
    if (reason == QLatin1String("no-route"))
        return PacketPathTexts::tr("No route");
    if (reason == QLatin1String("not-forwarded"))
        return PacketPathTexts::tr("Not passed on");
    if (reason == QLatin1String("denied"))
        return PacketPathTexts::tr("Dropped by a rule");
    if (reason == QLatin1String("link-down"))
        return PacketPathTexts::tr("Interface down");
    if (reason == QLatin1String("no-hairpin"))
        return PacketPathTexts::tr("Not sent back");
    if (reason == QLatin1String("nobody"))
        return PacketPathTexts::tr("Nobody there");
    return reason == QLatin1String("not-published") ? PacketPathTexts::tr("Nobody listens")
                                                    : reason;
}

} // namespace

HopState stateOf(const api::HopInfo& hop)
{
    if (hop.kind == QLatin1String("ended"))
        return HopState::Ends;
    if (hop.kind == QLatin1String("delivered"))
        return HopState::Arrives;
    return hop.certain ? HopState::Passes : HopState::Unclear;
}

QString textOf(HopState state)
{
    switch (state) {
    case HopState::Passes:
        return PacketPathTexts::tr("goes on");
    case HopState::Unclear:
        return PacketPathTexts::tr("may end here");
    case HopState::Arrives:
        return PacketPathTexts::tr("arrives");
    case HopState::Ends:
        break;
    }
    return PacketPathTexts::tr("ends here");
}

QString kindOf(const api::HopInfo& hop)
{
    if (hop.kind == QLatin1String("route"))
        return PacketPathTexts::tr("Route");
    if (hop.kind == QLatin1String("link"))
        return PacketPathTexts::tr("Veth pair");
    if (hop.kind == QLatin1String("bridge"))
        return PacketPathTexts::tr("Bridge");
    if (hop.kind == QLatin1String("nat"))
        return PacketPathTexts::tr("NAT");
    if (hop.kind == QLatin1String("verdict"))
        return PacketPathTexts::tr("Firewall rule");
    if (hop.kind == QLatin1String("delivered"))
        return PacketPathTexts::tr("Arrives");
    return reasonOf(hop.reason);
}

void PacketPathModel::setPath(const api::PacketPath& path)
{
    if (path == m_path)
        return;
    beginResetModel();
    m_path = path;
    endResetModel();
}

HopState PacketPathModel::state() const
{
    if (!m_path.delivered)
        return HopState::Ends;
    return m_path.certain ? HopState::Arrives : HopState::Unclear;
}

QString PacketPathModel::outcome() const
{
    if (isEmpty())
        return {};
    const auto& last = m_path.hops.last();
    if (!m_path.delivered)
        return last.where == QLatin1String("host")
            ? tr("Ends at this computer: %1").arg(kindOf(last))
            : tr("Ends at %1: %2").arg(last.where, kindOf(last));
    return m_path.certain
        ? tr("Gets through to %1").arg(m_path.address)
        : tr("Gets through to %1, unless rules of others drop it").arg(m_path.address);
}

bool PacketPathModel::isAnswered() const
{
    return m_path.test && m_path.test->outcome == QLatin1String("answered");
}

QString PacketPathModel::answer() const
{
    if (!m_path.test)
        return {};
    const QString text = translatedHelperText(m_path.test->text);
    if (m_path.test->outcome == QLatin1String("silent"))
        return tr("Sent: %1").arg(text);
    return tr("Sent: %1, after %2 ms")
        .arg(text, QLocale().toString(double(m_path.test->microseconds) / 1000, 'f', 1));
}

int PacketPathModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_path.hops.size());
}

QVariant PacketPathModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& hop = m_path.hops.at(index.row());
    const QString where = hop.where == QLatin1String("host") ? tr("This computer")
                                                             : translatedHelperText(hop.where);
    switch (role) {
    case Qt::DisplayRole: // what is copied and read out
        return tr("%1, %2: %3").arg(where, kindOf(hop), translatedHelperText(hop.text));
    case Qt::AccessibleTextRole:
        return tr("%1 of %2, %3. %4, %5: %6")
            .arg(index.row() + 1)
            .arg(m_path.hops.size())
            .arg(textOf(vitrine::stateOf(hop)), where, kindOf(hop), translatedHelperText(hop.text));
    case Qt::ToolTipRole:
        return hop.command.isEmpty() ? QVariant() : QStringLiteral("$ ") + hop.command;
    case WhereRole:
        return where;
    case KindRole:
        return kindOf(hop);
    case TextRole:
        return translatedHelperText(hop.text);
    case StateRole:
        return int(vitrine::stateOf(hop));
    case CommandRole:
        return hop.command;
    default:
        return {};
    }
}

} // namespace vitrine
