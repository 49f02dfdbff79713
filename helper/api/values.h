// SPDX-License-Identifier: GPL-3.0-or-later
// What the objects on the bus hold, as plain values. Each has an update() that takes a dictionary
// of properties (all of them, or the changed ones of PropertiesChanged) by their names in the XML;
// a property that is not in the dictionary keeps its value.
#pragma once

#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>
#include <QVariantMap>

namespace vitrine::api {

/// Why something failed: a D-Bus error (name and text only) or Job1.Error.
struct ErrorInfo {
    QString name; ///< "org.vitrine.Error.…", or another name of the bus; empty: no error
    QString text; ///< what failed and what to do
    QString call; ///< system call or operation that failed
    QString object; ///< what it was about
    int number = 0; ///< errno, 0: none
    QString numberText; ///< errno in words
    int step = -1; ///< index of the step that failed, -1: none

    [[nodiscard]] bool isEmpty() const { return name.isEmpty() && text.isEmpty(); }
    /// `name` without its prefix: "InvalidSpec".
    [[nodiscard]] QString shortName() const;
    /// Call, object and errno in one line, to be copied into a report; may be empty.
    [[nodiscard]] QString detail() const;
    bool operator==(const ErrorInfo&) const = default;
};

/// One step of a plan, or of a start (then with state, start and duration).
struct StepInfo {
    int index = 0;
    QString text; ///< for people
    QString command; ///< the equivalent shell command, may be empty
    QString where; ///< "host" or "child"
    QString kind; ///< step type, "mount-overlay"
    QString object; ///< what it is about
    QString note; ///< what is less than usual, may be empty
    QString state; ///< "pending", "done", "failed", "undone"; empty in a plan
    qint64 start = -1; ///< nanoseconds since the request, -1: not run
    qint64 duration = -1; ///< nanoseconds, -1: not run

    bool operator==(const StepInfo&) const = default;
};

/// How often a workload met its limits, Container1.LimitEvents.
struct LimitEvents {
    quint64 oom = 0, oomKills = 0, memoryMax = 0, memoryHigh = 0, pidsMax = 0;
    bool operator==(const LimitEvents&) const = default;
};

/// What the checks of a workload's health say, Container1.Health.
struct HealthInfo {
    QString status; ///< "starting", "healthy" or "unhealthy"; empty: it is not checked
    quint32 failures = 0; ///< in a row
    qint32 exitStatus = -1; ///< of the last check; -1: it gave no answer
    QString output; ///< what the last check printed, or why there was no answer
    quint64 since = 0; ///< when it got its status, CLOCK_REALTIME, µs
    [[nodiscard]] bool isUnhealthy() const { return status == QLatin1String("unhealthy"); }
    bool operator==(const HealthInfo&) const = default;
};

/// The signal Container1.LimitReached.
struct LimitReached {
    QString kind; ///< "oom-kill", "oom", "memory-max", "memory-high", "pids-max"
    quint64 count = 0; ///< how often since the last one
    quint64 limit = 0; ///< bytes or processes, 0: none is set
    QString process; ///< "oom-kill": who was killed, where that is known
    quint32 pid = 0;
};

/// A process that was executed in a container and runs, Container1.Sessions.
struct SessionInfo {
    QString id;
    QStringList command;
    QString user; ///< as it was asked for
    bool terminal = false;
    quint32 pid = 0;
    quint64 since = 0; ///< CLOCK_REALTIME, µs
    bool operator==(const SessionInfo&) const = default;
};

/// An interface of a container in a network, Container1.Connections.
struct ConnectionInfo {
    QString network; ///< object path
    QString name; ///< of the network
    QString interface; ///< "eth0", in the container
    QString address, address6; ///< may be empty
    QString mac;
    QString port; ///< its end on this computer
    quint64 inbound = 0, outbound = 0; ///< bits a second; 0: no limit
    bool up = true; ///< false: nothing passes
    bool operator==(const ConnectionInfo&) const = default;
};

enum class WorkloadState {
    Stopped,
    Starting,
    Running,
    Paused,
    Stopping,
    Failed,
    Damaged,
    Restarting
};

/// Workload1 and Container1 of one object.
struct WorkloadInfo {
    QString path; ///< object path
    QString id;
    QString name;
    QString kind; ///< "container"
    WorkloadState state = WorkloadState::Stopped;
    quint32 leader = 0; ///< pid, 0: not running
    quint32 owner = 0; ///< uid
    QString ownerName; ///< empty: that uid has no name
    quint64 created = 0, started = 0, finished = 0; ///< CLOCK_REALTIME, µs; 0: never
    quint32 restarts = 0; ///< since somebody started it
    quint64 nextTry = 0; ///< when it will be started again, CLOCK_REALTIME, µs; 0: not
    int exitStatus = -1; ///< -1: no run has ended
    QString exitReason;
    ErrorInfo lastError;
    quint64 trashedUntil = 0; ///< CLOCK_REALTIME, µs; 0: not in the trash
    QString image;
    QStringList command;
    QString hostname;
    QString cgroup;
    LimitEvents limitEvents;
    HealthInfo health;
    QString spec; ///< JSON with every default filled in
    QStringList pending; ///< fields of spec that it takes up at its next start
    QList<SessionInfo> sessions;
    QList<ConnectionInfo> connections;
    QList<StepInfo> steps;

