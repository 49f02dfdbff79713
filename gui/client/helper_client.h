// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/client/helper_finder.h"
#include "gui/client/reply.h"
#include "helper/api/packet_path.h"
#include "helper/api/values.h"
#include "helper/api/workload_row.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusUnixFileDescriptor>
#include <QHash>
#include <QObject>

namespace vitrine {

/// Interfaces of one object and their properties, a{sa{sv}}.
using Interfaces = QMap<QString, QVariantMap>;
/// What ObjectManager.GetManagedObjects answers, a{oa{sa{sv}}}.
using ManagedObjects = QMap<QDBusObjectPath, Interfaces>;

/// Everything that Vitrine's window and command line know about the helper: the only user of the
/// bus. Keeps a value snapshot of each object and says when one changed. All calls are
/// asynchronous; an answer is dropped when its context object is gone.
///
/// Calls are sent as messages to the owner's unique name: QDBusAbstractInterface, the base of
/// generated proxies, asks the bus for that name with a blocking call.
class HelperClient : public QObject {
    Q_OBJECT
public:
    enum class Bus { Session, System };
    enum class State {
        Connecting,
        NoBus, ///< there is no such bus; failure() says why
        NoHelper, ///< nobody owns the name; failure() says why
        Connected, ///< objects are known, if they are followed
    };
    Q_ENUM(State)

    /// Whether it knows the helper's objects and follows them; without, connecting costs nothing.
    enum class Objects { Followed, Unknown };

    explicit HelperClient(Bus bus, Objects objects = Objects::Followed, QObject* parent = nullptr);
    ~HelperClient() override;

    /// Looks for the helper, starts it by D-Bus activation or, in session mode, as a program
    /// beside this one, and follows it from then on, over restarts too.
    void start();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] Bus bus() const { return m_bus; }
    [[nodiscard]] const api::ErrorInfo& failure() const { return m_failure; }
    [[nodiscard]] QString version() const { return m_version; }
    /// "session" or "system", as the helper says.
    [[nodiscard]] QString mode() const { return m_mode; }
    [[nodiscard]] const QList<api::FeatureInfo>& features() const { return m_features; }
    /// By object path.
    [[nodiscard]] const QHash<QString, api::WorkloadInfo>& workloads() const { return m_workloads; }
    [[nodiscard]] const QHash<QString, api::ImageInfo>& images() const { return m_images; }
    [[nodiscard]] const QHash<QString, api::NetworkInfo>& networks() const { return m_networks; }
    [[nodiscard]] const QHash<QString, api::JobInfo>& jobs() const { return m_jobs; }
    /// The workload whose name or id is NAME, or null.
    [[nodiscard]] const api::WorkloadInfo* findWorkload(const QString& name) const;

