// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/keyed_model.h"
#include "gui/models/rate.h"
#include "helper/api/observation.h"

namespace vitrine {

struct ProcessExtra {
    Rate cpu; ///< microseconds of processor time a second
};

/// The processes. As a tree: children under the parent that is in the same container (so that a
/// container's first process stands at the top); as a list: every row at the top.
class ProcessModel : public RowsModel<api::ProcessRow, ProcessExtra> {
    Q_OBJECT
public:
    enum class Shape { Tree, List };
    enum Column {
        Name,
        InnerPid,
        Pid,
        State,
        Cpu,
        Memory,
        Threads,
        User,
        Namespaces,
        Command,
        ColumnCount
    };

    explicit ProcessModel(Shape shape, QObject* parent = nullptr);

    /// One look at the table. NOW: monotonic milliseconds.
    void apply(const api::TableDelta<api::ProcessRow>& delta, bool full, qint64 now);
    /// Lets rates of rows that stopped changing fall to zero. True while any rate is above zero.
    bool settle(qint64 now);

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    QString identityOf(const api::ProcessRow& row) const override;
    QString parentIdentityOf(const api::ProcessRow& row) const override;
    void derive(const api::ProcessRow* before, const api::ProcessRow& after, ProcessExtra& extra,
        qint64 now) override;

private:
    QVariant text(const api::ProcessRow& row, const ProcessExtra& extra, int column) const;
    QVariant sortValue(const api::ProcessRow& row, const ProcessExtra& extra, int column) const;
    QVariant toolTip(const api::ProcessRow& row, int column) const;

    Shape m_shape;
    qint64 m_lastLook = 0;
};

/// "sleeping" for "S", as proc(5) names the letters; the letter when it is not known.
[[nodiscard]] QString processStateName(const QString& letter);

} // namespace vitrine
