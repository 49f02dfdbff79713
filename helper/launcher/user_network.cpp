// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/user_network.h"

#include "backend/base/files.h"
#include "backend/kernel/interfaces.h"
#include "backend/kernel/process_start.h"
#include "backend/kernel/subordinate_ids.h"
#include "backend/network/address_choice.h"
#include "backend/network/firewall.h"
#include "backend/network/host_network.h"
#include "backend/network/inside.h"
#include "backend/plan/user_network.h"
#include "helper/launcher/host_ports.h"
#include "helper/launcher/local_socket.h"
#include "helper/launcher/outside.h"
#include "helper/launcher/shim_search.h"

#include <cerrno>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::launcher {

using namespace plan::net;

namespace {

constexpr auto holderName = "vitrine-holder"; ///< 14 characters: also what /proc calls it
constexpr auto outsideName = "slirp4netns";
constexpr auto holderSocket = "holder.sock";
constexpr auto forwarderSocket = "ports.sock";
constexpr std::uint64_t outsideMtu = 65520; ///< of slirp4netns: the fewest packets

/// Every id that the user has stands for itself.
kernel::IdMap identityOf(const kernel::IdMap& map)
{
    kernel::IdMap same;
    for (const auto& range : map)
        same.push_back({ range.outside, range.outside, range.count });
    return same;
}

std::string processFile(pid_t pid, const char* name)
{
    return "/proc/" + std::to_string(pid) + "/" + name;
}

} // namespace

UserNetwork::UserNetwork(Places places, Programs programs, const kernel::HostFacts& facts)
    : m_places(std::move(places))
    , m_programs(std::move(programs))
    , m_facts(facts)
{
    adopt();
}

/// One that cannot be reached is none: a new one is made when it is needed.
void UserNetwork::adopt()
{
    const auto directory = openDirectory(AT_FDCWD, m_places.runtime);
    auto holder = directory ? findKept(directory.value().get(), holderSocket, holderName)
                            : directory.error();
    if (!holder)
        return;
    auto user = openAt(AT_FDCWD, processFile(holder.value().pid, "ns/user"), O_RDONLY);
    auto netns = openAt(AT_FDCWD, processFile(holder.value().pid, "ns/net"), O_RDONLY);
    if (!user || !netns || !isAlive(holder.value().process.get()))
        return;
    m_holder = std::move(holder).value();
    m_user = std::move(user).value();
    m_netns = std::move(netns).value();
}

UserNetwork::~UserNetwork()
{
    for (const UniqueFd* process : { &m_holder.process, &m_outside, &m_ports })
        forget(*process);
}

void UserNetwork::watchBy(EventLoop& loop, Lost lost)
{
    m_loop = &loop;
    m_lost = std::move(lost);
    watch(m_holder.process, holderName);
    if (auto outside = findOutside(outsideSocket()))
        m_outside = std::move(outside).value();
    watch(m_outside, outsideName);
    if (auto ports = findPortForwarder(portsSocket()))
        m_ports = std::move(ports).value();
    watch(m_ports, portForwarder);
}

void UserNetwork::watch(UniqueFd& process, const char* program)
{
    if (!m_loop || !process)
        return;
    // Without room to watch it, the next start in a network finds out.
    (void)m_loop->watch(process.get(), [this, &process, program] {
        forget(process);
        process.reset();
        m_lost(program);
    });
}

