// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the planner for namespaces, ids, devices and privileges.
#pragma once

#include "backend/plan/planner.h"

#include <optional>
#include <string>
#include <vector>

namespace vitrine::plan {

/// Which namespaces a container has of its own, and what that lets it do.
class NamespacePlan {
public:
    /// Fails with NotSupported, naming the field, when they cannot be had so.
    [[nodiscard]] static Result<NamespacePlan> make(
        const ContainerSpec& spec, const ContainerPlace& place, const kernel::HostFacts& facts);

    [[nodiscard]] const CloneNamespaces& step() const { return m_step; }
    [[nodiscard]] bool isNew(const std::string& kind) const;
    /// Its network namespace is not made at its birth but by a process in its user namespace.
    [[nodiscard]] bool makesNetworkAside() const;
    /// Whether its root may set up what belongs to its namespace of KIND: mount /proc for pid.
    [[nodiscard]] bool controls(const std::string& kind) const;

private:
    explicit NamespacePlan(const Isolation& isolation)
        : m_isolation(isolation)
    {
    }
    Isolation m_isolation;
    CloneNamespaces m_step;
};

/// The maps of its user namespace. NotSupported names idMap when it cannot be had.
[[nodiscard]] Result<WriteIdMaps> planIdMaps(
    const ContainerSpec& spec, const ContainerPlace& place, const kernel::HostFacts& facts);

/// Whether setgroups(2) works inside.
[[nodiscard]] bool maySetGroups(const Isolation& isolation, const kernel::HostFacts& facts);

/// What its root keeps. InvalidSpec names an unknown one.
[[nodiscard]] Result<std::vector<std::string>> capabilitiesOf(const Isolation& isolation);

/// From its privileges and user to the filter, for its command or for one that is executed as USER.
[[nodiscard]] Result<void> addConfinement(Plan& plan, const Isolation& isolation,
    const std::string& user, const kernel::HostFacts& facts);

/// CLONE_NEW* of the namespaces that another process has to enter.
[[nodiscard]] std::uint64_t namespacesToEnter(const Isolation& isolation);

/// Its own /proc, or the host's where its namespaces do not let it mount one.
void addProc(Plan& plan, const NamespacePlan& namespaces);

/// Its network, and then /sys, which shows the interfaces of the network that it is mounted in.
void addNetworkAndSys(Plan& plan, const NamespacePlan& namespaces,
    const std::vector<PlacedConnection>& connections, const kernel::HostFacts& facts);

/// The highest group id in a user namespace of its own, or of the host's; none in that of another
/// container, whose network namespace says it already.
[[nodiscard]] std::optional<std::uint32_t> lastGroupOf(
    const NamespacePlan& namespaces, const std::optional<WriteIdMaps>& maps);

} // namespace vitrine::plan
