// SPDX-License-Identifier: GPL-3.0-or-later
// What the launcher can do with containers. Everything here has one thread and, but for what
// takes a function to call, is done when it returns.
#pragma once

#include "backend/image/image.h"
#include "backend/kernel/host_facts.h"
#include "backend/kernel/seccomp.h"
#include "backend/network/packet_path.h"
#include "backend/plan/planner.h"
#include "backend/plan/runner.h"
#include "helper/launcher/bridge_watch.h"
#include "helper/launcher/container_store.h"
#include "helper/launcher/event_loop.h"
#include "helper/launcher/health_checks.h"
#include "helper/launcher/layer_copy.h"
#include "helper/launcher/limit_watch.h"
#include "helper/launcher/mount_releaser.h"
#include "helper/launcher/name_servers.h"
#include "helper/launcher/networks.h"
#include "helper/launcher/sessions.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace vitrine::launcher {

/// A container met one of its limits.
struct LimitEvent {
    std::string kind; ///< "oom-kill", "oom", "memory-max", "memory-high" or "pids-max"
    std::uint64_t count = 0; ///< how often since the last time that this was told
    std::uint64_t limit = 0; ///< bytes or processes, 0: none is set
    std::string process; ///< "oom-kill": name of who was killed, where the kernel's log may be read
    pid_t pid = 0; ///< and its number
};

struct EngineEvents {
    std::function<void(const Container&)> changed; ///< all but its steps
    std::function<void(const Container&)> stepsChanged;
    std::function<void(const std::string& id)> removed;
    std::function<void()> imagesChanged;
    std::function<void(const Container&, const LimitEvent&)> limitReached;
    std::function<void(const std::string& id)> sessionsChanged;
    std::function<void(const Network&)> networkChanged;
    std::function<void(const std::string& id)> networkRemoved;
};

class Engine {
public:
    using Done = std::function<void(Result<void>)>;
    using CloneDone = std::function<void(Result<Container*>)>;

    /// SHIM: absolute path of vitrine-shim. What runs already is adopted, what an earlier launcher
    /// left half-done is undone; PROBLEMS gets what could not be.
    [[nodiscard]] static Result<std::unique_ptr<Engine>> make(EventLoop& loop, const Places& places,
        const std::string& shim, EngineEvents events, std::vector<Error>& problems);

    [[nodiscard]] const ContainerStore& store() const { return m_store; }
    [[nodiscard]] std::vector<kernel::Feature> features() const;
    /// Find out anew in which control group this process can make others: it was put into one, or
    /// PROBLEM says why not.
    void regroup(const std::string& problem);
    /// That group's path, empty when there is none.
    [[nodiscard]] std::string group() const;
    [[nodiscard]] std::vector<Image> images() const;

    /// What create and start would do for SPEC.
    [[nodiscard]] Result<plan::Plan> plan(const Json& spec, uid_t owner) const;

    /// DESCRIPTORS: those that the sources of SPEC's volumes name by number. LOG gets what was
    /// done, also when it fails.
    [[nodiscard]] Result<Container*> create(
        const Json& spec, uid_t owner, const std::vector<UniqueFd>& descriptors, StepLog& log);
    /// Busy when it runs or its last run is not concluded. A failure is kept in the container too,
    /// with the step it happened in.
    [[nodiscard]] Result<void> start(const std::string& id);
    /// Tell the steps of the last start, which otherwise comes a little later than the start.
    void recordStart(const std::string& id);
    /// Call NEXT once the end of its last run is concluded: at once when that has been, or when
    /// there is no such container.
    void whenConcluded(const std::string& id, std::function<void()> next);
    [[nodiscard]] Result<void> pause(const std::string& id);
    [[nodiscard]] Result<void> resume(const std::string& id);

    /// The stop signal of its specification, then SIGKILL after TIMEOUT milliseconds (none: those
    /// of its specification); at once when the first process does not handle that signal, which the
    /// kernel then never delivers to a pid namespace's init. DONE is called when it has ended. It
    /// is no error when it does not run; one that waits to be started again will not be.
    void stop(const std::string& id, std::optional<int> timeout, Done done);
    /// Take a stop back that waits for its timeout: no SIGKILL will follow, and it counts as
    /// running.
    void cancelStop(const std::string& id);
    /// Kill it if it runs and remove all of it.
    void remove(const std::string& id, Done done);

    struct LimitChange {
        Json steps = Json::array(); ///< STEPs of protocol.h
        std::optional<plan::RunFailure> failure; ///< then all is as before
    };
    /// Set all limits of a container anew, see org.vitrine.Container1.SetLimits: in its group when
    /// it runs, and in its record.
    [[nodiscard]] LimitChange setLimits(const std::string& id, const Json& limits, plan::Room room);

