// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/views/container_rows_tab.h"

namespace vitrine {

/// The network interfaces of one container.
class NetworkTab : public ContainerRowsTab {
    Q_OBJECT
public:
    explicit NetworkTab(ObservationModels* models, QWidget* parent = nullptr);

protected:
    [[nodiscard]] QString summary() const override;
};

} // namespace vitrine