    [[nodiscard]] bool isRunning() const
    {
        return state == WorkloadState::Running || state == WorkloadState::Paused;
    }
};

struct LayerInfo {
    QString path;
    QString title;
    quint64 size = 0; ///< bytes, 0: not measured
};

/// Image1 of one object.
struct ImageInfo {
    QString path; ///< object path
    QString name;
    QString description;
    bool available = false;
    QString reason; ///< why it is not available and what to do
    QStringList command;
    QList<LayerInfo> layers; ///< from the lowest up
};

/// Network1 of one object.
struct NetworkInfo {
    QString path; ///< object path
    QString name;
    QString kind; ///< "nat", "isolated", "routed"
    quint32 owner = 0; ///< uid
    quint64 created = 0; ///< CLOCK_REALTIME, µs
    QString subnet, subnet6; ///< "10.77.0.0/24"; subnet6 may be empty
    QString gateway, gateway6;
    QString interface; ///< the bridge
    quint64 mtu = 0; ///< bytes
    QString state; ///< "up", "down"
    QString domain; ///< of its containers' names: "lan.internal"
    QString
        names; ///< whether these are known in it: "running", "missing", "failed", "": it is down
    QString namesReason; ///< why not
    QStringList hindrances; ///< rules of others that stop its packets, and what to do, in words
    QStringList reaches; ///< paths of networks that connections from it may lead to
    QList<StepInfo> steps;
};

enum class JobState { Running, Done, Failed, Cancelled };

/// Job1 of one object.
struct JobInfo {
    QString path; ///< object path
    QString operation; ///< "create", "start", …
    QString workload; ///< object path, "/": none
    QString workloadName;
    JobState state = JobState::Running;
    double progress = 0; ///< 0 to 1
    bool progressValid = false;
    QList<StepInfo> steps;
    ErrorInfo error;
    quint32 startedByUid = 0;
    quint64 startedAt = 0, finishedAt = 0; ///< CLOCK_REALTIME, µs; 0: not yet
};

/// One thing that this kernel and this helper can do, or cannot.
struct FeatureInfo {
    QString name;
    QString title;
    bool available = false;
    QString reason; ///< why not, or what was found
    QString advice; ///< what to do, may be empty
};

void update(ErrorInfo& error, const QVariantMap& map);
void update(LimitEvents& events, const QVariantMap& map);
void update(HealthInfo& health, const QVariantMap& map);
void update(WorkloadInfo& workload, const QVariantMap& properties);
void update(ImageInfo& image, const QVariantMap& properties);
void update(JobInfo& job, const QVariantMap& properties);
void update(NetworkInfo& network, const QVariantMap& properties);

[[nodiscard]] QList<StepInfo> stepsFrom(const QVariant& dictionaries);
/// Reads aa{sv} as Container1.Sessions has it.
[[nodiscard]] QList<SessionInfo> sessionsFrom(const QVariant& dictionaries);
[[nodiscard]] QList<FeatureInfo> featuresFrom(const QVariant& dictionaries);

/// The words of the bus: "stopped", "starting", …
[[nodiscard]] QString nameOf(WorkloadState state);
[[nodiscard]] QString nameOf(JobState state);

} // namespace vitrine::api

Q_DECLARE_METATYPE(vitrine::api::WorkloadInfo)
Q_DECLARE_METATYPE(vitrine::api::LimitReached)
Q_DECLARE_METATYPE(vitrine::api::ImageInfo)
Q_DECLARE_METATYPE(vitrine::api::JobInfo)
Q_DECLARE_METATYPE(vitrine::api::NetworkInfo)
