// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/seccomp_compaction.h"

#include "backend/kernel/seccomp.h"
#include "backend/kernel/seccomp_profile.h"
#include "backend/kernel/seccomp_rules.h"

#include <cstddef>
#include <cstring>
#include <gtest/gtest.h>
#include <linux/seccomp.h>
#include <memory>
#include <seccomp.h>
#include <set>
#include <sys/mman.h>
#include <unistd.h>

namespace vitrine::kernel {

namespace {

/// What the kernel does with PROGRAM for CALL, see seccomp(2) and linux/filter.h.
std::uint32_t verdictOf(const BpfProgram& program, const seccomp_data& call)
{
    std::uint32_t held = 0;
    for (std::size_t at = 0; at < program.size(); ++at) {
        const sock_filter& step = program[at];
        const auto branch = [&](bool holds) { at += holds ? step.jt : step.jf; };
        switch (step.code) {
        case BPF_LD | BPF_W | BPF_ABS:
            std::memcpy(&held, reinterpret_cast<const char*>(&call) + step.k, sizeof held);
            break;
        case BPF_ALU | BPF_AND | BPF_K:
            held &= step.k;
            break;
        case BPF_JMP | BPF_JA:
            at += step.k;
            break;
        case BPF_JMP | BPF_JEQ | BPF_K:
            branch(held == step.k);
            break;
        case BPF_JMP | BPF_JGE | BPF_K:
            branch(held >= step.k);
            break;
        case BPF_JMP | BPF_JGT | BPF_K:
            branch(held > step.k);
            break;
        case BPF_JMP | BPF_JSET | BPF_K:
            branch((held & step.k) != 0);
            break;
        case BPF_RET | BPF_K:
            return step.k;
        default:
            ADD_FAILURE() << "instruction " << step.code;
            return 0;
        }
    }
    ADD_FAILURE() << "no verdict";
    return 0;
}

constexpr std::uint32_t architectures[]
    = { SCMP_ARCH_X86_64, SCMP_ARCH_X86, SCMP_ARCH_AARCH64, SCMP_ARCH_ARM, 0 };
constexpr std::uint64_t arguments[]
    = { 0, 1, 5, 8, 40, 41, 0x20000, 0x20008, 0xffffffff, 0x7e020000, 0x100000000, ~0ULL };

std::vector<std::uint32_t> numbers()
{
    std::vector<std::uint32_t> list { 0x3fffffff, 0x40000000, 0x40000001, 0x40000200, 0xffffffff };
    for (std::uint32_t number = 0; number < 1024; ++number)
        list.push_back(number);
    return list;
}

/// The first call on which the two differ, in words; empty when there is none.
std::string difference(const BpfProgram& left, const BpfProgram& right)
{
    for (const std::uint32_t architecture : architectures)
        for (const std::uint32_t number : numbers())
            for (const std::uint64_t argument : arguments) {
                const seccomp_data call { int(number), architecture, 0,
                    { argument, argument, argument, argument, argument, argument } };
                if (verdictOf(left, call) != verdictOf(right, call))
                    return "architecture " + std::to_string(architecture) + " call "
                        + std::to_string(number) + " argument " + std::to_string(argument);
            }
    return {};
}

class SeccompFilter : public testing::Test {
protected:
    void start(std::uint32_t otherwise) { m_filter.reset(::seccomp_init(otherwise)); }

    void addArchitecture(std::uint32_t token)
    {
        ASSERT_EQ(::seccomp_arch_add(m_filter.get(), token), 0);
    }

    void add(std::uint32_t action, const char* name, std::vector<scmp_arg_cmp> conditions = {})
    {
        ASSERT_EQ(
            ::seccomp_rule_add_array(m_filter.get(), action, ::seccomp_syscall_resolve_name(name),
                unsigned(conditions.size()), conditions.data()),
            0)
            << name;
    }

    BpfProgram program(std::uint32_t optimisation)
    {
        ::seccomp_attr_set(m_filter.get(), SCMP_FLTATR_CTL_OPTIMIZE, optimisation);
        const int file = ::memfd_create("filter", MFD_CLOEXEC);
        EXPECT_EQ(::seccomp_export_bpf(m_filter.get(), file), 0);
        const auto size = ::lseek(file, 0, SEEK_END);
        BpfProgram program(std::size_t(size) / sizeof(sock_filter));
        EXPECT_EQ(::pread(file, program.data(), std::size_t(size), 0), size);
        ::close(file);
        return program;
    }

