// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/natural_sort_model.h"

namespace vitrine {

/// Sorts by SortRole and keeps the rows in which every word of a text is found, in any column, and
/// that belong to one container when one is named. Rows above a match stay.
class FilterProxy : public NaturalSortModel {
    Q_OBJECT
public:
    explicit FilterProxy(QObject* parent = nullptr);

    void setText(const QString& text);
    [[nodiscard]] QString text() const { return m_words.join(QLatin1Char(' ')); }
    /// Only rows of this container; an empty ID shows nothing when REQUIRED, else everything.
    void setWorkload(const QString& workload, bool required = true);
    /// Only rows that show the namespace INODE of TYPE; 0 shows everything. For process lists.
    void setNamespace(const QString& type, quint64 inode);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    bool inNamespace(const QModelIndex& index) const;

    QStringList m_words;
    QString m_workload;
    bool m_workloadRequired = false;
    QString m_namespaceType;
    quint64 m_namespace = 0;
};

} // namespace vitrine
