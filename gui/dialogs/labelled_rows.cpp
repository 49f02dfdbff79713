// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/labelled_rows.h"

#include <QGridLayout>
#include <QLabel>

namespace vitrine {

void addLabelledRows(QGridLayout& grid, const QList<QPair<QString, QWidget*>>& rows)
{
    for (const auto& [title, editor] : rows) {
        auto* label = new QLabel(title);
        label->setBuddy(editor);
        const int row = grid.rowCount();
        grid.addWidget(label, row, 0);
        grid.addWidget(editor, row, 1);
    }
}

} // namespace vitrine
