// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPair>
#include <QString>

class QGridLayout;
class QWidget;

namespace vitrine {

/// Adds ROWS below what GRID holds: each title in the first column, as the label of the editor in
/// the second.
void addLabelledRows(QGridLayout& grid, const QList<QPair<QString, QWidget*>>& rows);

} // namespace vitrine
