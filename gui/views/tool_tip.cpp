// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/tool_tip.h"

#include <QTextDocument>

namespace vitrine {

QString plainToolTip(const QString& text)
{
    if (!Qt::mightBeRichText(text))
        return text;
    return QStringLiteral("<span style=\"white-space:pre\">%1</span>").arg(text.toHtmlEscaped());
}

} // namespace vitrine
