// SPDX-License-Identifier: GPL-3.0-or-later
// Device rules as BPF: an interpreter for the few instructions that are used decides as the kernel
// would.
#include "backend/kernel/device_filter.h"

#include <cstddef>
#include <gtest/gtest.h>

using namespace vitrine;
using namespace vitrine::kernel;
using vitrine::oci::DeviceRule;

namespace {

struct Request {
    char type;
    std::uint32_t major, minor;
    std::uint32_t access; ///< BPF_DEVCG_ACC_*
};

std::uint64_t load(const Request& request, int offset)
{
    const std::uint32_t kind = request.type == 'b' ? BPF_DEVCG_DEV_BLOCK : BPF_DEVCG_DEV_CHAR;
    if (offset == offsetof(bpf_cgroup_dev_ctx, access_type))
        return request.access << 16 | kind;
    return offset == offsetof(bpf_cgroup_dev_ctx, major) ? request.major : request.minor;
}

bool allows(const std::vector<DeviceRule>& rules, const Request& request)
{
    const auto program = compileDeviceRules(rules);
    std::uint64_t registers[11] {};
    for (std::size_t at = 0; at < program.size(); ++at) {
        const bpf_insn& code = program[at];
        std::uint64_t& target = registers[code.dst_reg];
        const std::uint64_t value = code.imm;
        switch (code.code) {
        case BPF_LDX | BPF_MEM | BPF_W:
            target = load(request, code.off);
            break;
        case BPF_ALU | BPF_AND | BPF_K:
            target = std::uint32_t(target & value);
            break;
        case BPF_ALU | BPF_RSH | BPF_K:
            target = std::uint32_t(target) >> value;
            break;
        case BPF_ALU | BPF_MOV | BPF_X:
            target = std::uint32_t(registers[code.src_reg]);
            break;
        case BPF_ALU64 | BPF_MOV | BPF_K:
            target = value;
            break;
        case BPF_JMP | BPF_JNE | BPF_K:
            at += target != value ? std::size_t(code.off) : 0;
            break;
        case BPF_JMP | BPF_JEQ | BPF_K:
            at += target == value ? std::size_t(code.off) : 0;
            break;
        case BPF_JMP | BPF_EXIT:
            return registers[0] == 1;
        default:
            ADD_FAILURE() << "instruction " << int(code.code);
            return false;
        }
    }
    ADD_FAILURE() << "the program has no end";
    return false;
}

constexpr DeviceRule nothing { false, 'a', {}, {}, true, true, true };
constexpr std::uint32_t reading = BPF_DEVCG_ACC_READ, writing = BPF_DEVCG_ACC_WRITE;

TEST(DeviceFilter, RefusesWhatFitsNoRule)
{
    EXPECT_FALSE(allows({}, { 'c', 1, 3, reading }));
    EXPECT_FALSE(allows({ nothing }, { 'c', 1, 3, reading }));
}

TEST(DeviceFilter, TheLastRuleThatFitsDecides)
{
    const DeviceRule null { true, 'c', 1, 3, true, true, false };
    EXPECT_TRUE(allows({ nothing, null }, { 'c', 1, 3, reading | writing }));
    EXPECT_FALSE(allows({ null, nothing }, { 'c', 1, 3, reading }));
    EXPECT_FALSE(allows({ nothing, null }, { 'c', 1, 4, reading }));
    EXPECT_FALSE(allows({ nothing, null }, { 'c', 2, 3, reading }));
    EXPECT_FALSE(allows({ nothing, null }, { 'b', 1, 3, reading }));
    EXPECT_FALSE(allows({ nothing, null }, { 'c', 1, 3, BPF_DEVCG_ACC_MKNOD }));
}

TEST(DeviceFilter, AllowsNoMoreThanIsSaid)
{
    const DeviceRule readOnly { true, 'b', 8, {}, true, false, false };
    EXPECT_TRUE(allows({ nothing, readOnly }, { 'b', 8, 77, reading }));
    EXPECT_FALSE(allows({ nothing, readOnly }, { 'b', 8, 77, reading | writing }));
    const DeviceRule noWriting { false, 'b', 8, 1, false, true, false };
    EXPECT_FALSE(allows({ nothing, readOnly, noWriting }, { 'b', 8, 1, reading | writing }));
    EXPECT_TRUE(allows({ nothing, readOnly, noWriting }, { 'b', 8, 1, reading }));
}

TEST(DeviceFilter, TheUsualDevices)
{
    auto rules = defaultDeviceRules();
    rules.insert(rules.begin(), nothing);
    EXPECT_TRUE(allows(rules, { 'c', 1, 3, reading | writing }));
    EXPECT_TRUE(allows(rules, { 'c', 136, 5, reading | writing }));
    EXPECT_TRUE(allows(rules, { 'b', 8, 0, BPF_DEVCG_ACC_MKNOD }));
    EXPECT_FALSE(allows(rules, { 'b', 8, 0, reading }));
    EXPECT_FALSE(allows(rules, { 'c', 1, 1, reading })); // /dev/mem
}

} // namespace