    /// A row for each workload, also where no objects are followed.
    void listWorkloads(QObject* context, Answer<api::WorkloadRows> answer);
    void plan(const QVariantMap& spec, QObject* context, Answer<QList<api::StepInfo>> answer);
    /// Answers with the object path of the job, as operate() does.
    void create(const QVariantMap& spec, const QVariantMap& options, QObject* context,
        Answer<QString> answer);
    /// Manager1.PlanNetwork and CreateNetwork, Network1.Delete of the network at the path NETWORK.
    void planNetwork(
        const QVariantMap& spec, QObject* context, Answer<QList<api::StepInfo>> answer);
    void createNetwork(const QVariantMap& spec, const QVariantMap& options, QObject* context,
        Answer<QString> answer);
    void deleteNetwork(const QString& network, QObject* context, Answer<QString> answer);
    /// Network1.Allow or Deny of NETWORK to OTHER, both paths.
    void setReach(const QString& network, const QString& other, bool allowed, QObject* context,
        Answer<QString> answer);
    /// Manager1.FollowPacket.
    void followPacket(const QVariantMap& packet, const QVariantMap& options, QObject* context,
        Answer<api::PacketPath> answer);
    /// Manager1.Capture.
    void capture(const QVariantMap& link, QObject* context, Answer<QDBusUnixFileDescriptor> answer);
    /// METHOD of Workload1 that answers with a job: "Start", "Stop", "Restart", "Pause",
    /// "Resume" or "Delete".
    void operate(const QString& workload, const QString& method, const QVariantMap& options,
        QObject* context, Answer<QString> answer);
    /// Container1.SetLimits; answers with the object path of the job.
    void setLimits(const QString& workload, const QVariantMap& limits, const QVariantMap& options,
        QObject* context, Answer<QString> answer);
    /// Workload1.Rename, Workload1.Clone and Container1.Update; they answer with a job as well.
    void rename(
        const QString& workload, const QString& name, QObject* context, Answer<QString> answer);
    void clone(
        const QString& workload, const QString& name, QObject* context, Answer<QString> answer);
    void change(const QString& workload, const QVariantMap& changes, const QStringList& reset,
        QObject* context, Answer<QString> answer);
    void restore(const QString& workload, QObject* context, Answer<Nothing> answer);
    void cancelJob(const QString& job, QObject* context, Answer<Nothing> answer);
    /// Sockets that speak helper/api/console_protocol.h.
    void openConsole(
        const QString& workload, QObject* context, Answer<QDBusUnixFileDescriptor> answer);
    /// A stream of lines for LogStream, as Workload1.OpenLogs says.
    void openLogs(const QString& workload, const QVariantMap& options, QObject* context,
        Answer<QDBusUnixFileDescriptor> answer);
    void exec(const QString& workload, const QVariantMap& options, QObject* context,
        Answer<QDBusUnixFileDescriptor> answer);
    /// Streams of JSON lines, as Manager1.OpenObserve and OpenStats say.
    void attachSession(const QString& workload, const QString& session, QObject* context,
        Answer<QDBusUnixFileDescriptor> answer);
    void signalSession(const QString& workload, const QString& session, const QString& signal,
        QObject* context, Answer<Nothing> answer);
    void openObserve(
        const QVariantMap& options, QObject* context, Answer<QDBusUnixFileDescriptor> answer);
    void openStats(
        const QVariantMap& options, QObject* context, Answer<QDBusUnixFileDescriptor> answer);

signals:
    void stateChanged();
    void featuresChanged();
    void workloadChanged(const vitrine::api::WorkloadInfo& workload);
    void workloadRemoved(const QString& path);
    /// The workload at PATH met one of its limits.
    void limitReached(const QString& path, const vitrine::api::LimitReached& event);
    void imageChanged(const vitrine::api::ImageInfo& image);
    void imageRemoved(const QString& path);
    void networkChanged(const vitrine::api::NetworkInfo& network);
    void networkRemoved(const QString& path);
    void jobChanged(const vitrine::api::JobInfo& job);
    void jobRemoved(const QString& path);
    /// Everything that was known is void (the helper went away).
    void reset();

private slots:
    void addInterfaces(const QDBusObjectPath& path, const vitrine::Interfaces& interfaces);
    void removeInterfaces(const QDBusObjectPath& path, const QStringList& interfaces);
    void changeProperties(const QString& interface, const QVariantMap& changed,
        const QStringList& invalidated, const QDBusMessage& message);

    void tellLimit(const QString& kind, qulonglong count, const QVariantMap& details,
        const QDBusMessage& message);

private:
    void setState(State state, const api::ErrorInfo& failure = {});
    void setOwner(const QString& owner);
    void dropOwner();
    enum class Subscription { Off, On };
    /// False when one of the signals could not be connected.
    [[nodiscard]] bool subscribe(Subscription subscription);
    void loadObjects(const ManagedObjects& objects);
    void updateObject(const QString& path, const QVariantMap& properties);
    [[nodiscard]] bool updateManager(const QVariantMap& properties);
    void forget();
    void requestPlan(const char* method, const QVariantMap& spec, QObject* context,
        Answer<QList<api::StepInfo>> answer);
    [[nodiscard]] std::optional<api::ErrorInfo> openSources(QVariantMap& spec) const;
    [[nodiscard]] QDBusMessage methodCall(const QString& path, QLatin1String interface,
        const QString& method, const QVariantList& arguments) const;

    const Bus m_bus;
    const Objects m_objects;
    QDBusConnection m_connection;
    HelperFinder m_finder;
    QString m_owner; ///< unique name of the helper, empty: none
    State m_state = State::Connecting;
    api::ErrorInfo m_failure;
    QString m_version, m_mode;
    QList<api::FeatureInfo> m_features;
    QHash<QString, api::WorkloadInfo> m_workloads;
    QHash<QString, api::ImageInfo> m_images;
    QHash<QString, api::NetworkInfo> m_networks;
    QHash<QString, api::JobInfo> m_jobs;
};

} // namespace vitrine

Q_DECLARE_METATYPE(vitrine::Interfaces)
Q_DECLARE_METATYPE(vitrine::ManagedObjects)
