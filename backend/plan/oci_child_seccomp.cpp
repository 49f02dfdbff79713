// SPDX-License-Identifier: GPL-3.0-or-later
// Loading a filter, and handing over the descriptor by which somebody else decides on calls.
#include "backend/base/json.h"
#include "backend/kernel/descriptors.h"
#include "backend/kernel/seccomp_rules.h"
#include "backend/plan/oci_child.h"

#include <atomic>
#include <ctime>
#include <linux/sched.h>
#include <new>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace vitrine::plan::oci {

using namespace vitrine::kernel;

namespace {

/// What the two processes share.
struct Handover {
    std::atomic<int> listener { -1 };
    std::atomic<bool> given { false }, gone { false };
};

/// Runs beside the process that loads the filter, with its descriptors and without its filter.
void handOver(Handover& shared, int socket, const std::string& state)
{
    const timespec pause { 0, 200'000 };
    for (int i = 0; i < 50'000 && shared.listener == -1 && !shared.gone; ++i)
        ::nanosleep(&pause, nullptr);
    if (shared.listener >= 0)
        shared.given = bool(sendDescriptor(socket, state, shared.listener, "listener"));
    shared.gone = true;
}

/// "containerProcessState" of config-linux.md.
std::string processState(const Parts& parts, const std::string& metadata)
{
    const Json state = Json::parse(parts.stateForHooks, nullptr, false);
    return dumpJson(
        { { "ociVersion", state.value("ociVersion", "1.2.0") }, { "fds", { "seccompFd" } },
            { "pid", state.value("pid", 0) }, { "metadata", metadata }, { "state", state } });
}

} // namespace

/// Between the load and the hand-over no call may be made that the filter could ask about: the
/// process only writes to memory and reads a clock through the vDSO.
Result<void> OciChild::applyOne(const LoadFilter& step)
{
    if (step.listener.empty()) {
        TRY(loadFilter(*m_state.seccomp, step.flags));
        return {};
    }
    void* memory = ::mmap(
        nullptr, sizeof(Handover), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return Error::fromErrno("mmap", "listener");
    auto& shared = *new (memory) Handover;
    Parts parts = *m_state.parts;
    parts.stateForHooks = stateWithPid(parts.stateForHooks, m_processId);
    const std::string state = processState(parts, step.metadata);
    clone_args arguments {};
    arguments.flags = CLONE_FILES | CLONE_PARENT; // not the payload's child
    const auto helper = pid_t(::syscall(SYS_clone3, &arguments, sizeof arguments));
    if (helper < 0)
        return Error::fromErrno("clone3", "listener");
    if (helper == 0) {
        handOver(shared, parts.listenerSocket, state);
        ::_exit(0);
    }
    UniqueFd listener = TRY(loadFilter(*m_state.seccomp, step.flags));
    shared.listener = listener.release(); // close-on-exec; the other process has it until it ends
    while (!shared.gone) { }
    if (!shared.given)
        return Error::of(ErrorKind::Kernel, "linux.seccomp.listenerPath " + step.listener,
            "does not take the listener");
    return {};
}

} // namespace vitrine::plan::oci
