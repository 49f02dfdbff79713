// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/user_network.h"

#include "backend/base/files.h"
#include "backend/kernel/descriptors.h"
#include "backend/kernel/interfaces.h"
#include "backend/kernel/pidfd.h"
#include "backend/kernel/process_start.h"
#include "backend/kernel/program.h"
#include "backend/kernel/subordinate_ids.h"
#include "backend/network/address_choice.h"
#include "backend/network/firewall.h"
#include "backend/network/host_network.h"
#include "backend/network/inside.h"
#include "helper/launcher/outside.h"
#include "helper/launcher/shim_search.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace vitrine::launcher {

using namespace plan::net;

namespace {

constexpr auto holderName = "vitrine-holder"; ///< 14 characters: also what /proc calls it
constexpr auto holderSocket = "holder.sock";
constexpr std::uint64_t outsideMtu = 65520; ///< of slirp4netns: the fewest packets

/// Every id that the user has stands for itself.
kernel::IdMap identityOf(const kernel::IdMap& map)
{
    kernel::IdMap same;
    for (const auto& range : map)
        same.push_back({ range.outside, range.outside, range.count });
    return same;
}

Result<UniqueFd> bindIn(int directory, const std::string& name)
{
    sockaddr_un address {};
    address.sun_family = AF_UNIX;
    const std::string path = "/proc/self/fd/" + std::to_string(directory) + "/" + name;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    UniqueFd socket(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
    if (!socket)
        return Error::fromErrno("socket");
    (void)::unlinkat(directory, name.c_str(), 0); // of a holder that is no more
    if (::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        return Error::fromErrno("bind", name);
    return socket;
}

/// The rest of a process that becomes the holder once somebody has written its maps.
int becomeHolder(const std::string& program, int listener, int wait, int others)
{
    constexpr int backlog = 16;
    ::close(others);
    // From here on a later launcher finds it, whatever happens to this one.
    if (::listen(listener, backlog) != 0 || !kernel::sendToken(wait, 'l'))
        return 1;
    const auto told = kernel::receiveToken(wait, -1);
    if (!told || told.value().value == 0)
        return 1;
    ::setsid();
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int standard = 0; standard <= 2; ++standard)
        if (null < 0 || ::dup2(null, standard) < 0)
            return 1;
    constexpr int first = 3;
    if (listener == first ? ::fcntl(first, F_SETFD, 0) < 0 : ::dup2(listener, first) < 0)
        return 1;
    ::close_range(first + 1, ~0U, 0);
    kernel::resetSignals();
    std::vector<std::string> words { holderName };
    const auto arguments = kernel::pointersTo(words);
    char* const environment[] { nullptr };
    ::execve(program.c_str(), arguments.data(), environment);
    return 1;
}

Result<void> waitUntilItListens(int holder)
{
    constexpr int patience = 5000; // ms
    const auto told = TRY(kernel::receiveToken(holder, patience));
    return told.value != 0 ? Result<void>() : Error::kernel(ECHILD, "wait", holderName);
}

std::string processFile(pid_t pid, const char* name)
{
    return "/proc/" + std::to_string(pid) + "/" + name;
}

/// One that has ended and was not waited for yet does not count.
bool isAlive(int process)
{
    pollfd ended { process, POLLIN, 0 };
    return ::poll(&ended, 1, 0) == 0;
}

Result<void> endProcess(int process)
{
    constexpr int patience = 5000; // ms
    (void)kernel::signalProcess(process, SIGKILL); // ESRCH: it has ended
    pollfd wait { process, POLLIN, 0 };
    if (::poll(&wait, 1, patience) != 1)
        return Error::kernel(ETIMEDOUT, "poll", "a process of the user's network");
    return {};
}

} // namespace

UserNetwork::UserNetwork(Places places, std::string holder, const kernel::HostFacts& facts)
    : m_places(std::move(places))
    , m_program(std::move(holder))
    , m_facts(facts)
{
    adopt();
}

/// One that cannot be reached is none: a new one is made when it is needed.
void UserNetwork::adopt()
{
    const auto directory = openDirectory(AT_FDCWD, m_places.runtime);
    const auto socket
        = directory ? connectToShim(directory.value().get(), holderSocket) : directory.error();
    const auto pid = socket ? peerOf(socket.value().get()) : socket.error();
    auto process = pid ? kernel::openProcess(pid.value()) : pid.error();
    const auto name
        = process ? readFile(AT_FDCWD, processFile(pid.value(), "comm")) : process.error();
    if (!name || name.value() != std::string(holderName) + "\n")
        return; // it ends, since nobody tells it to go on
    auto user = openAt(AT_FDCWD, processFile(pid.value(), "ns/user"), O_RDONLY);
    auto netns = openAt(AT_FDCWD, processFile(pid.value(), "ns/net"), O_RDONLY);
    if (!user || !netns || !isAlive(process.value().get()))
        return;
    m_holderPid = pid.value();
    m_holder = std::move(process).value();
    m_user = std::move(user).value();
    m_netns = std::move(netns).value();
}

bool UserNetwork::isAbove(pid_t pid) const
{
    const auto user = openAt(AT_FDCWD, processFile(pid, "ns/user"), O_RDONLY);
    const UniqueFd parent(user ? ::ioctl(user.value().get(), NS_GET_PARENT) : -1);
    struct stat own {
    }, theirs {};
    return parent && m_user && ::fstat(m_user.get(), &own) == 0
        && ::fstat(parent.get(), &theirs) == 0 && own.st_dev == theirs.st_dev
        && own.st_ino == theirs.st_ino;
}

Result<plan::UserNetwork> UserNetwork::place(const std::vector<Subnet>& taken) const
{
    plan::UserNetwork place;
    if (const auto& ids = m_facts.subordinateIds)
        place.make = { identityOf(ids->users), identityOf(ids->groups), true };
    else
        place.make
            = { { { m_facts.uid, m_facts.uid, 1 } }, { { m_facts.gid, m_facts.gid, 1 } }, false };
    LeadOutside outside { findOutsideProgram(), outsideSocket(), {}, outsideMtu };
    if (outside.program.empty())
        return place;
    const auto used = subnetOfOutside(outside.socket);
    const Subnet usual = parseSubnet({}, "10.0.2.0/24").value(); // of slirp4netns
    if (used)
        outside.subnet = used.value();
    else
        outside.subnet
            = network::checkFree({}, usual, taken) ? usual : TRY(network::freeSubnet(taken));
    place.outside = std::move(outside);
    return place;
}

Result<void> UserNetwork::inside(const std::function<Result<void>()>& work) const
{
    if (!m_netns)
        return Error::of(ErrorKind::NotFound, "network", "the user has no network namespace");
    return network::runInside(m_user.get(), m_netns.get(), work);
}

/// The ids and the settings of a new one, whose holder is process PID.
Result<void> UserNetwork::setUp(const MakeUserNetwork& step, pid_t pid)
{
    TRY(step.byPrograms
            ? kernel::writeSubordinateIdMaps(pid, step.users, step.groups)
            : kernel::writeIdMaps(pid, step.users, step.groups, kernel::SetGroups::Deny));
    m_user = TRY(openAt(AT_FDCWD, processFile(pid, "ns/user"), O_RDONLY));
    m_netns = TRY(openAt(AT_FDCWD, processFile(pid, "ns/net"), O_RDONLY));
    return inside([]() -> Result<void> {
        TRY(kernel::bringUp("lo"));
        TRY(network::writeSetting("ipv4/ip_forward", "1"));
        if (network::readSetting("ipv6/conf/all/forwarding"))
            TRY(network::writeSetting("ipv6/conf/all/forwarding", "1"));
        return {};
    });
}

Result<void> UserNetwork::hold(const MakeUserNetwork& step, int listener)
{
    const bool again = isThere();
    auto [ours, childs] = TRY(kernel::socketPair());
    kernel::StartRequest request;
    if (again)
        request.joined
            = { { m_user.get(), CLONE_NEWUSER, "user" }, { m_netns.get(), CLONE_NEWNET, "net" } };
    else
        request.newNamespaces = CLONE_NEWUSER | CLONE_NEWNET;
    request.child = [&, end = ours.get(), wait = childs.get()] {
        return becomeHolder(m_program, listener, wait, end);
    };
    kernel::Started started = TRY(kernel::startProcess(request));
    childs.reset(); // else its end would not be seen
    auto done = waitUntilItListens(ours.get());
    if (done && !again)
        done = setUp(step, started.pid);
    if (done)
        done = kernel::sendToken(ours.get(), 'g');
    if (!done) {
        if (!again) {
            m_user.reset();
            m_netns.reset();
        }
        (void)endProcess(started.process.get());
        return done;
    }
    m_holderPid = started.pid;
    m_holder = std::move(started.process);
    return {};
}

/// Who was killed is replaced: while we live, what they held is not lost.
Result<void> UserNetwork::make(const MakeUserNetwork& step)
{
    if (m_holder && isAlive(m_holder.get()))
        return {};
    if (!isThere()) {
        network::leaveFirewall(); // it may know one that is no more
        TRY(endOutside()); // and what runs leads out of such a one
    }
    const UniqueFd directory = TRY(openDirectory(AT_FDCWD, m_places.runtime));
    const UniqueFd listener = TRY(bindIn(directory.get(), holderSocket));
    auto held = hold(step, listener.get());
    if (!held)
        (void)::unlinkat(directory.get(), holderSocket, 0); // the failure itself is what matters
    return held;
}

Result<bool> UserNetwork::leadOutside(const LeadOutside& step)
{
    const auto found = findOutside(step.socket);
    if (found)
        return false;
    if (found.error().kind != ErrorKind::NotFound)
        return found.error();
    const UniqueFd directory = TRY(openDirectory(AT_FDCWD, m_places.runtime));
    // It ends with the holder.
    const UniqueFd lifeline = TRY(connectToShim(directory.get(), holderSocket));
    TRY(startOutside(step, m_holderPid, lifeline.get(), m_places.runtime + "/outside.log"));
    return true;
}

Result<void> UserNetwork::endOutside()
{
    const auto process = findOutside(outsideSocket());
    if (process)
        TRY(endProcess(process.value().get()));
    for (const auto& path : { outsideSocket(), m_places.runtime + "/outside.log" })
        if (::unlink(path.c_str()) != 0 && errno != ENOENT)
            return Error::fromErrno("unlink", path);
    return {};
}

Result<void> UserNetwork::end()
{
    auto ended = endOutside(); // whatever comes of it, the holder is not left over
    network::leaveFirewall();
    if (m_holder)
        TRY(endProcess(m_holder.get()));
    m_holder.reset();
    m_user.reset();
    m_netns.reset();
    m_holderPid = 0;
    const std::string path = m_places.runtime + "/" + holderSocket;
    if (::unlink(path.c_str()) != 0 && errno != ENOENT)
        return Error::fromErrno("unlink", path);
    return ended;
}

/// Whether SET of our table has elements.
Result<bool> UserNetwork::hasNetworks(const std::string& set) const
{
    bool has = false;
    TRY(inside([&]() -> Result<void> {
        has = TRY(network::hasElements(set));
        return {};
    }));
    return has;
}

Result<void> UserNetwork::apply(const NetworkStep& step, int netns)
{
    if (const auto* own = std::get_if<MakeUserNetwork>(&step))
        return make(*own);
    if (const auto* outside = std::get_if<LeadOutside>(&step)) {
        TRY(leadOutside(*outside));
        return {};
    }
    if (const auto* withdrawn = std::get_if<WithdrawPorts>(&step))
        TRY(withdrawPorts(outsideSocket(), withdrawn->published.ports));
    TRY(inside([&] { return m_kernel.apply(step, netns); }));
    const auto* published = std::get_if<PublishPorts>(&step);
    return published ? forwardPorts(outsideSocket(), published->ports) : Result<void>();
}

Result<void> UserNetwork::applyInside(const NetworkStep& step)
{
    return m_kernel.applyInside(step);
}

Result<void> UserNetwork::undo(const NetworkStep& step)
{
    if (!isThere()) // nor anything in it
        return {};
    if (std::holds_alternative<MakeUserNetwork>(step))
        return TRY(hasNetworks("bridges")) ? Result<void>() : end();
    if (std::holds_alternative<LeadOutside>(step))
        return TRY(hasNetworks("sources4")) ? Result<void>() : endOutside();
    if (const auto* published = std::get_if<PublishPorts>(&step)) {
        PublishPorts ports = *published; // the journal has not all of it
        ports.outside = outsideSocket();
        TRY(withdrawPorts(ports.outside, ports.ports));
        return inside([&] { return m_kernel.undo(ports); });
    }
    TRY(inside([&] { return m_kernel.undo(step); }));
    const auto* withdrawn = std::get_if<WithdrawPorts>(&step);
    return withdrawn ? forwardPorts(outsideSocket(), withdrawn->published.ports) : Result<void>();
}

} // namespace vitrine::launcher
