// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/filter_edit.h"

#include "gui/views/icons.h"

#include <QAction>
#include <QKeyEvent>

namespace vitrine {

FilterEdit::FilterEdit(const QString& placeholder, QWidget* parent)
    : QLineEdit(parent)
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setClearButtonEnabled(true);
    auto* glass = addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    glass->setText(placeholder);
    if (auto* clear = findChild<QAction*>(QStringLiteral("_q_qlineeditclearaction")))
        clear->setText(tr("Clear the filter")); // Qt gives it no name
    setMaximumWidth(320);
}

void FilterEdit::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty())
        clear();
    else
        QLineEdit::keyPressEvent(event);
}

} // namespace vitrine
