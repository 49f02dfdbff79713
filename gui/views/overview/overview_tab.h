// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QWidget>

class QFormLayout;
class QLabel;

namespace vitrine {

class ErrorPanel;

/// The facts about one workload.
class OverviewTab : public QWidget {
    Q_OBJECT
public:
    explicit OverviewTab(QWidget* parent = nullptr);

    void setWorkload(const api::WorkloadInfo& workload);

signals:
    void editLimitsRequested();

private:
    QLabel* addRow(QFormLayout* form, const QString& title, const QString& explanation);
    void showIsolation(const QString& spec);
    void showLimits(const QString& spec);
    void showHealth(const api::HealthInfo& health);
    void showLifecycle(const api::WorkloadInfo& workload);

    ErrorPanel* m_error;
    QLabel *m_image, *m_command, *m_hostname, *m_leader, *m_lastRun;
    QLabel *m_memory, *m_cpu, *m_pids, *m_otherLimits, *m_limitEvents, *m_root, *m_network,
        *m_ports;
    QLabel *m_volumes, *m_user, *m_shared, *m_risks;
    QLabel *m_pending, *m_health, *m_restart, *m_stop;
    QLabel *m_created, *m_started, *m_owner, *m_id, *m_cgroup;
};

} // namespace vitrine