    /// Change its specification (see changedSpec()); the writable layer stays. All is as before
    /// when it fails. What a running container takes up at its next start only is in "pending" of
    /// the CONTAINER that is told.
    [[nodiscard]] Result<void> update(const std::string& id, const Json& changes,
        const std::vector<std::string>& reset, const std::vector<UniqueFd>& descriptors);
    [[nodiscard]] Result<void> rename(const std::string& id, const std::string& name);

    /// Copy it, with its specification and writable layer, to a new container NAME, then call DONE
    /// with that. It must not run, or be paused, and stays so meanwhile. Returns what cancelClone()
    /// takes; nothing is left of a copy that failed or was cancelled.
    [[nodiscard]] Result<std::string> clone(const std::string& id, const std::string& name,
        LayerCopy::Progress progress, CloneDone done);
    void cancelClone(const std::string& clone);

    /// A socket that speaks helper/api/console_protocol.h: the running container's console, or
    /// what it last printed and how it ended.
    [[nodiscard]] Result<UniqueFd> console(const std::string& id);

    struct Session {
        std::string id;
        pid_t pid = 0;
        UniqueFd socket;
    };
    /// Run one more process in it, see org.vitrine.Container1.Exec, and call DONE when it runs its
    /// program or could not.
    void exec(
        const std::string& id, const Json& options, std::function<void(Result<Session>)> done);
    /// SESSIONs of protocol.h.
    [[nodiscard]] Json sessions(const std::string& id) const { return m_sessions.list(id); }
    /// See org.vitrine.Container1.SignalSession.
    [[nodiscard]] Result<void> signalSession(
        const std::string& id, const std::string& session, const std::string& signal);
    /// A socket that speaks helper/api/console_protocol.h.
    [[nodiscard]] Result<UniqueFd> attachSession(const std::string& id, const std::string& session);

    [[nodiscard]] const Networks& networks() const { return m_networks; }
    /// What createNetwork() would do.
    [[nodiscard]] Result<plan::Plan> planNetwork(const Json& spec, uid_t owner) const;
    /// See Networks::create.
    [[nodiscard]] Networks::Made createNetwork(const Json& spec, uid_t owner, bool mayForward);
    /// Busy, naming them, while containers are in it.
    [[nodiscard]] Result<void> removeNetwork(const std::string& id);
    /// Let connections from the network ID lead to OTHER, or no more.
    [[nodiscard]] Result<void> setReach(
        const std::string& id, const std::string& other, bool allowed);

    struct Followed {
        network::Packet packet;
        network::Path path;
    };
    /// The way of PACKET (of protocol.h, call "follow"). Containers are named that MAYNAME says.
    [[nodiscard]] Result<Followed> follow(
        const Json& packet, const std::function<bool(const Container&)>& mayName) const;

