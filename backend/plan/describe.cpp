// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/describe.h"

#include "backend/plan/describe_isolation.h"
#include "backend/plan/describe_text.h"

#include <linux/mount.h>

namespace vitrine::plan {

namespace {

Description describeStep(const MakeRuntimeDirectory& step)
{
    return { "make-runtime-directory", "Make a directory for state, journal and the shim's socket",
        "mkdir -m 700 " + shellQuoted(step.path), step.path, {} };
}

Description describeStep(const MakeCgroup& step)
{
    return { "make-cgroup", "Make a control group for all its processes",
        "mkdir " + shellQuoted(step.mount + step.path), step.path, {} };
}

Description describeStep(const EnableControllers& step)
{
    const std::string value = "+" + join(step.controllers, " +");
    return { "enable-controllers", "Hand controllers down to the group's children",
        "echo '" + value + "' > " + shellQuoted(step.mount + step.path + "/cgroup.subtree_control"),
        value, {} };
}

Description describeStep(const SetCgroupValue& step)
{
    return { "set-cgroup-value", "Limit it: " + step.meaning,
        "echo '" + step.value + "' > " + shellQuoted(step.mount + step.path + "/" + step.file),
        step.file, {} };
}

Description describeStep(const FitMemory& step)
{
    const std::string file = shellQuoted(step.mount + step.path + "/memory.");
    return { "fit-memory",
        "See that what it has in use fits into " + std::to_string(step.bytes) + " bytes",
        "echo $(($(cat " + file + "current) - " + std::to_string(step.bytes) + ")) > " + file
            + "reclaim",
        "memory.current", {} };
}

Description describeStep(const KeepLog& step)
{
    const std::string file = step.directory + "/log";
    return { "keep-log",
        "Keep what it prints in " + std::to_string(step.files)
            + (step.files == 1 ? " file" : " files") + " of " + sizeText(step.maxSize)
            + " at the most",
        "touch " + shellQuoted(file), file, {} };
}

Description describeStep(const MakeNetworkNamespace&)
{
    return { "make-network-namespace", "Make its network namespace side by side with what follows",
        "nsenter --user --target PID unshare --net", {}, {} };
}

std::vector<std::string> lowerPaths(const Layers& layers)
{
    std::vector<std::string> paths;
    for (const auto& layer : layers.lower)
        paths.push_back(layer.path);
    return paths;
}

Description describeStep(const HandOverLayers& step)
{
    const std::size_t count = step.layers.lower.size() + 1;
    Description description { "hand-over-layers",
        "Hand it " + std::to_string(count) + " layers"
            + (step.layers.writable.shiftIds ? ", their ids shifted by idmapped mounts" : ""),
        "mount --bind -o X-mount.idmap=/proc/PID/ns/user " + shellQuoted(step.layers.writable.path)
            + " LAYER",
        step.layers.writable.path, {} };
    for (const auto& layer : step.layers.lower)
        if (step.layers.writable.shiftIds && !layer.shiftIds)
            description.note = "files of " + layer.path + " keep their owners and show as nobody's";
    return description;
}

Description describeStep(const StopPropagation&)
{
    return { "stop-propagation", "Keep its mounts from reaching the host", "mount --make-rslave /",
        "/", {} };
}

Description describeStep(const OpenMountPoint& step)
{
    return { "open-mount-point", "Open the place where its root will be attached",
        "cd " + shellQuoted(step.path), step.path, {} };
}

Description describeStep(const AttachLayers& step)
{
    return { "attach-layers",
        "Attach the " + std::to_string(step.count) + " layers in its mount namespace",
        "mount --move LAYER .", "layers", {} };
}

Description describeStep(const SwitchUser& step)
{
    const std::string ids = std::to_string(step.uid) + ":" + std::to_string(step.gid);
    return { "switch-user", "Become user and group " + ids + " inside",
        "setpriv --reuid " + std::to_string(step.uid) + " --regid " + std::to_string(step.gid)
            + (step.dropGroups ? " --clear-groups" : ""),
        ids, {} };
}

Description describeStep(const MountOverlay& step)
{
    const auto lower = lowerPaths(step.layers);
    const std::string writable = step.layers.writable.path;
    const std::string options = "lowerdir=" + join(lower, ":") + ",upperdir=" + writable
        + "/upper,workdir=" + writable + "/work,userxattr";
    return { "mount-overlay",
        "Stack a writable layer on " + std::to_string(lower.size()) + " read-only "
            + (lower.size() == 1 ? "layer" : "layers"),
        "mount -t overlay overlay -o " + shellQuoted(options) + " " + shellQuoted(step.path),
        writable, {} };
}

Description describeStep(const AttachUpper& step)
{
    constexpr std::size_t named = 5;
    const std::size_t count = step.leftOut.size();
    Description description { "attach-upper", "Make the writable layer its root directory",
        "mount --bind " + shellQuoted(step.writable + "/upper") + " " + shellQuoted(step.path),
        step.writable, {} };
    if (count > 0)
        description.note = "not shown of this system: "
            + join(
                { step.leftOut.begin(), step.leftOut.begin() + long(std::min(count, named)) }, ", ")
            + (count > named ? " and " + std::to_string(count - named) + " more" : "");
    return description;
}

Description describeStep(const MountBranch& step)
{
    const std::string& directory = step.directory;
    const std::string options = "lowerdir=" + directory + ",upperdir=" + step.writable + "/upper"
        + directory + ",workdir=" + step.writable + "/work" + directory + ",userxattr"
        + (step.attributes & MOUNT_ATTR_RDONLY ? ",ro" : "");
    return { "mount-branch", "Stack the writable layer's " + directory + " on this system's",
        "mount -t overlay overlay -o " + shellQuoted(options) + " ROOT" + shellQuoted(directory),
        directory, {} };
}

Description describeStep(const BindReadOnly& step)
{
    const std::string directory = shellQuoted(step.directory);
    return { "bind-read-only", "Show this system's " + step.directory + " as it is, read-only",
        "mount --rbind -o ro " + directory + " ROOT" + directory, step.directory,
        "cannot be written in: " + step.reason };
}

Description describeStep(const MountFilesystem& step)
{
    const std::string options = mountOptionText(step.options, step.attributes);
    return { "mount-filesystem", "Mount " + step.type + " on " + step.target,
        "mount -t " + step.type + (options.empty() ? "" : " -o " + options) + " " + step.type
            + " ROOT" + step.target,
        step.target, {} };
}

Description describeStep(const BindDevice& step)
{
    return { "bind-device", "Give it the device /dev/" + step.name,
        "mount --bind /dev/" + step.name + " ROOT/dev/" + step.name, "/dev/" + step.name, {} };
}

Description describeStep(const MakeSymlink& step)
{
    return { "make-symlink", "Link " + step.path + " to " + step.target,
        "ln -s " + step.target + " ROOT" + step.path, step.path, {} };
}

Description describeStep(const MaskPaths& step)
{
    return { "mask-paths", "Hide " + std::to_string(step.paths.size()) + " paths of " + step.whose,
        "mount --bind /dev/null ROOT" + join(step.paths, "; mount --bind /dev/null ROOT"),
        join(step.paths, " "), {} };
}

Description describeStep(const ProtectPaths& step)
{
    return { "protect-paths",
        "Make " + std::to_string(step.paths.size()) + " paths of the kernel read-only",
        "mount -o bind,ro ROOT" + join(step.paths, "; mount -o bind,ro ROOT"),
        join(step.paths, " "), {} };
}

Description describeStep(const PivotRoot&)
{
    return { "pivot-root", "Make the layers its root and let go of the host's",
        "cd ROOT; pivot_root . .; umount -l .", "/", {} };
}

Description describeStep(const MakeRootReadOnly&)
{
    return { "make-root-read-only", "Make its root read-only", "mount -o remount,bind,ro /", "/",
        {} };
}

Description describeStep(const EnterNetworkNamespace&)
{
    return { "enter-network-namespace", "Enter its network namespace", "nsenter --net=NAMESPACE",
        {}, {} };
}

Description describeStep(const SetHostname& step)
{
    return { "set-hostname", "Name it " + step.name, "hostname " + step.name, step.name, {} };
}

Description describeStep(const BringUpInterface& step)
{
    return { "bring-up-interface", "Bring up the network interface " + step.name,
        "ip link set " + step.name + " up", step.name, {} };
}

Description describeStep(const SetResourceLimit& step)
{
    const auto value = [](unsigned long long limit) {
        return limit == ~0ULL ? std::string("unlimited") : std::to_string(limit);
    };
    const std::string range = value(step.limit.soft) + ":" + value(step.limit.hard);
    return { "set-resource-limit", "Limit " + step.limit.name + " of each process to " + range,
        "prlimit --" + step.limit.name + "=" + range, step.limit.name, {} };
}

Description describeStep(const OpenStandardStreams& step)
{
    if (!step.terminal)
        return { "open-standard-streams", "Give it pipes for input, output and errors", {}, "pipes",
            {} };
    return { "open-standard-streams", "Give it a terminal from its own /dev/pts", "setsid --ctty",
        "/dev/pts/ptmx", {} };
}

Description describeStep(const SetNoNewPrivileges&)
{
    return { "set-no-new-privileges", "Let no program gain privileges (no_new_privs)",
        "setpriv --no-new-privs", "no_new_privs", {} };
}

Description describeStep(const LoadSeccomp&)
{
    return { "load-seccomp", "Refuse system calls that change the machine (default profile)", {},
        "default profile", {} };
}

Description describeStep(const ChangeDirectory& step)
{
    return { "change-directory", "Go to " + step.path, "cd " + shellQuoted(step.path), step.path,
        {} };
}

Description describeStep(const net::NetworkStep& step)
{
    return describe(step);
}

Description describeStep(const ShowText& step)
{
    return describe(step);
}

Description describeStep(const SetKernelSetting& step)
{
    return describe(step);
}

Description describeStep(const oci::OciStep& step)
{
    return describe(step);
}

const char* stateName(StepState state)
{
    switch (state) {
    case StepState::Pending:
        return "pending";
    case StepState::Done:
        return "done";
    case StepState::Failed:
        return "failed";
    case StepState::Undone:
        return "undone";
    }
    return "pending";
}

} // namespace

bool startsProcess(const Step& step)
{
    const auto* special = std::get_if<oci::OciStep>(&step);
    return std::holds_alternative<CloneNamespaces>(step)
        || std::holds_alternative<JoinNamespaces>(step)
        || (special && std::holds_alternative<oci::StartProcess>(*special));
}

Where whereRuns(const Step& step)
{
    static_assert(std::variant_size_v<Step> == 47, "a new step: say where it runs");
    if (const auto* special = std::get_if<oci::OciStep>(&step))
        return whereRuns(*special);
    if (const auto* network = std::get_if<net::NetworkStep>(&step))
        return whereRuns(*network);
    return step.index() <= Step(HandOverLayers {}).index() ? Where::Host : Where::Child;
}

Description describe(const Step& step)
{
    return std::visit([](const auto& concrete) { return describeStep(concrete); }, step);
}

Json toJson(const Step& step)
{
    const Description description = describe(step);
    return { { "kind", description.kind }, { "text", description.text },
        { "command", description.command }, { "object", description.object },
        { "note", description.note },
        { "where", whereRuns(step) == Where::Host ? "host" : "child" } };
}

Json toJson(const Plan& plan, const std::vector<StepRecord>& records)
{
    Json steps = Json::array();
    for (std::size_t i = 0; i < plan.size(); ++i) {
        Json step = toJson(plan[i]);
        step["index"] = i;
        if (i < records.size())
            step.update(toJson(records[i], i));
        steps.push_back(std::move(step));
    }
    return steps;
}

Json toJson(const StepRecord& record, std::size_t index)
{
    return { { "index", index }, { "state", stateName(record.state) }, { "start", record.start },
        { "duration", record.duration } };
}

} // namespace vitrine::plan
