// SPDX-License-Identifier: GPL-3.0-or-later
// The base of the models of what the kernel holds: rows that the helper's observer sends.
#pragma once

#include "gui/models/keyed_model.h"
#include "gui/models/rate.h"
#include "helper/api/observation.h"

namespace vitrine {

/// Rows of a table of Manager1.OpenObserve, each of which may belong to a container. An EXTRA with
/// rates has settle(now), which is true when a rate fell to zero, and isMoving().
template <typename Row, typename Extra> class ObservedModel : public RowsModel<Row, Extra> {
public:
    using RowsModel<Row, Extra>::RowsModel;

    /// One look at the table. NOW: monotonic milliseconds.
    void apply(const api::TableDelta<Row>& delta, bool full, qint64 now)
    {
        this->applyRows(delta.set, delta.gone, full, now);
        m_lastLook = now;
    }

    /// Lets rates of rows that stopped changing fall to zero. True while any rate is above zero.
    bool settle(qint64 now)
    {
        std::vector<typename KeyedModel::Node*> changed;
        bool busy = false;
        for (auto* node : this->nodes()) {
            Extra& extra = static_cast<typename RowsModel<Row, Extra>::RowNode*>(node)->extra;
            if (extra.settle(now))
                changed.push_back(node);
            busy = busy || extra.isMoving();
        }
        this->announceChanged(std::move(changed));
        return busy;
    }

protected:
    /// When the table was looked at before.
    [[nodiscard]] qint64 lastLook() const { return m_lastLook; }
    [[nodiscard]] QString nameOf(const QString& workload) const
    {
        return workloadName(this->workloadNames(), workload);
    }
    [[nodiscard]] QVariant other(const Row& row, int, int role) const override
    {
        return role == WorkloadRole ? QVariant(row.workload) : QVariant();
    }

private:
    qint64 m_lastLook = 0;
};

} // namespace vitrine
