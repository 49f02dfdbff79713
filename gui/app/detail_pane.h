// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QWidget>

#include <functional>

class QLabel;
class QStackedWidget;
class QTabWidget;

namespace vitrine {

class LazyPage;
class WorkloadActions;

/// The inspector: what is known about the selected workload, in tabs that are made when they are
/// first shown.
class DetailPane : public QWidget {
    Q_OBJECT
public:
    using Update = std::function<void(const api::WorkloadInfo&)>;
    struct Tab {
        QWidget* page = nullptr;
        Update update; ///< tells the page which workload it shows, and what changed in it
    };

    explicit DetailPane(const WorkloadActions& actions, QWidget* parent = nullptr);

    /// Adds a tab; MAKE is called when it is first shown. NAME is for tests and settings.
    void addTab(const QString& name, const QString& title, std::function<Tab()> make);
    /// Shows WORKLOAD, or the empty state for null.
    void setWorkload(const api::WorkloadInfo* workload);
    [[nodiscard]] QString currentTab() const;
    void showTab(const QString& name);
    /// The same, and its page gets the focus when it wants it.
    void enterTab(const QString& name);
    [[nodiscard]] QStringList tabNames() const { return m_names; }

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void focusPage(int place);
    void fitTabs();
    void showTitle(int place, bool shown);
    void buildHeader(const WorkloadActions& actions);

    api::WorkloadInfo m_workload;
    QStringList m_names, m_titles;
    QList<Update> m_updates; ///< by tab; empty until the tab was made
    QWidget* m_header;
    QLabel *m_icon, *m_name, *m_state;
    QTabWidget* m_tabs;
    QStackedWidget* m_stack;
};

} // namespace vitrine
