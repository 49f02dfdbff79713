// SPDX-License-Identifier: GPL-3.0-or-later
// The container's side of the steps of oci_steps.h.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"
#include "backend/kernel/seccomp.h"
#include "backend/plan/oci_steps.h"

#include <string>
#include <vector>

namespace vitrine::plan::oci {

/// What the command line hands to the process that it starts.
struct Parts {
    int startSocket = -1; ///< listens for `start`; see WaitForStart
    int consoleSocket = -1; ///< connected to who wants the terminal's other end
    int terminalSocket = -1; ///< the same for the command line itself, when it is in front
    int listenerSocket = -1; ///< connected to who decides what seccomp asks
    std::string stateForHooks; ///< JSON with "pid": 0, which is filled in
};

/// The state with PID in it.
[[nodiscard]] std::string stateWithPid(const std::string& state, pid_t pid);

/// What the child holds while it applies steps; owned by the child of child.cpp.
struct ChildState {
    int launcher = -1; ///< socket to the process that runs the plan
    const Parts* parts = nullptr;
    const kernel::BpfProgram* seccomp = nullptr;
    std::vector<UniqueFd>& handedOver;
    UniqueFd& root;
};

class OciChild {
public:
    explicit OciChild(ChildState state)
        : m_state(state)
    {
    }

    [[nodiscard]] Result<void> apply(const OciStep& step);
    /// Tell `start` why its container does not run.
    void report(const Error& error) const;

private:
    [[nodiscard]] Result<void> applyOne(const EnterTimeNamespace& step);
    [[nodiscard]] Result<void> applyOne(const UnshareCgroups& step);
    [[nodiscard]] Result<void> applyOne(const SetPropagation& step);
    [[nodiscard]] Result<void> applyOne(const AttachRoot& step);
    [[nodiscard]] Result<void> applyOne(const Mount& step);
    [[nodiscard]] Result<void> applyOne(const SealMounts& step);
    [[nodiscard]] Result<void> applyOne(const MakeDevices& step);
    [[nodiscard]] Result<void> applyOne(const MakeLinks& step);
    [[nodiscard]] Result<void> applyOne(const SetDomainname& step);
    [[nodiscard]] Result<void> applyOne(const WriteSysctls& step);
    [[nodiscard]] Result<void> applyOne(const OpenConsole& step);
    [[nodiscard]] Result<void> applyOne(const KeepStreams& step);
    [[nodiscard]] Result<void> applyOne(const RunHooks& step);
    [[nodiscard]] Result<void> applyOne(const WaitForStart& step);
    [[nodiscard]] Result<void> applyOne(const SetPriorities& step);
    [[nodiscard]] Result<void> applyOne(const SetAffinity& step);
    [[nodiscard]] Result<void> applyOne(const SetPersonality& step);
    [[nodiscard]] Result<void> applyOne(const BecomeUser& step);
    [[nodiscard]] Result<void> applyOne(const SetCapabilities& step);
    [[nodiscard]] Result<void> applyOne(const NarrowCapabilities& step);
    [[nodiscard]] Result<void> applyOne(const LoadFilter& step);
    [[nodiscard]] Result<void> applyOne(const EnterDirectory& step);
    [[nodiscard]] Result<void> applyOne(const FindProgram& step);
    [[nodiscard]] Result<void> applyOne(const ExecuteProgram& step);
    template <typename HostStep> [[nodiscard]] Result<void> applyOne(const HostStep& step);

    [[nodiscard]] Result<void> findProcessId();
    [[nodiscard]] Result<void> bind(const Mount& step);
    [[nodiscard]] Result<void> mountNew(const vitrine::oci::Mount& mount);
    [[nodiscard]] Result<void> makeDevice(const Device& device, bool bind);

    ChildState m_state;
    UniqueFd m_starter; ///< connection of `start`
    int m_processId = 0; ///< of this process, on the host; 0: not asked yet
    std::string m_program; ///< the file that FindProgram found
    std::string m_home; ///< "HOME=/root" where the environment does not say it
};

} // namespace vitrine::plan::oci
