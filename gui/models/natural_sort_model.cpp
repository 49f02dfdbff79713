// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/natural_sort_model.h"

namespace vitrine {

namespace {

/// The C locale would sort by code points, and count nothing.
QLocale countingLocale()
{
    return QLocale().language() == QLocale::C ? QLocale(QLocale::English) : QLocale();
}

} // namespace

NaturalSortModel::NaturalSortModel(QObject* parent)
    : QSortFilterProxyModel(parent)
    , m_order(countingLocale())
{
    m_order.setNumericMode(true);
    m_order.setCaseSensitivity(Qt::CaseInsensitive);
}

bool NaturalSortModel::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const QVariant one = left.data(sortRole()), other = right.data(sortRole());
    if (one.typeId() != QMetaType::QString || other.typeId() != QMetaType::QString)
        return QSortFilterProxyModel::lessThan(left, right);
    return m_order.compare(one.toString(), other.toString()) < 0;
}

} // namespace vitrine
