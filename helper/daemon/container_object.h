// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/dictionaries.h"
#include "helper/api/workload_row.h"
#include "helper/daemon/arguments.h"
#include "helper/daemon/exported_object.h"
#include "helper/daemon/gate.h"
#include "helper/daemon/job_object.h"
#include "helper/daemon/parts.h"

#include <QDBusObjectPath>
#include <QDBusUnixFileDescriptor>

namespace vitrine::daemon {

/// org.vitrine.Workload1 and org.vitrine.Container1
class ContainerObject : public ExportedObject {
    Q_OBJECT

public:
    /// CONTAINER as in helper/launcher/protocol.h.
    ContainerObject(const nlohmann::json& container, const Parts& parts);

    [[nodiscard]] const std::string& id() const { return m_id; }
    /// The launcher has something to do for it by itself: it must not be ended.
    [[nodiscard]] bool isWatched() const { return m_watched; }
    /// Takes over what the launcher says now.
    void update(const nlohmann::json& container);
    /// The same for its sessions, SESSIONs of protocol.h.
    void setSessions(const nlohmann::json& sessions);
    /// What a list shows of it.
    [[nodiscard]] const api::WorkloadRow& row();
    /// Delete it for good, on behalf of its owner: its time in the trash is over.
    [[nodiscard]] Result<void> removeExpired();

public slots: // the methods of the interfaces; the adaptors call them
    QDBusObjectPath Start(const QVariantMap& options);
    QDBusObjectPath Stop(const QVariantMap& options);
    QDBusObjectPath Restart(const QVariantMap& options);
    QDBusObjectPath Pause(const QVariantMap& options);
    QDBusObjectPath Resume(const QVariantMap& options);
    QDBusObjectPath Rename(const QString& name, const QVariantMap& options);
    QDBusObjectPath Clone(const QString& name, const QVariantMap& options);
    QDBusObjectPath Update(const QVariantMap& changes, const QVariantMap& options);
    QDBusObjectPath Delete(const QVariantMap& options);
    void Restore(const QVariantMap& options);
    QDBusUnixFileDescriptor OpenConsole(const QVariantMap& options);
    QDBusUnixFileDescriptor OpenLogs(const QVariantMap& options);
    QDBusObjectPath SetLimits(const QVariantMap& limits, const QVariantMap& options);
    QDBusUnixFileDescriptor Exec(const QVariantMap& options);
    QDBusUnixFileDescriptor AttachSession(const QString& session, const QVariantMap& options);
    void SignalSession(const QString& session, const QString& signal, const QVariantMap& options);

private:
    using Operation = std::function<void(
        const Call& call, const Caller& caller, const nlohmann::json& arguments)>;
    using RecipeMaker = std::function<Result<JobRecipe>(const nlohmann::json& arguments)>;

    /// Answers the call that is being delivered: who asks, what are the arguments, may they; then
    /// OPERATION.
    void serve(const char* name, const QVariantMap& options, Schema schema, Operation operation,
        std::vector<Gate::Question> more = {});
    /// The same for a job; its recipe is made when it may start. MORE is asked beside.
    QDBusObjectPath serveJob(const char* name, const QVariantMap& options, Schema schema,
        RecipeMaker recipe, const std::vector<Gate::Question>& more = {});

    [[nodiscard]] bool isActive() const;
    [[nodiscard]] JobRecipe removal(const nlohmann::json& arguments);
    void setDescription(const nlohmann::json& container);
    void setRun(const nlohmann::json& container);
    void setHealth(const nlohmann::json& health);
    void setLimitEvents(const nlohmann::json& events);

    Parts m_parts;
    std::string m_id;
    bool m_watched = false;
    api::WorkloadRow m_row;
    quint64 m_rowChanges = 0; ///< changes() that m_row has; 0: it was not made yet
};

} // namespace vitrine::daemon
