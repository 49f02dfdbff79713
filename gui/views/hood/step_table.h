// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/views/table.h"

namespace vitrine {

class StepModel;

/// The steps of a plan or of a start as a table; time as number and bar. Copies the selected
/// steps' commands (Ctrl+C, or the context menu).
class StepTable : public Table {
    Q_OBJECT
public:
    /// What the steps are: a plan has no times and states.
    enum class Kind { Plan, Run };

    StepTable(StepModel* model, Kind kind, QWidget* parent = nullptr);

    /// The commands of the selected steps, one a line; of all when none is selected.
    [[nodiscard]] QString selectedCommands() const;

protected:
    void copy() const override;

private:
    StepModel* m_model;
};

} // namespace vitrine
