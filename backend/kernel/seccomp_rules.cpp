// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/seccomp_rules.h"

#include "backend/kernel/seccomp_compaction.h"

#include <algorithm>
#include <cerrno>
#include <linux/seccomp.h>
#include <map>
#include <memory>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/syscall.h>

namespace vitrine::kernel {

namespace {

struct ReleaseFilter {
    void operator()(void* filter) const { ::seccomp_release(filter); }
};
using Filter = std::unique_ptr<void, ReleaseFilter>;

const std::map<std::string, scmp_compare>& operators()
{
    static const std::map<std::string, scmp_compare> names { { "SCMP_CMP_NE", SCMP_CMP_NE },
        { "SCMP_CMP_LT", SCMP_CMP_LT }, { "SCMP_CMP_LE", SCMP_CMP_LE },
        { "SCMP_CMP_EQ", SCMP_CMP_EQ }, { "SCMP_CMP_GE", SCMP_CMP_GE },
        { "SCMP_CMP_GT", SCMP_CMP_GT }, { "SCMP_CMP_MASKED_EQ", SCMP_CMP_MASKED_EQ } };
    return names;
}

const std::map<std::string, unsigned>& flagNames()
{
    // What Linux 5.19 called so; older headers do not have it.
    constexpr unsigned waitKillable = 1U << 5;
    static const std::map<std::string, unsigned> names { { "SECCOMP_FILTER_FLAG_TSYNC",
                                                             SECCOMP_FILTER_FLAG_TSYNC },
        { "SECCOMP_FILTER_FLAG_LOG", SECCOMP_FILTER_FLAG_LOG },
        { "SECCOMP_FILTER_FLAG_SPEC_ALLOW", SECCOMP_FILTER_FLAG_SPEC_ALLOW },
        { "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV", waitKillable } };
    return names;
}

constexpr const char* actionNames[] = { "SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO", "SCMP_ACT_KILL",
    "SCMP_ACT_KILL_PROCESS", "SCMP_ACT_KILL_THREAD", "SCMP_ACT_LOG", "SCMP_ACT_NOTIFY",
    "SCMP_ACT_TRACE", "SCMP_ACT_TRAP" };

constexpr const char* architectureNames[] = { "X86", "X86_64", "X32", "ARM", "AARCH64", "MIPS",
    "MIPS64", "MIPS64N32", "MIPSEL", "MIPSEL64", "MIPSEL64N32", "PPC", "PPC64", "PPC64LE", "S390",
    "S390X", "PARISC", "PARISC64", "RISCV64" };

Result<std::uint32_t> actionOf(
    const std::string& field, const std::string& name, std::optional<std::uint32_t> value)
{
    static const std::map<std::string, std::uint32_t> plain { { "SCMP_ACT_ALLOW", SCMP_ACT_ALLOW },
        { "SCMP_ACT_KILL", SCMP_ACT_KILL }, { "SCMP_ACT_KILL_THREAD", SCMP_ACT_KILL_THREAD },
        { "SCMP_ACT_KILL_PROCESS", SCMP_ACT_KILL_PROCESS }, { "SCMP_ACT_LOG", SCMP_ACT_LOG },
        { "SCMP_ACT_NOTIFY", SCMP_ACT_NOTIFY }, { "SCMP_ACT_TRAP", SCMP_ACT_TRAP } };
    if (name == "SCMP_ACT_ERRNO")
        return SCMP_ACT_ERRNO(value.value_or(EPERM));
    if (name == "SCMP_ACT_TRACE")
        return SCMP_ACT_TRACE(value.value_or(EPERM));
    const auto found = plain.find(name);
    if (found == plain.end())
        return Error::invalid("linux.seccomp." + field, "'" + name + "' is no action");
    // Profiles in use give a number to actions that take none; it means nothing there.
    return found->second;
}

Result<void> check(int status, const char* call, const std::string& object)
{
    if (status < 0)
        return Error::kernel(-status, call, object);
    return {};
}

Result<void> addArchitectures(scmp_filter_ctx filter, const std::vector<std::string>& names)
{
    for (const auto& name : names) {
        std::string known = name;
        constexpr std::string_view prefix = "SCMP_ARCH_";
        if (known.rfind(prefix, 0) == 0)
            known.erase(0, prefix.size());
        std::transform(known.begin(), known.end(), known.begin(),
            [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
        const std::uint32_t token = ::seccomp_arch_resolve_name(known.c_str());
        if (token == 0)
            return Error::invalid(
                "linux.seccomp.architectures", "'" + name + "' is unknown to this libseccomp");
        const int status = ::seccomp_arch_add(filter, token);
        if (status != -EEXIST)
            TRY(check(status, "seccomp_arch_add", name));
    }
    return {};
}

Result<std::vector<scmp_arg_cmp>> argumentsOf(const oci::SeccompCalls& calls)
{
    std::vector<scmp_arg_cmp> arguments;
    for (const auto& argument : calls.arguments) {
        const auto found = operators().find(argument.comparison);
        if (found == operators().end())
            return Error::invalid(
                "linux.seccomp.syscalls.args.op", "'" + argument.comparison + "' is no operator");
        arguments.push_back({ argument.index, found->second, argument.value, argument.valueTwo });
    }
    return arguments;
}

/// libseccomp takes one comparison an argument; several on the same one are alternatives.
bool repeatsAnArgument(const std::vector<scmp_arg_cmp>& arguments)
{
    for (std::size_t i = 0; i < arguments.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (arguments[i].arg == arguments[j].arg)
                return true;
    return false;
}

Result<void> addRule(scmp_filter_ctx filter, std::uint32_t action, const std::string& name,
    const std::vector<scmp_arg_cmp>& arguments)
{
    const int number = ::seccomp_syscall_resolve_name(name.c_str());
    if (number == __NR_SCMP_ERROR)
        return {}; // unknown here: the default action, as the specification says
    if (!repeatsAnArgument(arguments))
        return check(::seccomp_rule_add_array(
                         filter, action, number, unsigned(arguments.size()), arguments.data()),
            "seccomp_rule_add_array", "linux.seccomp.syscalls " + name);
    for (const auto& argument : arguments)
        TRY(check(::seccomp_rule_add_array(filter, action, number, 1, &argument),
            "seccomp_rule_add_array", "linux.seccomp.syscalls " + name));
    return {};
}

Result<void> addCalls(
    scmp_filter_ctx filter, const oci::SeccompCalls& calls, std::uint32_t defaultAction)
{
    const std::uint32_t action = TRY(actionOf("syscalls.action", calls.action, calls.errnoValue));
    if (action == defaultAction)
        return {}; // libseccomp refuses rules that change nothing
    const auto arguments = TRY(argumentsOf(calls));
    for (const auto& name : calls.names)
        TRY(addRule(filter, action, name, arguments));
    return {};
}

Result<BpfProgram> exportProgram(scmp_filter_ctx filter)
{
    const UniqueFd file(::memfd_create("seccomp", MFD_CLOEXEC));
    if (!file)
        return Error::fromErrno("memfd_create", "seccomp");
    TRY(check(::seccomp_export_bpf(filter, file.get()), "seccomp_export_bpf", "linux.seccomp"));
    const off_t size = ::lseek(file.get(), 0, SEEK_END);
    if (size <= 0 || std::size_t(size) / sizeof(sock_filter) > BPF_MAXINSNS)
        return Error::of(
            ErrorKind::Quota, "linux.seccomp", "comes to more instructions than the kernel takes");
    BpfProgram program(std::size_t(size) / sizeof(sock_filter));
    if (::pread(file.get(), program.data(), std::size_t(size), 0) != size)
        return Error::fromErrno("pread", "seccomp");
    return program;
}

} // namespace

Result<BpfProgram> compileProfile(const oci::SeccompProfile& profile)
{
    const std::uint32_t action
        = TRY(actionOf("defaultAction", profile.defaultAction, profile.defaultErrno));
    const Filter filter(::seccomp_init(action));
    if (!filter)
        return Error::kernel(EINVAL, "seccomp_init", "linux.seccomp.defaultAction");
    // The program is a binary tree of comparisons, not a list: 9 steps a call, not 300.
    TRY(check(::seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2), "seccomp_attr_set",
        "optimize"));
    TRY(addArchitectures(filter.get(), profile.architectures));
    for (const auto& calls : profile.calls)
        TRY(addCalls(filter.get(), calls, action));
    return compactSeccomp(TRY(exportProgram(filter.get())));
}

Result<unsigned> filterFlags(const oci::SeccompProfile& profile)
{
    unsigned flags = profile.listenerPath.empty() ? 0 : SECCOMP_FILTER_FLAG_NEW_LISTENER;
    for (const auto& name : profile.flags) {
        const auto found = flagNames().find(name);
        if (found == flagNames().end())
            return Error::invalid("linux.seccomp.flags", "'" + name + "' is no flag");
        // One thread is synchronised anyway, and the flag excludes a listener.
        if (found->second != SECCOMP_FILTER_FLAG_TSYNC)
            flags |= found->second;
    }
    return flags;
}

Result<UniqueFd> loadFilter(const BpfProgram& program, unsigned flags)
{
    const sock_fprog code { static_cast<unsigned short>(program.size()),
        const_cast<sock_filter*>(program.data()) };
    const long status = ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &code);
    if (status < 0)
        return Error::fromErrno("seccomp(SECCOMP_SET_MODE_FILTER)", "linux.seccomp");
    return UniqueFd(flags & SECCOMP_FILTER_FLAG_NEW_LISTENER ? int(status) : -1);
}

std::vector<std::string> seccompActions()
{
    return { std::begin(actionNames), std::end(actionNames) };
}

std::vector<std::string> seccompOperators()
{
    std::vector<std::string> names;
    for (const auto& [name, value] : operators())
        names.push_back(name);
    return names;
}

std::vector<std::string> seccompArchitectures()
{
    std::vector<std::string> names;
    for (const char* name : architectureNames)
        names.push_back(std::string("SCMP_ARCH_") + name);
    return names;
}

std::vector<std::string> seccompFlags()
{
    std::vector<std::string> names;
    for (const auto& [name, value] : flagNames())
        names.push_back(name);
    return names;
}

std::string seccompLibraryVersion()
{
    const scmp_version* version = ::seccomp_version();
    return std::to_string(version->major) + "." + std::to_string(version->minor) + "."
        + std::to_string(version->micro);
}

} // namespace vitrine::kernel
