// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/navigation_rail.h"

#include "gui/views/icons.h"

#include <algorithm>

namespace vitrine {

namespace {
constexpr int rowHeight = 40;
constexpr int collapsedWidth = 44;
constexpr int narrowWindow = 1100;
constexpr int titleRole = Qt::UserRole;
}

NavigationRail::NavigationRail(QWidget* parent)
    : QListWidget(parent)
{
    setObjectName(QStringLiteral("navigationRail"));
    setAccessibleName(tr("Views"));
    setFrameShape(QFrame::NoFrame);
    setIconSize(QSize(20, 20));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setUniformItemSizes(true);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    setBackgroundRole(QPalette::Window);
    viewport()->setAutoFillBackground(false);
}

void NavigationRail::addView(const QString& iconName, const QString& title, const QString& shortcut)
{
    auto* item = new QListWidgetItem(icon(iconName, QPalette::WindowText), title, this);
    item->setData(titleRole, title);
    item->setData(Qt::AccessibleTextRole, title);
    item->setToolTip(tr("%1 (%2)").arg(title, shortcut));
    item->setSizeHint(QSize(0, rowHeight));
    setCollapsed(m_collapsed);
}

void NavigationRail::fit(int windowWidth)
{
    if (!m_chosen)
        setCollapsed(windowWidth < narrowWindow);
}

void NavigationRail::choose(bool labels)
{
    m_chosen = true;
    setCollapsed(!labels);
}

void NavigationRail::setCollapsed(bool collapsed)
{
    m_collapsed = collapsed;
    int widest = 0;
    for (int row = 0; row < count(); ++row) {
        const QString title = item(row)->data(titleRole).toString();
        item(row)->setText(collapsed ? QString() : title);
        widest = std::max(widest, fontMetrics().horizontalAdvance(title));
    }
    setFixedWidth(collapsed ? collapsedWidth : widest + collapsedWidth + 16);
}

} // namespace vitrine
