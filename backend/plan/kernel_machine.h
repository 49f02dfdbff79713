// SPDX-License-Identifier: GPL-3.0-or-later
// Runs plans on the real kernel.
#pragma once

#include "backend/kernel/clone.h"
#include "backend/kernel/network_namespace.h"
#include "backend/kernel/process_start.h"
#include "backend/kernel/seccomp.h"
#include "backend/plan/child.h"
#include "backend/plan/runner.h"

#include <memory>
#include <optional>
#include <string>

namespace vitrine::plan {

struct KernelMachineOptions {
    std::string shim; ///< absolute path of vitrine-shim
    std::string runtimeDirectory; ///< of the container: where a shim keeps its socket
    const kernel::BpfProgram* seccomp = nullptr;
    int leader = -1; ///< pidfd of the container's first process, for JoinNamespaces
    int cgroup = -1; ///< directory of the container's group, for JoinNamespaces
    /// How long finish() waits for the process before it gives it up, milliseconds.
    int patience = 20'000;
    std::vector<int> joined {}; ///< descriptors of CloneNamespaces::joined, in their order
    int init = -1; ///< program of process 1, where Execute asks for one
    int client = -1; ///< socket of the client that a JoinNamespaces session talks to
    std::string session {}; ///< and that session's id
    const oci::Parts* parts = nullptr; ///< for steps of oci_steps.h
    NetworkMachine* network = nullptr; ///< for steps of network_steps.h
    int userNetwork = -1; ///< user namespace of MakeUserNetwork, for who is within
};

class KernelMachine : public Machine {
public:
    /// PLAN must outlive the machine.
    [[nodiscard]] static Result<std::unique_ptr<KernelMachine>> make(
        const Plan& plan, const KernelMachineOptions& options);
    ~KernelMachine() override;

    Result<void> apply(const Step& step) override;
    Result<void> start(const Step& step, const std::function<void()>& meanwhile) override;
    Result<void> undo(const Step& step) override;
    Result<void> release() override;
    Result<void> permit() override;
    Result<void> finish(std::vector<StepRecord>& records) override;
    std::int64_t now() override;

    /// The running process; its pid once it exists, all of it after start().
    [[nodiscard]] const kernel::Spawned& spawned() const { return m_spawned; }
    /// A descriptor that becomes readable when finish() need not wait any longer.
    [[nodiscard]] int channel() const { return m_child.get(); }
    /// oci::WaitForStart: let the process wait; from here on it outlives this one.
    [[nodiscard]] Result<void> letWait();
    /// JoinNamespaces: pid of the process inside.
    [[nodiscard]] pid_t sibling() const { return m_ledger->sibling; }
    /// Take over what outlives the run: pidfds, and the socket to the shim.
    [[nodiscard]] kernel::Spawned takeSpawned() { return std::move(m_spawned); }
    [[nodiscard]] UniqueFd takeShimSocket() { return std::move(m_shimSocket); }
    /// The container's mount namespace. As long as it is held, the end of the container's last
    /// process waits neither for the kernel to take its mounts apart nor for the overlay to write
    /// its files to the disk.
    [[nodiscard]] UniqueFd takeMounts() { return std::move(m_mountNamespace); }

private:
    KernelMachine(const Plan& plan, const KernelMachineOptions& options);
    Result<void> spawn(kernel::SpawnRequest request);
    Result<int> userNamespace();
    Result<int> networkNamespace();
    Result<void> applyNetwork(const net::NetworkStep& step);
    Result<void> startAlone(const oci::StartProcess& step, const std::function<void()>& meanwhile);
    Result<void> openLayers(const Layers& layers);
    Result<void> sendRelease();
    Result<void> stopChild();
    void killSibling() const;
    Result<void> failure(std::vector<StepRecord>& records) const;
    void copyRecords(std::vector<StepRecord>& records) const;

    const Plan& m_plan;
    KernelMachineOptions m_options;
    std::int64_t m_began = 0;
    Ledger* m_ledger = nullptr; ///< shared mapping
    UniqueFd m_cgroup;
    UniqueFd m_child; ///< socket to the child
    UniqueFd m_shimSocket; ///< socket to the shim
    std::vector<UniqueFd> m_layers; ///< to be handed over
    std::vector<UniqueFd> m_mounts; ///< of TakeMount; the child has a copy of each
    UniqueFd m_mountNamespace; ///< of the child
    UniqueFd m_log; ///< directory of KeepLog
    std::vector<std::string> m_shimArguments; ///< that say how
    UniqueFd m_userNamespace; ///< of the child
    std::optional<kernel::NetworkNamespaceMaker> m_network; ///< while it is made
    UniqueFd m_networkNamespace; ///< of the child, once somebody needed it
    kernel::Spawned m_spawned;
};

} // namespace vitrine::plan
