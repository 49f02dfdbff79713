// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/client/helper_client.h"
#include "gui/models/feature_list_model.h"
#include "gui/models/image_list_model.h"
#include "gui/models/job_list_model.h"
#include "gui/models/network_list_model.h"
#include "gui/models/workload_list_model.h"

#include <QObject>

namespace vitrine {

/// The helper and the models that follow it: where the client meets the models.
class Session : public QObject {
    Q_OBJECT
public:
    explicit Session(HelperClient::Bus bus, QObject* parent = nullptr);

    [[nodiscard]] HelperClient& client() { return m_client; }
    [[nodiscard]] WorkloadListModel& workloads() { return m_workloads; }
    [[nodiscard]] JobListModel& jobs() { return m_jobs; }
    [[nodiscard]] ImageListModel& images() { return m_images; }
    [[nodiscard]] NetworkListModel& networks() { return m_networks; }
    [[nodiscard]] FeatureListModel& features() { return m_features; }

private:
    HelperClient m_client;
    WorkloadListModel m_workloads;
    JobListModel m_jobs;
    ImageListModel m_images;
    NetworkListModel m_networks;
    FeatureListModel m_features;
};

} // namespace vitrine
