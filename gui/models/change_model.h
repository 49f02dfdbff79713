// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/observed_model.h"

namespace vitrine {

struct ChangeExtra { };

/// How many changes of each kind a writable layer holds.
struct ChangeCounts {
    int added = 0, changed = 0, deleted = 0, opaque = 0;
    [[nodiscard]] int total() const { return added + changed + deleted + opaque; }
};

/// What the containers wrote: the entries of their writable layers, as a tree of directories.
class ChangeModel : public ObservedModel<api::ChangeRow, ChangeExtra> {
    Q_OBJECT
public:
    enum Column { Path, Change, Type, Size, Modified, ColumnCount };

    explicit ChangeModel(QObject* parent = nullptr);

    /// What WORKLOAD's writable layer holds.
    [[nodiscard]] ChangeCounts countsOf(const QString& workload) const;

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    QString parentIdentityOf(const api::ChangeRow& row) const override;
    QVariant text(const api::ChangeRow& row, const ChangeExtra& extra, int column) const override;
    QVariant sortValue(
        const api::ChangeRow& row, const ChangeExtra& extra, int column) const override;
    QVariant toolTip(const api::ChangeRow& row, int column) const override;
    bool isFigure(int column) const override;
    QVariant other(const api::ChangeRow& row, int column, int role) const override;
};

/// "deleted" in words with the shape that stands for it: "− deleted".
[[nodiscard]] QString changeName(const QString& change);
/// One line on what CHANGE means in an overlay.
[[nodiscard]] QString changeExplanation(const QString& change);

} // namespace vitrine
