// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/cgroup_model.h"
#include "gui/models/change_model.h"
#include "gui/models/link_model.h"
#include "gui/models/namespace_matrix_model.h"
#include "gui/models/namespace_model.h"
#include "gui/models/overlay_model.h"
#include "gui/models/process_model.h"

#include <QObject>
#include <QTimer>

namespace vitrine {

/// What the kernel holds, as item models, kept up to date by deltas.
class ObservationModels : public QObject {
    Q_OBJECT
public:
    explicit ObservationModels(QObject* parent = nullptr);

    /// Takes in one delta.
    void apply(const api::ObservationDelta& delta);
    /// The same at the time NOW of a monotonic clock, in milliseconds.
    void apply(const api::ObservationDelta& delta, qint64 now);
    /// Forgets everything: the helper is gone.
    void reset();
    /// The names of the containers by ID; the models show them instead of IDs.
    void setWorkloadNames(const WorkloadNames& names);
    [[nodiscard]] const WorkloadNames& workloadNames() const { return m_names; }
    /// Whether anything was applied since the start or the last reset().
    [[nodiscard]] bool hasData() const { return m_hasData; }

    /// Processes as a tree within each container.
    [[nodiscard]] ProcessModel* processes() { return &m_processes; }
    /// The same processes, flat.
    [[nodiscard]] ProcessModel* processList() { return &m_processList; }
    [[nodiscard]] NamespaceModel* namespaces() { return &m_namespaces; }
    [[nodiscard]] NamespaceMatrixModel* matrix() { return &m_matrix; }
    [[nodiscard]] LinkModel* links() { return &m_links; }
    [[nodiscard]] OverlayModel* overlays() { return &m_overlays; }
    [[nodiscard]] ChangeModel* changes() { return &m_changes; }
    [[nodiscard]] CgroupModel* cgroups() { return &m_cgroups; }

Q_SIGNALS:
    /// A delta was applied; the models are consistent with each other.
    void applied();

private:
    void settle();

    ProcessModel m_processes { ProcessModel::Shape::Tree };
    ProcessModel m_processList { ProcessModel::Shape::List };
    NamespaceModel m_namespaces;
    NamespaceMatrixModel m_matrix;
    LinkModel m_links;
    OverlayModel m_overlays;
    ChangeModel m_changes;
    CgroupModel m_cgroups;
    WorkloadNames m_names;
    QTimer m_settleTimer; ///< runs only while a rate is above zero
    bool m_hasData = false;
};

} // namespace vitrine
