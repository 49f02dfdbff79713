// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/kernel_machine.h"

#include "backend/base/files.h"
#include "backend/kernel/cgroup.h"
#include "backend/kernel/descriptors.h"
#include "backend/kernel/devices.h"
#include "backend/kernel/namespaces.h"
#include "backend/kernel/overlay.h"
#include "backend/kernel/pidfd.h"
#include "backend/kernel/subordinate_ids.h"
#include "backend/plan/group_steps.h"
#include "backend/plan/oci_host.h"
#include "backend/plan/undo.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <new>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

namespace vitrine::plan {

using namespace vitrine::kernel;

namespace {

bool waitForExit(int pidfd, int timeout)
{
    pollfd wait { pidfd, POLLIN, 0 };
    return ::poll(&wait, 1, timeout) == 1;
}

void reap(int pidfd)
{
    siginfo_t info {};
    while (::waitid(P_PIDFD, id_t(pidfd), &info, WEXITED) != 0 && errno == EINTR) { }
}

} // namespace

KernelMachine::KernelMachine(const Plan& plan, const KernelMachineOptions& options)
    : m_plan(plan)
    , m_options(options)
    , m_began(kernelClock())
{
}

Result<std::unique_ptr<KernelMachine>> KernelMachine::make(
    const Plan& plan, const KernelMachineOptions& options)
{
    if (plan.size() > maximumSteps)
        return Error::of(ErrorKind::Quota, "plan", "has more steps than can be run");
    std::unique_ptr<KernelMachine> machine(new KernelMachine(plan, options));
    void* memory = ::mmap(nullptr, sizeof(Ledger), PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (memory == MAP_FAILED)
        return Error::fromErrno("mmap", "ledger");
    machine->m_ledger = new (memory) Ledger;
    return machine;
}

KernelMachine::~KernelMachine()
{
    if (m_ledger)
        ::munmap(m_ledger, sizeof(Ledger));
}

std::int64_t KernelMachine::now()
{
    return kernelClock() - m_began;
}

Result<void> KernelMachine::apply(const Step& step)
{
    if (const auto* make = std::get_if<MakeRuntimeDirectory>(&step)) {
        if (::mkdir(make->path.c_str(), 0700) != 0)
            return Error::fromErrno("mkdir", make->path);
        return {};
    }
    if (const auto* make = std::get_if<MakeCgroup>(&step)) {
        TRY(Cgroup::create(make->mount, make->path));
        m_cgroup = TRY(openDirectory(AT_FDCWD, make->mount + make->path));
        return {};
    }
    if (isGroupStep(step))
        return applyGroupStep(step);
    if (const auto* keep = std::get_if<KeepLog>(&step)) {
        m_log = TRY(openDirectory(AT_FDCWD, keep->directory));
        m_shimArguments = { std::to_string(keep->maxSize), std::to_string(keep->files) };
        return {};
    }
    if (std::holds_alternative<MakeNetworkNamespace>(step)) {
        m_network.emplace(TRY(NetworkNamespaceMaker::begin(TRY(userNamespace()))));
        return {};
    }
    if (const auto* network = std::get_if<net::NetworkStep>(&step))
        return applyNetwork(*network);
    if (const auto* take = std::get_if<TakeMount>(&step)) {
        auto mount = cloneBindSource(take->source);
        if (!mount)
            return inField(mount.error(), take->field + ".source");
        m_mounts.push_back(std::move(mount).value());
        return {};
    }
    if (const auto* make = std::get_if<MakeDeviceDirectory>(&step)) {
        auto directory = makeDeviceDirectory(make->devices, make->owner);
        if (!directory)
            return inField(directory.error(), "devices");
        m_mounts.push_back(std::move(directory).value());
        return {};
    }
    if (const auto* maps = std::get_if<WriteIdMaps>(&step); maps && maps->byPrograms)
        return writeSubordinateIdMaps(m_spawned.pid, maps->users, maps->groups);
    if (const auto* maps = std::get_if<WriteIdMaps>(&step))
        return writeIdMaps(m_spawned.pid, maps->users, maps->groups, maps->setGroups);
    if (const auto* handOver = std::get_if<HandOverLayers>(&step))
        return openLayers(handOver->layers);
    if (const auto* special = std::get_if<oci::OciStep>(&step))
        return oci::applyOnHost(
            *special, { m_spawned.pid, m_cgroup.get(), m_options.parts, m_layers });
    return Error::kernel(EINVAL, "apply", "a step of the container");
}

Result<void> KernelMachine::start(const Step& step, const std::function<void()>& meanwhile)
{
    if (const auto* special = std::get_if<oci::OciStep>(&step))
        return startAlone(std::get<oci::StartProcess>(*special), meanwhile);
    SpawnRequest request;
    if (const auto* clone = std::get_if<CloneNamespaces>(&step)) {
        request.namespaces = clone->flags;
        for (std::size_t i = 0; i < clone->joined.size(); ++i)
            request.join.push_back(
                { m_options.joined.at(i), namespaceFlag(clone->joined[i].kind) });
        request.cgroup = clone->intoCgroup ? m_cgroup.get() : -1;
        request.within = clone->withinUserNetwork ? m_options.userNetwork : -1;
        request.shimRole = "init";
        request.shimArguments = m_shimArguments;
    } else if (const auto* join = std::get_if<JoinNamespaces>(&step)) {
        request.cgroup = join->intoCgroup ? m_options.cgroup : -1;
        request.shimRole = "session";
        request.shimArguments = { m_options.session };
    } else {
        return Error::kernel(EINVAL, "start", "a step that starts no process");
    }
    request.whileShimStarts = [&](pid_t child) {
        m_spawned.pid = child;
        meanwhile();
    };
    return spawn(std::move(request));
}

Result<void> KernelMachine::spawn(SpawnRequest request)
{
    auto [ours, childs] = TRY(socketPair());
    auto [shims, fromChild] = TRY(socketPair());
    auto [toShim, shimEnd] = TRY(socketPair());
    const int pass = 1; // the shim learns from the kernel which process sends it its streams
    if (::setsockopt(shims.get(), SOL_SOCKET, SO_PASSCRED, &pass, sizeof pass) != 0)
        return Error::fromErrno("setsockopt(SO_PASSCRED)");
    const UniqueFd directory = TRY(openDirectory(AT_FDCWD, m_options.runtimeDirectory));
    request.shim = m_options.shim;
    request.shimDescriptors = { shims.get(), shimEnd.get(), directory.get() };
    if (m_options.client >= 0)
        request.shimDescriptors.push_back(m_options.client);
    else if (m_log)
        request.shimDescriptors.push_back(m_log.get());
    const ChildContext context { &m_plan, m_ledger, m_options.seccomp, childs.get(), ours.get(),
        fromChild.get(), &m_mounts, m_options.init, m_options.leader, m_began, m_options.parts,
        m_options.network };
    request.child = [context] { return runChild(context); };
    m_child = std::move(ours);
    m_spawned = TRY(spawnUnderShim(request));
    m_shimSocket = std::move(toShim);
    return {};
}

/// To be opened before the child is released: it then closes itself to others.
Result<int> KernelMachine::userNamespace()
{
    if (!m_userNamespace)
        m_userNamespace = TRY(
            openAt(AT_FDCWD, "/proc/" + std::to_string(m_spawned.pid) + "/ns/user", O_RDONLY));
    return m_userNamespace.get();
}

/// The same holds for this one; waits until it is made.
Result<int> KernelMachine::networkNamespace()
{
    if (!m_networkNamespace)
        m_networkNamespace = m_network
            ? TRY(m_network->finish())
            : TRY(openAt(AT_FDCWD, "/proc/" + std::to_string(m_spawned.pid) + "/ns/net", O_RDONLY));
    return m_networkNamespace.get();
}

Result<void> KernelMachine::applyNetwork(const net::NetworkStep& step)
{
    if (!m_options.network)
        return Error::kernel(ENOTSUP, "apply", "a step of a network");
    const bool plugsIn = std::holds_alternative<net::PlugIn>(step)
        || std::holds_alternative<net::PlugMacvlan>(step);
    return m_options.network->apply(step, plugsIn ? TRY(networkNamespace()) : -1);
}

Result<void> KernelMachine::startAlone(
    const oci::StartProcess& step, const std::function<void()>& meanwhile)
{
    auto [ours, childs] = TRY(socketPair());
    std::vector<UniqueFd> namespaces;
    StartRequest request;
    for (const auto& joined : step.joined) {
        namespaces.push_back(TRY(openAt(AT_FDCWD, joined.path, O_RDONLY)));
        request.joined.push_back({ namespaces.back().get(), joined.flag,
            "linux.namespaces " + joined.name + " " + joined.path });
    }
    request.newNamespaces = step.flags;
    if (step.intoCgroup)
        request.cgroup = m_cgroup ? m_cgroup.get() : m_options.cgroup;
    const ChildContext context { &m_plan, m_ledger, m_options.seccomp, childs.get(), ours.get(), -1,
        &m_mounts, m_options.init, -1, m_began, m_options.parts, m_options.network };
    request.child = [context] { return runChild(context); };
    m_child = std::move(ours);
    Started started = TRY(startProcess(request));
    m_spawned.pid = started.pid;
    m_spawned.process = std::move(started.process);
    childs.reset();
    meanwhile();
    return {};
}

Result<void> KernelMachine::letWait()
{
    return sendToken(m_child.get(), token::wait);
}

Result<void> KernelMachine::openLayers(const Layers& layers)
{
    const int userNamespace = TRY(this->userNamespace());
    const auto clone = [&](const OverlayLayer& layer) {
        return cloneLayer(layer.path, layer.shiftIds ? userNamespace : -1);
    };
    for (const auto& layer : layers.lower)
        m_layers.push_back(TRY(clone(layer)));
    m_layers.push_back(TRY(clone(layers.writable)));
    return {};
}

Result<void> KernelMachine::undo(const Step& step)
{
    if (startsProcess(step))
        return stopChild();
    return plan::undo(step, m_options.network);
}

/// Kill the child and wait for its shim, which ends when it has reaped the child.
Result<void> KernelMachine::stopChild()
{
    if (!m_spawned.process)
        return {}; // it was never started
    m_child.reset();
    (void)signalProcess(m_spawned.process.get(), SIGKILL); // ESRCH: it has ended already
    if (!m_spawned.shim) { // it is ours to wait for
        reap(m_spawned.process.get());
        m_spawned = {};
        return {};
    }
    killSibling();
    m_shimSocket.reset();
    constexpr int patience = 5000;
    if (!waitForExit(m_spawned.shim.get(), patience))
        TRY(signalProcess(m_spawned.shim.get(), SIGKILL));
    reap(m_spawned.shim.get());
    m_spawned = {};
    return {};
}

/// The process that was forked inside may have been stopped there: it would stay.
void KernelMachine::killSibling() const
{
    const pid_t pid = m_ledger->sibling;
    const auto process = pid > 0 ? openProcess(pid) : Error::kernel(ESRCH, "pidfd_open");
    const auto parent = process ? parentOf(pid) : process.error();
    if (parent && parent.value() == m_spawned.shimPid) // else it has ended
        (void)signalProcess(process.value().get(), SIGKILL);
}

void KernelMachine::copyRecords(std::vector<StepRecord>& records) const
{
    for (std::size_t i = 0; i < records.size(); ++i)
        if (whereRuns(m_plan[i]) == Where::Child)
            records[i] = m_ledger->records[i];
}

/// What the ledger tells of a child that ended.
Result<void> KernelMachine::failure(std::vector<StepRecord>& records) const
{
    if (m_ledger->failedStep >= 0)
        records[std::size_t(m_ledger->failedStep)].state = StepState::Failed;
    if (m_ledger->number == 0 && m_ledger->text[0] == '\0')
        return Error::kernel(ECHILD, "wait", "the container's first process was killed");
    return Error { m_ledger->kind, m_ledger->call.data(), m_ledger->object.data(), m_ledger->number,
        m_ledger->text.data() };
}

/// Who will wait for its network namespace goes on until there; it comes with the permission. Who
/// will not is held back until then, so that one token is enough.
Result<void> KernelMachine::release()
{
    return m_network ? sendRelease() : Result<void>();
}

Result<void> KernelMachine::permit()
{
    if (!m_network)
        return sendRelease();
    const int network = TRY(networkNamespace());
    m_network.reset();
    return sendToken(m_child.get(), token::network, { network });
}

Result<void> KernelMachine::sendRelease()
{
    std::vector<int> descriptors;
    for (const auto& layer : m_layers)
        descriptors.push_back(layer.get());
    TRY(sendToken(m_child.get(), token::release, descriptors));
    m_layers.clear();
    return {};
}

Result<void> KernelMachine::finish(std::vector<StepRecord>& records)
{
    // The child's end is close-on-exec: end of file means that it execs or that it failed.
    auto answer = receiveToken(m_child.get(), m_options.patience);
    if (answer && answer.value().value == token::mounts) {
        if (!answer.value().descriptors.empty()) // else the launcher has no descriptor left
            m_mountNamespace = std::move(answer.value().descriptors.front());
        answer = receiveToken(m_child.get(), m_options.patience);
    }
    copyRecords(records);
    if (answer && answer.value().value == token::ready)
        return {};
    if (!answer) {
        Error error = answer.error();
        if (error.number == ETIMEDOUT)
            error.text = "it did not get as far as its program; something may have stopped it";
        return error;
    }
    const bool tried = m_ledger->failedStep == int(records.size()) - 1;
    if (!tried || m_ledger->number != 0 || m_ledger->text[0] != '\0')
        return failure(records);
    StepRecord& last = records.back();
    last.state = StepState::Done;
    last.duration = now() - last.start;
    return {};
}

} // namespace vitrine::plan
