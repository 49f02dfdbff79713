// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/observed_model.h"

namespace vitrine {

struct OverlayExtra { };

/// One layer of a container's root file system.
struct Layer {
    bool writable = false;
    QString path; ///< on the host
    qint64 bytes = -1; ///< -1: not measured
};

/// The overlay roots of the containers, one row each, by name.
class OverlayModel : public ObservedModel<api::OverlayRow, OverlayExtra> {
    Q_OBJECT
public:
    enum Column { Container, Layers, Size, ColumnCount };

    explicit OverlayModel(QObject* parent = nullptr);

    /// The layers of WORKLOAD from the top (writable) down; empty when it has none.
    [[nodiscard]] QList<Layer> layersOf(const QString& workload) const;

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    QVariant text(const api::OverlayRow& row, const OverlayExtra& extra, int column) const override;
    QVariant sortValue(
        const api::OverlayRow& row, const OverlayExtra& extra, int column) const override;
    bool isFigure(int column) const override;
};

} // namespace vitrine
