// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of Manager1.OpenObserve and the figures of OpenStats as values: the one list of tables
// and fields. The observer writes them as JSON objects with these member names.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace vitrine::api {

/// Table "processes". Key: "PID:STARTTIME".
struct ProcessRow {
    QString key;
    qint64 pid = 0;
    qint64 parent = 0; ///< pid of the parent
    qint64 startTime = 0; ///< clock ticks since boot, /proc/PID/stat field 22
    quint32 uid = 0; ///< real uid
    QString name; ///< /proc/PID/comm
    QString command; ///< command line, arguments joined by spaces; empty for kernel threads
    QString state; ///< one letter as in /proc/PID/stat
    qint64 threads = 0;
    qint64 innerPid = 0; ///< its pid in its own pid namespace (last of NSpid)
    QString cgroup; ///< path below the cgroup2 mount
    QMap<QString, quint64> namespaces; ///< type ("mnt" "uts" "ipc" "pid" "net" "user" "cgroup"
                                       ///< "time") → inode; empty when not readable
    qint64 cpuUsec = 0; ///< user + system time so far
    qint64 residentBytes = 0;
    QString workload; ///< ID of the container it belongs to, or empty
};

/// Table "namespaces". Key: "TYPE:INODE".
struct NamespaceRow {
    QString key;
    QString type;
    quint64 inode = 0;
    quint64 parent = 0; ///< user and pid: inode of the parent; 0 for the others and the initial one
    quint64 owner = 0; ///< inode of the owning user namespace, 0 when not readable
    qint64 ownerUid = -1; ///< user namespaces: uid of the creator, -1 when not readable
    qint64 processes = 0;
    qint64 leader = 0; ///< lowest pid in it, 0 when no process is
    QString leaderName;
    QStringList pins; ///< what keeps it: "process 12 (sh)", "bind mount /run/netns/a",
                      ///< "open file of 34 (observer)", "child namespace"; at most 16
    bool initial = false; ///< the observer's own, the host's
    QString workload;
};

/// Table "links": network interfaces of every network namespace. Key: "NETNS/IFINDEX".
struct LinkRow {
    QString key;
    quint64 netns = 0; ///< inode
    qint64 index = 0;
    QString name;
    QString kind; ///< "loopback", "veth", "bridge", "tun", "vlan", … or "physical"
    QString mac;
    qint64 mtu = 0;
    bool up = false; ///< administratively
    QString operState; ///< "up", "down", "unknown", …
    bool carrier = false; ///< what is below it, or its other end, is there
    qint64 master = 0; ///< ifindex of the bridge, bond or vrf in the same namespace, 0: none
    quint64 parentNetns = 0; ///< vlan, macvlan, vxlan, …: where the link below it is, 0: unknown
    qint64 parentIndex = 0; ///< 0: there is none
    quint64 peerNetns = 0; ///< veth, netkit: where the other end is, 0: unknown
    qint64 peerIndex = 0;
    QStringList addresses; ///< "192.0.2.1/24"
    qint64 rxBytes = 0, txBytes = 0, rxPackets = 0, txPackets = 0;
    qint64 rxErrors = 0, txErrors = 0, rxDropped = 0, txDropped = 0; ///< packets, as ip -s tells
    /// What its kind has beside that, in words of ip(8); numbers are decimal. What does not apply
    /// is not there:
    /// bridge "stp", "vlanFiltering" ("on", "off"); a port of one, or of a bond, "portState"
    /// ("forwarding", "backup", …);
    /// tun "type" ("tun", "tap"), "owner" (uid), "group" (gid), "persistent" ("on", "off");
    /// vlan "id", "protocol" ("802.1Q", "802.1ad"); vxlan "id", "port", "remote", "local";
    /// geneve "id"; macvlan, macvtap and ipvlan "mode" ("bridge", "l2", …); bond "mode";
    /// vrf "table"
    QMap<QString, QString> details;
    QString workload;
};