void UserNetwork::forget(const UniqueFd& process)
{
    if (m_loop && process)
        m_loop->forget(process.get());
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

/// A process in it, as one that was in it from its birth.
kernel::StartRequest UserNetwork::requestInside() const
{
    kernel::StartRequest request;
    request.joined
        = { { m_user.get(), CLONE_NEWUSER, "user" }, { m_netns.get(), CLONE_NEWNET, "net" } };
    return request;
}

Result<void> UserNetwork::hold(const MakeUserNetwork& step, int listener)
{
    const bool again = isThere();
    kernel::StartRequest request;
    if (again)
        request = requestInside();
    else
        request.newNamespaces = CLONE_NEWUSER | CLONE_NEWNET;
    auto held = startKept({ m_programs.holder, { listener } }, std::move(request),
        [&](pid_t pid) { return again ? Result<void>() : setUp(step, pid); });
    if (!held && !again) {
        m_user.reset();
        m_netns.reset();
    }
    forget(m_holder.process);
    m_holder = TRY(std::move(held));
    watch(m_holder.process, holderName);
    return {};
}

/// Who was killed is replaced: while we live, what they held is not lost.
Result<void> UserNetwork::make(const MakeUserNetwork& step)
{
    if (m_holder.process && isAlive(m_holder.process.get()))
        return {};
    if (!isThere()) {
        network::leaveFirewall(); // it may know one that is no more
        TRY(endOutside()); // and what runs leads out of such a one
        TRY(endPorts());
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
    TRY(startOutside(step, m_holder.pid, lifeline.get(), m_places.runtime + "/outside.log"));
    forget(m_outside);
    m_outside = TRY(findOutside(step.socket));
    watch(m_outside, outsideName);
    return true;
}

Result<void> UserNetwork::endOutside()
{
    forget(m_outside);
    m_outside.reset();
    const auto process = findOutside(outsideSocket());
    if (process)
        TRY(endProcess(process.value().get()));
    for (const auto& path : { outsideSocket(), m_places.runtime + "/outside.log" })
        if (::unlink(path.c_str()) != 0 && errno != ENOENT)
            return Error::fromErrno("unlink", path);
    return {};
}

Result<bool> UserNetwork::bringPorts()
{
    const auto found = findPortForwarder(portsSocket());
    if (found)
        return false;
    if (found.error().kind != ErrorKind::NotFound)
        return found.error();
    const UniqueFd directory = TRY(openDirectory(AT_FDCWD, m_places.runtime));
    const UniqueFd lifeline = TRY(connectToShim(directory.get(), holderSocket));
    const UniqueFd listener = TRY(bindIn(directory.get(), forwarderSocket));
    auto started = TRY(startKept({ m_programs.ports, { listener.get(), lifeline.get() } },
        requestInside(), [](pid_t) { return Result<void>(); }));
    forget(m_ports);
    m_ports = std::move(started.process);
    watch(m_ports, portForwarder);
    return true;
}

bool UserNetwork::lacks(bool outside, bool ports) const
{
    return !m_holder.process || (outside && !m_outside) || (ports && !m_ports);
}

Result<void> UserNetwork::endPorts()
{
    forget(m_ports);
    m_ports.reset();
    const auto process = findPortForwarder(portsSocket());
    if (process)
        TRY(endProcess(process.value().get()));
    if (::unlink(portsSocket().c_str()) != 0 && errno != ENOENT)
        return Error::fromErrno("unlink", portsSocket());
    return {};
}

Result<void> UserNetwork::end()
{
    auto ended = endOutside(); // whatever comes of it, the holder is not left over
    if (auto ports = endPorts(); !ports)
        ended = std::move(ports);
    network::leaveFirewall();
    forget(m_holder.process);
    if (m_holder.process)
        TRY(endProcess(m_holder.process.get()));
    m_holder = {};
    m_user.reset();
    m_netns.reset();
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
        TRY(withdrawPorts(portsSocket(), withdrawn->published, Connections::Keep));
    TRY(inside([&] { return m_kernel.apply(step, netns); }));
    const auto* published = std::get_if<PublishPorts>(&step);
    return published ? forwardPorts(portsSocket(), *published) : Result<void>();
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
        ports.outside = plan::net::portForwarder;
        TRY(withdrawPorts(portsSocket(), ports, Connections::Reset));
        return inside([&] { return m_kernel.undo(ports); });
    }
    TRY(inside([&] { return m_kernel.undo(step); }));
    const auto* withdrawn = std::get_if<WithdrawPorts>(&step);
    return withdrawn ? forwardPorts(portsSocket(), withdrawn->published) : Result<void>();
}

} // namespace vitrine::launcher
