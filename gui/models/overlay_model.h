// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/keyed_model.h"
#include "gui/models/workload_names.h"
#include "helper/api/observation.h"

namespace vitrine {

struct OverlayExtra { };

/// One layer of a container's root file system.
struct Layer {
    bool writable = false;
    QString path; ///< on the host
    qint64 bytes = -1; ///< -1: not measured
};

/// The overlay roots of the containers, one row each, by name.
class OverlayModel : public RowsModel<api::OverlayRow, OverlayExtra> {
    Q_OBJECT
public:
    enum Column { Container, Layers, Size, ColumnCount };

    explicit OverlayModel(QObject* parent = nullptr);

    void apply(const api::TableDelta<api::OverlayRow>& delta, bool full, qint64 now);
    void setWorkloadNames(const WorkloadNames& names);
    /// The layers of WORKLOAD from the top (writable) down; empty when it has none.
    [[nodiscard]] QList<Layer> layersOf(const QString& workload) const;

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    WorkloadNames m_names;
};

} // namespace vitrine
