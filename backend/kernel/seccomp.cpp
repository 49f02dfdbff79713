// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/seccomp.h"

#include "backend/base/unique_fd.h"
#include "backend/kernel/seccomp_profile.h"

#include <cerrno>
#include <linux/seccomp.h>
#include <memory>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/socket.h>
#include <sys/syscall.h>

namespace vitrine::kernel {

namespace {

struct ReleaseFilter {
    void operator()(void* filter) const { ::seccomp_release(filter); }
};
using Filter = std::unique_ptr<void, ReleaseFilter>;

constexpr std::uint64_t namespaceFlags = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER
    | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWCGROUP;

Result<void> check(int status, const char* call, const char* object)
{
    if (status < 0)
        return Error::kernel(-status, call, object);
    return {};
}

Result<void> addCalls(
    scmp_filter_ctx filter, std::uint32_t action, const std::vector<const char*>& names)
{
    for (const char* name : names) {
        const int number = ::seccomp_syscall_resolve_name(name);
        if (number == __NR_SCMP_ERROR)
            continue; // newer than this libseccomp: stays with the default action, ENOSYS
        TRY(check(::seccomp_rule_add(filter, action, number, 0), "seccomp_rule_add", name));
    }
    return {};
}

/// 32-bit programs run as under the field's runtimes. Not the x32 ABI: distributions have it off.
Result<void> addCompatibleArchitecture(scmp_filter_ctx filter)
{
    std::uint32_t compatible = 0;
    if (::seccomp_arch_native() == SCMP_ARCH_X86_64)
        compatible = SCMP_ARCH_X86;
    if (::seccomp_arch_native() == SCMP_ARCH_AARCH64)
        compatible = SCMP_ARCH_ARM;
    return compatible == 0
        ? Result<void>()
        : check(::seccomp_arch_add(filter, compatible), "seccomp_arch_add", "32-bit");
}

Result<void> addConditionalCalls(scmp_filter_ctx filter)
{
    const auto allowWhen = [filter](const char* name, scmp_arg_cmp condition) {
        return check(::seccomp_rule_add(filter, SCMP_ACT_ALLOW,
                         ::seccomp_syscall_resolve_name(name), 1, condition),
            "seccomp_rule_add", name);
    };
    TRY(allowWhen("clone", SCMP_A0(SCMP_CMP_MASKED_EQ, namespaceFlags, 0)));
    for (const std::uint64_t persona : { 0UL, 8UL, 0x20000UL, 0x20008UL, 0xffffffffUL })
        TRY(allowWhen("personality", SCMP_A0(SCMP_CMP_EQ, persona)));
    TRY(allowWhen("socket", SCMP_A0(SCMP_CMP_LT, AF_VSOCK)));
    return allowWhen("socket", SCMP_A0(SCMP_CMP_GT, AF_VSOCK));
}

Result<BpfProgram> exportProgram(scmp_filter_ctx filter)
{
    const UniqueFd file(::memfd_create("seccomp", MFD_CLOEXEC));
    if (!file)
        return Error::fromErrno("memfd_create", "seccomp");
    TRY(check(::seccomp_export_bpf(filter, file.get()), "seccomp_export_bpf", "default profile"));
    const off_t size = ::lseek(file.get(), 0, SEEK_END);
    BpfProgram program(std::size_t(size) / sizeof(sock_filter));
    if (size <= 0 || ::pread(file.get(), program.data(), std::size_t(size), 0) != size)
        return Error::fromErrno("pread", "seccomp");
    return program;
}

} // namespace

Result<BpfProgram> compileDefaultProfile()
{
    const Filter filter(::seccomp_init(SCMP_ACT_ERRNO(ENOSYS)));
    if (!filter)
        return Error::kernel(ENOMEM, "seccomp_init");
    // The program is a binary tree of comparisons, not a list: 9 steps a call, not 300.
    TRY(check(::seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2), "seccomp_attr_set",
        "optimize"));
    TRY(addCompatibleArchitecture(filter.get()));
    TRY(addCalls(filter.get(), SCMP_ACT_ALLOW, allowedCalls()));
    TRY(addCalls(filter.get(), SCMP_ACT_ERRNO(EPERM), refusedCalls()));
    TRY(addConditionalCalls(filter.get()));
    return compactSeccomp(TRY(exportProgram(filter.get())));
}

Result<void> loadSeccomp(const BpfProgram& program)
{
    const sock_fprog code { static_cast<unsigned short>(program.size()),
        const_cast<sock_filter*>(program.data()) };
    if (::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &code) != 0)
        return Error::fromErrno("seccomp(SECCOMP_SET_MODE_FILTER)");
    return {};
}

} // namespace vitrine::kernel
