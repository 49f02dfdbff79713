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
    [[nodiscard]] bool isCollapsed() const { return m_collapsed; }
    /// Shows icons alone in a narrow window, unless the user chose.
    void fit(int windowWidth);
    /// The user wants labels, or icons alone.
    void choose(bool labels);
    [[nodiscard]] bool isChosen() const { return m_chosen; }

private:
    void setCollapsed(bool collapsed);

    bool m_collapsed = false;
    bool m_chosen = false;
};

} // namespace vitrine
