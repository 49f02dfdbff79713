// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListWidget>

namespace vitrine {

/// The left rail: one entry a view, with icon and label, or icons alone.
class NavigationRail : public QListWidget {
    Q_OBJECT
public:
    explicit NavigationRail(QWidget* parent = nullptr);

    void addView(const QString& iconName, const QString& title, const QString& shortcut);
    void setCollapsed(bool collapsed);
    [[nodiscard]] bool isCollapsed() const { return m_collapsed; }

private:
    bool m_collapsed = false;
};

} // namespace vitrine
