// SPDX-License-Identifier: GPL-3.0-or-later
// The process that applies a plan's steps in the container; private to child*.cpp.
#pragma once

#include "backend/kernel/interfaces.h"
#include "backend/kernel/namespaces.h"
#include "backend/plan/child.h"

namespace vitrine::plan {

/// One run of runChild(). Its steps are defined by what they are about: child_files.cpp,
/// child_identity.cpp, child_execute.cpp.
class ChildProcess {
public:
    explicit ChildProcess(const ChildContext& context)
        : m_context(context)
        , m_oci({ context.launcher, context.parts, context.seccomp, m_layers, m_root })
    {
    }

    /// Tell ERROR to who waits for it and cannot read the ledger.
    void report(const Error& error) const { m_oci.report(error); }

    Result<void> run();

private:
    Result<void> waitForHost();
    Result<void> applyRecorded(std::size_t index);
    Result<void> takeLeave();
    Result<void> openLayers(const Layers& layers);
    void closeOthers(int but = -1) const;

    Result<void> apply(const JoinNamespaces& step);
    Result<void> apply(const OpenMountPoint& step);
    Result<void> apply(const AttachLayers&);
    Result<void> apply(const MountOverlay& step);
    Result<void> apply(const AttachUpper& step);
    Result<void> apply(const MountBranch& step);
    Result<void> apply(const BindReadOnly& step);
    Result<void> apply(const MountFilesystem& step);
    Result<void> apply(const BindMount& step);
    Result<void> apply(const BindDevice& step);
    Result<void> apply(const MakeSymlink& step);
    Result<void> apply(const MaskPaths& step);
    Result<void> apply(const ShowText& step);
    Result<void> apply(const SetKernelSetting& step);
    Result<void> apply(const ProtectPaths& step);
    Result<void> apply(const MakeRootReadOnly&);
    Result<void> apply(const SwitchUser& step);
    Result<void> apply(const EnterNetworkNamespace&);
    Result<void> apply(const SetHostname& step);
    Result<void> apply(const SetDomainName& step);
    Result<void> apply(const ShiftClocks& step);
    Result<void> apply(const OpenStandardStreams& step);
    Result<void> apply(const SwitchAccount& step);
    Result<void> apply(const ChangeDirectory& step);
    Result<void> apply(const Execute& step);
    Result<void> apply(const StopPropagation&) { return kernel::stopPropagation(); }
    Result<void> apply(const PivotRoot&) { return kernel::pivotRoot(m_root.get()); }
    Result<void> apply(const BringUpInterface& step) { return kernel::bringUp(step.name); }
    Result<void> apply(const SetResourceLimit& step)
    {
        return kernel::setResourceLimit(step.limit);
    }
    Result<void> apply(const KeepCapabilities& step)
    {
        return kernel::keepCapabilities(step.names);
    }
    Result<void> apply(const LimitCapabilities& step)
    {
        return kernel::narrowCapabilities(step.names);
    }
    Result<void> apply(const SetNoNewPrivileges&) { return kernel::setNoNewPrivileges(); }
    Result<void> apply(const net::NetworkStep& step)
    {
        return m_context.network->applyInside(step);
    }
    Result<void> apply(const oci::OciStep& step) { return m_oci.apply(step); }
    Result<void> apply(const LoadSeccomp&) { return kernel::loadSeccomp(*m_context.seccomp); }

    /// Host steps never come here: runsHere() keeps them out.
    Result<void> apply(const MakeRuntimeDirectory&) { return wrongSide(); }
    Result<void> apply(const MakeCgroup&) { return wrongSide(); }
    Result<void> apply(const EnableControllers&) { return wrongSide(); }
    Result<void> apply(const SetCgroupValue&) { return wrongSide(); }
    Result<void> apply(const FitMemory&) { return wrongSide(); }
    Result<void> apply(const KeepLog&) { return wrongSide(); }
    Result<void> apply(const CloneNamespaces&) { return wrongSide(); }
    Result<void> apply(const MakeNetworkNamespace&) { return wrongSide(); }
    Result<void> apply(const WriteIdMaps&) { return wrongSide(); }
    Result<void> apply(const HandOverLayers&) { return wrongSide(); }
    Result<void> apply(const TakeMount&) { return wrongSide(); }
    Result<void> apply(const MakeDeviceDirectory&) { return wrongSide(); }
    static Result<void> wrongSide() { return Error::kernel(EINVAL, "apply", "a step of the host"); }

    ChildContext m_context;
    std::vector<UniqueFd> m_layers; ///< the lower ones from the topmost down, then the writable one
    std::size_t m_takenMounts = 0; ///< how many of the context's mounts are attached
    std::string m_home; ///< of the user that it has become
    UniqueFd m_mountPoint;
    UniqueFd m_writable; ///< "upper" and "work" while branches are mounted
    UniqueFd m_root; ///< the new root while it is not yet ours
    UniqueFd m_mounts; ///< our mount namespace, for the launcher
    UniqueFd m_proc; ///< a /proc that nobody in the container has made
    oci::OciChild m_oci;
};

} // namespace vitrine::plan