    void expectSame()
    {
        for (const std::uint32_t optimisation : { 1U, 2U }) {
            const BpfProgram original = program(optimisation);
            const BpfProgram compact = compactSeccomp(original);
            EXPECT_EQ(difference(original, compact), "");
            EXPECT_LE(compact.size(), original.size());
        }
    }

private:
    struct Release {
        void operator()(void* filter) const { ::seccomp_release(filter); }
    };
    std::unique_ptr<void, Release> m_filter;
};

} // namespace

TEST_F(SeccompFilter, allowListKeepsItsVerdicts)
{
    start(SCMP_ACT_ERRNO(38));
    addArchitecture(SCMP_ARCH_X86);
    addArchitecture(SCMP_ARCH_X32);
    for (int number = 0; number < 300; number += number % 7 == 3 ? 2 : 1) {
        std::unique_ptr<char, decltype(&::free)> name(
            ::seccomp_syscall_resolve_num_arch(SCMP_ARCH_X86_64, number), &::free);
        if (name)
            add(number % 11 == 0 ? SCMP_ACT_ERRNO(1) : SCMP_ACT_ALLOW, name.get());
    }
    expectSame();
}

TEST_F(SeccompFilter, argumentsKeepTheirVerdicts)
{
    start(SCMP_ACT_ALLOW);
    addArchitecture(SCMP_ARCH_X86);
    add(SCMP_ACT_ERRNO(1), "clone", { SCMP_A0(SCMP_CMP_MASKED_EQ, 0x7e020000, 0x20000) });
    add(SCMP_ACT_KILL_PROCESS, "socket", { SCMP_A0(SCMP_CMP_GT, 40), SCMP_A1(SCMP_CMP_NE, 41) });
    add(SCMP_ACT_TRAP, "personality", { SCMP_A0(SCMP_CMP_EQ, 8) });
    add(SCMP_ACT_NOTIFY, "mount");
    expectSame();
}

TEST_F(SeccompFilter, oneVerdictForAll)
{
    start(SCMP_ACT_ERRNO(1));
    addArchitecture(SCMP_ARCH_AARCH64);
    expectSame();
}

TEST_F(SeccompFilter, profileOfTheSpecificationKeepsItsVerdicts)
{
    oci::SeccompProfile profile;
    profile.defaultAction = "SCMP_ACT_ERRNO";
    profile.defaultErrno = 38;
    profile.architectures = { "SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32" };
    start(SCMP_ACT_ERRNO(38));
    addArchitecture(SCMP_ARCH_X86);
    addArchitecture(SCMP_ARCH_X32);
    oci::SeccompCalls plain { { "nonesuch" }, "SCMP_ACT_ALLOW", {}, {} }; // the default action
    for (const char* name : allowedCalls())
        plain.names.emplace_back(name);
    oci::SeccompCalls socket { { "socket" }, "SCMP_ACT_ALLOW", {},
        { { 0, 40, 0, "SCMP_CMP_NE" } } };
    oci::SeccompCalls clone { { "clone" }, "SCMP_ACT_ERRNO", 1,
        { { 0, 0x7e020000, 0x20000, "SCMP_CMP_MASKED_EQ" } } };
    profile.calls = { plain, socket, clone };
    for (const char* name : allowedCalls())
        if (::seccomp_syscall_resolve_name(name) != __NR_SCMP_ERROR)
            add(SCMP_ACT_ALLOW, name);
    add(SCMP_ACT_ALLOW, "socket", { SCMP_A0(SCMP_CMP_NE, 40) });
    add(SCMP_ACT_ERRNO(1), "clone", { SCMP_A0(SCMP_CMP_MASKED_EQ, 0x7e020000, 0x20000) });
    const auto compiled = compileProfile(profile);
    ASSERT_TRUE(compiled) << compiled.error().message();
    const BpfProgram original = program(2);
    EXPECT_EQ(difference(original, compiled.value()), "");
    EXPECT_LT(compiled.value().size(), original.size() / 2);
}

TEST(SeccompCompaction, defaultProfileIsShort)
{
    const auto profile = compileDefaultProfile();
    ASSERT_TRUE(profile);
    EXPECT_LT(profile.value().size(), 300U); // libseccomp writes about 1,000
    const auto call = [&](std::uint32_t architecture, int number, std::uint64_t argument = 0) {
        return verdictOf(profile.value(), { number, architecture, 0, { argument } });
    };
    EXPECT_EQ(call(SCMP_ARCH_X86_64, 0), SECCOMP_RET_ALLOW); // read
    EXPECT_EQ(call(SCMP_ARCH_X86_64, 165), SECCOMP_RET_ERRNO | 1U); // mount
    EXPECT_EQ(call(SCMP_ARCH_X86_64, 41, 2), SECCOMP_RET_ALLOW); // socket(AF_INET)
    EXPECT_NE(call(SCMP_ARCH_X86_64, 41, 40), SECCOMP_RET_ALLOW); // socket(AF_VSOCK)
    EXPECT_EQ(call(SCMP_ARCH_X86, 3), SECCOMP_RET_ALLOW); // read
    EXPECT_NE(call(0, 0), SECCOMP_RET_ALLOW);
}

TEST(SeccompCompaction, leavesAloneWhatItDoesNotUnderstand)
{
    const BpfProgram odd { { BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(seccomp_data, nr) },
        { BPF_ALU | BPF_AND | BPF_K, 0, 0, 1 }, { BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 1 },
        { BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW }, { BPF_RET | BPF_K, 0, 0, 0 } };
    EXPECT_EQ(difference(compactSeccomp(odd), odd), "");
    EXPECT_EQ(compactSeccomp(odd).size(), odd.size());
    EXPECT_EQ(compactSeccomp({}).size(), 0U);
}

} // namespace vitrine::kernel
