// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCollator>
#include <QSortFilterProxyModel>

namespace vitrine {

/// Sorts text as people count: box-9 before box-10.
class NaturalSortModel : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit NaturalSortModel(QObject* parent = nullptr);

protected:
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    QCollator m_order;
};

} // namespace vitrine
