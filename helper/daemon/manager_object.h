// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/dictionaries.h"
#include "helper/api/workload_row.h"
#include "helper/daemon/arguments.h"
#include "helper/daemon/exported_object.h"
#include "helper/daemon/gate.h"
#include "helper/daemon/parts.h"

#include <QDBusObjectPath>
#include <QDBusUnixFileDescriptor>

namespace vitrine::daemon {

/// org.vitrine.Manager1
class ManagerObject : public ExportedObject {
    Q_OBJECT

public:
    explicit ManagerObject(const Parts& parts);

    /// The launcher's reply to "features".
    void setFeatures(const nlohmann::json& features);
    /// Empty REASON: there is a launcher.
    void setLauncherProblem(const QString& reason);

public slots: // the methods of the interface; the adaptor calls them
    vitrine::api::Dictionaries Plan(const QVariantMap& spec, const QVariantMap& options);
    QDBusObjectPath Create(const QVariantMap& spec, const QVariantMap& options);
    vitrine::api::Dictionaries PlanNetwork(const QVariantMap& spec, const QVariantMap& options);
    QDBusObjectPath CreateNetwork(const QVariantMap& spec, const QVariantMap& options);
    QDBusUnixFileDescriptor Capture(const QVariantMap& link, const QVariantMap& options);
    QVariantMap FollowPacket(const QVariantMap& packet, const QVariantMap& options);
    vitrine::api::WorkloadRows ListWorkloads(const QVariantMap& options);
    QDBusUnixFileDescriptor OpenObserve(const QVariantMap& options);
    QDBusUnixFileDescriptor OpenStats(const QVariantMap& options);

private:
    void plan(
        const char* request, const Call& call, const Caller& caller, const nlohmann::json& spec);
    [[nodiscard]] Result<Gate::Question> questionFor(
        const Caller& caller, const nlohmann::json& packet) const;
    [[nodiscard]] Result<std::vector<Gate::Question>> questionsForCapture(
        const Caller& caller, const nlohmann::json& link) const;
    void follow(const Call& call, const Caller& caller, const nlohmann::json& packet, bool test);
    void createNetwork(
        const Call& call, const Caller& caller, const nlohmann::json& spec, bool forwarding);
    void create(const Call& call, const Caller& caller, const nlohmann::json& spec,
        const std::shared_ptr<const Descriptors>& files, bool start);
    void openStream(const char* request, const QVariantMap& options, Schema schema);
    [[nodiscard]] Result<void> checkObservation(
        const Caller& caller, const nlohmann::json& arguments) const;
    void publishFeatures();

    Parts m_parts;
    api::Dictionaries m_features;
    QString m_launcherProblem;
};

} // namespace vitrine::daemon