    /// The layers of a container's overlay on the host.
    [[nodiscard]] LowerLayers lowerLayersOf(const Container& container) const;

private:
    Engine(EventLoop& loop, ContainerStore store, Networks networks, std::string shim,
        EngineEvents events);
    [[nodiscard]] kernel::Feature networkFeature() const;
    /// The interfaces of the container ID of OWNER that is as SPEC says; ASSIGNMENTS become its
    /// own.
    [[nodiscard]] Result<std::vector<plan::PlacedConnection>> placeIn(const ContainerSpec& spec,
        uid_t owner, const std::string& id, std::vector<Assignment>& assignments) const;
    [[nodiscard]] Result<void> checkPortsFree(
        const std::string& id, const std::vector<PublishedPort>& ports) const;
    [[nodiscard]] Result<void> bringUpNetworks(
        const std::vector<Assignment>& assignments, const std::vector<PublishedPort>& ports);
    [[nodiscard]] Result<void> bringUpPorts(const std::vector<PublishedPort>& ports);
    [[nodiscard]] bool canRewire(const Container& container, const ContainerSpec& spec) const;
    [[nodiscard]] Result<void> rewire(Container& container, const std::vector<Assignment>& wired,
        const std::vector<PublishedPort>& published);
    /// Bring its networks up and note what it has in them, also in PLACE.
    [[nodiscard]] Result<void> connect(Container& container, plan::ContainerPlace& place);
    [[nodiscard]] Result<network::Packet> readPacket(const Json& json) const;
    void publishAgain();
    void watchUserNetwork();
    void userNetworkLost(const std::string& program);
    void mendAfter(std::chrono::milliseconds delay);
    void mendUserNetwork();
    [[nodiscard]] std::vector<PublishedPort> portsOfRunning() const;
    void plugAgain(const Network& network);
    void watchBridges();
    void interfaceChanged(const std::string& name);
    void lookAtUplink(Network& network);
    [[nodiscard]] Result<void> requireNetworks() const;
    static void answerOutside(plan::ContainerPlace& place);
    [[nodiscard]] kernel::Feature namesFeature() const;
    [[nodiscard]] std::map<std::string, NamedHost> namedIn(
        const Network& network, const Container* starting) const;
    /// Tell a network's name server who is in it: all that run, and STARTING.
    void tellNames(const Network& network, const Container* starting = nullptr);
    void tellNamesOf(const Container& container, const Container* starting = nullptr);
    void nameServerChanged(const std::string& id, const NameServers::State& state);
    void adoptNames(std::vector<Error>& problems);
    [[nodiscard]] plan::HostResolver hostResolver(const ContainerSpec& spec) const;
    [[nodiscard]] plan::ContainerPlace placeOf(const Container& container) const;
    [[nodiscard]] Result<const Container*> namespaceOwner(
        const std::string& kind, const std::string& name, uid_t owner) const;
    /// SPEC and PLACE with the ids of the container whose user namespace it shares.
    [[nodiscard]] Result<void> adoptIds(ContainerSpec& spec, plan::ContainerPlace& place) const;
    /// What CloneNamespaces::joined needs, in its order.
    [[nodiscard]] Result<std::vector<UniqueFd>> openJoined(
        const ContainerSpec& spec, uid_t owner) const;
    [[nodiscard]] Result<int> initProgram();
    /// Subordinate ids that files may belong to, or null.
    [[nodiscard]] const kernel::SubordinateIds* ids() const
    {
        return m_facts.subordinateIds ? &*m_facts.subordinateIds : nullptr;
    }
    [[nodiscard]] Result<plan::RunOutcome> runStart(Container& container);
    enum class Launch { OnRequest, ByPolicy };
    [[nodiscard]] Result<void> launch(Container& container, Launch launch);
    [[nodiscard]] Result<void> setWanted(Container& container, bool wanted);
    void considerRestart(Container& container, bool failed);
    void scheduleRestart(Container& container);
    void restart(const std::string& id);
    bool cancelRestart(Container& container);
    void resumeRestarts(std::vector<Error>& problems);
    [[nodiscard]] bool noteBoot(std::vector<Error>& problems) const;
    void signalToStop(Container& container, std::optional<int> timeout);
    [[nodiscard]] HealthChecks::Hooks healthHooks();
    void noteHealth(Container& container, const Health& health);
    struct Entering;
    [[nodiscard]] Result<std::shared_ptr<Entering>> enter(
        const std::string& id, const Json& options);
    [[nodiscard]] Result<void> changeLimits(
        Container& container, const Json& json, plan::Room room, LimitChange& change);
    void watchLimits(const Container& container);
    void countLimits(Container& container, const kernel::GroupCounts& counts);
    void lastCounts(Container& container);
    void recordEnd(const std::string& id, unsigned end);
    void concludeEnd(const std::string& id, unsigned end);
    [[nodiscard]] Result<void> watchShim(Container& container);
    void readShim(const std::string& id);
    void finish(Container& container, int waitStatus);
    [[nodiscard]] bool undoAfter(Container& container);
    void kill(const Container& container) const;
    void leaderEnded(const std::string& id);
    void finishWithoutShim(const std::string& id);
    void removeEnded(const std::string& id);
    void removeStorage(const std::string& id, const Done& done);
    void adoptAll(std::vector<Error>& problems);
    [[nodiscard]] Result<void> emptyTrash();
    void removeTrash(const std::string& path);
    [[nodiscard]] Result<void> keepStartedSpec(Container& container) const;
    [[nodiscard]] Result<void> checkNotCloned(const Container& container) const;
    void concludeClone(const std::string& clone, Result<void> copied, const CloneDone& done);
    void removeStaged(const std::string& clone, std::function<void()> next);

    EventLoop& m_loop;
    ContainerStore m_store;
    Networks m_networks;
    std::string m_shim;
    EngineEvents m_events;
    kernel::HostFacts m_facts;
    kernel::BpfProgram m_seccomp;
    NameServers m_names;
    MountReleaser m_releaser;
    LimitWatch m_limitWatch;
    BridgeWatch m_bridgeWatch;
    bool m_mending = false; ///< soon
    EventLoop::Clock::time_point m_lastMended {}; ///< the user's network
    Sessions m_sessions;
    HealthChecks m_health;
    kernel::KernelLog m_kernelLog;
    UniqueFd m_init; ///< vitrine-init, once it was needed
    /// By id: who wait for its end with its files let go of, and who want it removed at its end.
    std::map<std::string, std::vector<std::function<void()>>> m_whenEnded;
    std::map<std::string, std::vector<Done>> m_removers;
    std::map<std::string, EventLoop::TimerId> m_killTimers; ///< of stops that wait, by id
    std::map<std::string, EventLoop::TimerId> m_shimTimers; ///< of ends not told yet, by id
    std::map<std::string, EventLoop::TimerId> m_restartTimers; ///< of State::Restarting, by id
    std::map<std::string, EventLoop::TimerId> m_recordTimers; ///< of starts not written up, by id
    struct Clone {
        std::string source;
        std::unique_ptr<Container> container; ///< what it will be
        std::unique_ptr<LayerCopy> copy;
    };
    std::map<std::string, Clone> m_clones; ///< under way, by the new id
};

} // namespace vitrine::launcher