/// Table "mounts": the overlay root of each container. Key: ID of the container.
struct OverlayRow {
    QString key;
    QString workload;
    QStringList lower; ///< from the topmost lower layer down, paths on the host
    QString upper, work;
    QString options; ///< as the kernel reports them in mountinfo, empty when not running
    qint64 upperBytes = 0; ///< disk blocks of the writable layer
};

/// Table "changes": what each container's writable layer holds, from its upper directory.
/// Key: "ID:PATH". At most 10,000 a container.
struct ChangeRow {
    QString key;
    QString workload;
    QString path; ///< as seen in the container, "/marker"
    QString change; ///< "added", "changed", "deleted" (whiteout), "opaque" (directory replaced)
    QString type; ///< "file", "directory", "symlink", "device", "fifo", "socket", "whiteout"
    qint64 size = 0;
    qint64 modified = 0; ///< CLOCK_REALTIME, seconds
};

/// Table "cgroups". Key: the path below the cgroup2 mount.
struct CgroupRow {
    QString key;
    QString path;
    qint64 processes = 0;
    bool populated = false, frozen = false;
    QStringList controllers;
    qint64 cpuUsec = 0, cpuUserUsec = 0, cpuSystemUsec = 0;
    qint64 throttledUsec = -1, periods = -1, throttledPeriods = -1; ///< -1: no cpu controller
    qint64 memoryBytes = 0;
    QString memorySource; ///< "cgroup" or, without the memory controller, "processes"
    qint64 memoryMax = -1, pidsMax = -1; ///< -1: no limit or no controller
    QString cpuMax; ///< "QUOTA PERIOD" as in cpu.max, empty: none
    double cpuPressure = -1, memoryPressure = -1,
           ioPressure = -1; ///< PSI some avg10 in %, -1: none
    qint64 oomKills = -1;
    QString workload;
};

/// Figures of one workload or of the host in OpenStats.
struct Stat {
    qint64 cpuUsec = 0; ///< cumulative
    qint64 memoryBytes = 0;
    QString memorySource; ///< "cgroup" or "processes"; host: "meminfo"
    qint64 memoryMax = -1; ///< limit in bytes, -1: none; host: total memory
    double cpuMax = -1; ///< limit in processors, -1: none; host: number of processors
    qint64 processes = 0;
    qint64 readBytes = -1, writtenBytes = -1; ///< cumulative block IO, -1: not measurable here
    qint64 rxBytes = -1, txBytes = -1; ///< cumulative, all interfaces but lo, -1: not measurable
    qint64 throttledUsec = -1; ///< cumulative, -1: no cpu controller
    qint64 periods = -1, throttledPeriods = -1; ///< cumulative, of cpu.max; -1: no cpu controller
    qint64 pidsMax = -1; ///< limit, -1: none
    qint64 oomKills = -1;
};

struct StatSample {
    qint64 time = 0; ///< CLOCK_REALTIME, milliseconds
    Stat host;
    QHash<QString, Stat> workloads; ///< by ID, running containers only
};

/// What one line of OpenObserve changes in one table.
template <typename Row> struct TableDelta {
    QList<Row> set;
    QStringList gone;
    [[nodiscard]] bool isEmpty() const { return set.isEmpty() && gone.isEmpty(); }
};

struct ObservationDelta {
    quint64 sequence = 0;
    bool full = false; ///< everything that was known before of these tables is void
    QStringList tables; ///< which tables the line carries, with or without rows
    TableDelta<ProcessRow> processes;
    TableDelta<NamespaceRow> namespaces;
    TableDelta<LinkRow> links;
    TableDelta<OverlayRow> mounts;
    TableDelta<ChangeRow> changes;
    TableDelta<CgroupRow> cgroups;
};

/// Parse one line without its newline. Lenient about fields that are missing (they keep their
/// defaults), strict about shape: returns false and leaves `out` alone when LINE is no such object.
[[nodiscard]] bool parseObservation(const QByteArray& line, ObservationDelta& out);
[[nodiscard]] bool parseStats(const QByteArray& line, StatSample& out);

} // namespace vitrine::api
