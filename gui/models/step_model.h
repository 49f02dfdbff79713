// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QAbstractTableModel>

namespace vitrine {

/// The steps of a plan or of a start, in the order in which they run.
class StepModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        NumberColumn,
        TextColumn,
        WhereColumn,
        TimeColumn,
        StateColumn,
        CommandColumn,
        ColumnCount
    };
    enum Role {
        TimeShareRole = Qt::UserRole, ///< of the longest step, 0 to 1; -1: not run
        StateRole, ///< "pending", "done", "failed", "undone" or empty
        CommandRole,
        NoteRole,
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Shows STEPS; a list of the same steps with other states changes rows in place.
    void setSteps(const QList<api::StepInfo>& steps);
    [[nodiscard]] const QList<api::StepInfo>& steps() const { return m_steps; }
    /// From the request to the end of the last step in nanoseconds, -1 when none has run.
    [[nodiscard]] qint64 total() const;
    /// All commands, one a line.
    [[nodiscard]] QString commands() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const api::StepInfo& step, int column) const;

    QList<api::StepInfo> m_steps;
    qint64 m_longest = 0;
};

} // namespace vitrine
