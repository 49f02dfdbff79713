// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/filter_edit.h"

#include <QKeyEvent>

namespace vitrine {

FilterEdit::FilterEdit(const QString& placeholder, QWidget* parent)
    : QLineEdit(parent)
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setClearButtonEnabled(true);
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
