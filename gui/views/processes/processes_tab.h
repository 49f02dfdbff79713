// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/views/container_rows_tab.h"

namespace vitrine {

/// The processes of one container as a tree.
class ProcessesTab : public ContainerRowsTab {
    Q_OBJECT
public:
    explicit ProcessesTab(ObservationModels* models, QWidget* parent = nullptr);

protected:
    [[nodiscard]] QString summary() const override;
};

} // namespace vitrine
