// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/device_filter.h"

#include "backend/base/unique_fd.h"

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <sys/syscall.h>

namespace vitrine::kernel {

namespace {

bpf_insn instruction(
    int code, int target = 0, int source = 0, int offset = 0, std::int32_t value = 0)
{
    bpf_insn made {};
    made.code = std::uint8_t(code);
    made.dst_reg = std::uint8_t(target & 0xf);
    made.src_reg = std::uint8_t(source & 0xf);
    made.off = std::int16_t(offset);
    made.imm = value;
    return made;
}

// What is asked for: r2 the kind of device, r3 the access, r4 and r5 the numbers.
enum Register { Result0 = 0, Context = 1, Kind = 2, Access = 3, Major = 4, Minor = 5 };

void load(std::vector<bpf_insn>& program, int target, std::size_t offset)
{
    program.push_back(instruction(BPF_LDX | BPF_MEM | BPF_W, target, Context, int(offset)));
}

std::vector<bpf_insn> loadRequest()
{
    std::vector<bpf_insn> program;
    load(program, Kind, offsetof(bpf_cgroup_dev_ctx, access_type));
    load(program, Access, offsetof(bpf_cgroup_dev_ctx, access_type));
    load(program, Major, offsetof(bpf_cgroup_dev_ctx, major));
    load(program, Minor, offsetof(bpf_cgroup_dev_ctx, minor));
    program.push_back(instruction(BPF_ALU | BPF_AND | BPF_K, Kind, 0, 0, 0xffff));
    program.push_back(instruction(BPF_ALU | BPF_RSH | BPF_K, Access, 0, 0, 16));
    return program;
}

void decide(std::vector<bpf_insn>& program, bool allow)
{
    program.push_back(instruction(BPF_ALU64 | BPF_MOV | BPF_K, Result0, 0, 0, allow ? 1 : 0));
    program.push_back(instruction(BPF_JMP | BPF_EXIT));
}

int accessBits(const oci::DeviceRule& rule)
{
    return (rule.read ? BPF_DEVCG_ACC_READ : 0) | (rule.write ? BPF_DEVCG_ACC_WRITE : 0)
        | (rule.make ? BPF_DEVCG_ACC_MKNOD : 0);
}

/// Decide when RULE fits, else go on behind it. A rule that allows fits when it covers all of the
/// access that is asked for; one that refuses fits when it covers any of it.
std::vector<bpf_insn> compile(const oci::DeviceRule& rule)
{
    std::vector<bpf_insn> checks;
    const auto unless = [&](int code, int target, std::int32_t value) {
        checks.push_back(instruction(BPF_JMP | code | BPF_K, target, 0, 0, value));
    };
    if (rule.type != 'a')
        unless(BPF_JNE, Kind, rule.type == 'b' ? BPF_DEVCG_DEV_BLOCK : BPF_DEVCG_DEV_CHAR);
    constexpr int everything = BPF_DEVCG_ACC_READ | BPF_DEVCG_ACC_WRITE | BPF_DEVCG_ACC_MKNOD;
    if (const int bits = accessBits(rule); bits != everything) {
        checks.push_back(instruction(BPF_ALU | BPF_MOV | BPF_X, Context, Access));
        checks.push_back(instruction(
            BPF_ALU | BPF_AND | BPF_K, Context, 0, 0, rule.allow ? everything & ~bits : bits));
        unless(rule.allow ? BPF_JNE : BPF_JEQ, Context, 0);
    }
    if (rule.major)
        unless(BPF_JNE, Major, std::int32_t(*rule.major));
    if (rule.minor)
        unless(BPF_JNE, Minor, std::int32_t(*rule.minor));
    decide(checks, rule.allow);
    for (std::size_t i = 0; i < checks.size(); ++i) // the jumps go behind all of it
        if (BPF_CLASS(checks[i].code) == BPF_JMP && BPF_OP(checks[i].code) != BPF_EXIT)
            checks[i].off = std::int16_t(checks.size() - i - 1);
    return checks;
}

Result<UniqueFd> loadProgram(const std::vector<bpf_insn>& program)
{
    static const char license[] = "GPL";
    bpf_attr attributes {};
    attributes.prog_type = BPF_PROG_TYPE_CGROUP_DEVICE;
    attributes.insn_cnt = std::uint32_t(program.size());
    attributes.insns = reinterpret_cast<std::uintptr_t>(program.data());
    attributes.license = reinterpret_cast<std::uintptr_t>(license);
    UniqueFd loaded(int(::syscall(SYS_bpf, BPF_PROG_LOAD, &attributes, sizeof attributes)));
    if (!loaded)
        return Error::fromErrno("bpf(BPF_PROG_LOAD)", "linux.resources.devices");
    return loaded;
}

} // namespace

std::vector<oci::DeviceRule> defaultDeviceRules()
{
    const auto node = [](std::uint32_t major, std::optional<std::uint32_t> minor) {
        return oci::DeviceRule { true, 'c', major, minor, true, true, true };
    };
    const auto make = [](char type) {
        return oci::DeviceRule { true, type, {}, {}, false, false, true };
    };
    return { make('c'), make('b'), node(1, 3), node(1, 5), node(1, 7), node(1, 8), node(1, 9),
        node(5, 0), node(5, 1), node(5, 2), node(136, {}) };
}

std::vector<bpf_insn> compileDeviceRules(const std::vector<oci::DeviceRule>& rules)
{
    std::vector<bpf_insn> program = loadRequest();
    for (auto rule = rules.rbegin(); rule != rules.rend(); ++rule) {
        const auto checks = compile(*rule);
        program.insert(program.end(), checks.begin(), checks.end());
        const bool everything = rule->type == 'a' && !rule->major && !rule->minor && rule->read
            && rule->write && rule->make;
        if (everything)
            return program; // what came before can never decide, and dead code is refused
    }
    decide(program, false);
    return program;
}

Result<void> attachDeviceRules(int cgroup, const std::vector<oci::DeviceRule>& rules)
{
    const auto instructions = compileDeviceRules(rules);
    constexpr std::size_t most = 4096; // of a program without special rights
    if (instructions.size() > most)
        return Error::of(ErrorKind::Quota, "linux.resources.devices", "has too many rules");
    const UniqueFd program = TRY(loadProgram(instructions));
    bpf_attr attributes {};
    attributes.target_fd = std::uint32_t(cgroup);
    attributes.attach_bpf_fd = std::uint32_t(program.get());
    attributes.attach_type = BPF_CGROUP_DEVICE;
    attributes.attach_flags = BPF_F_ALLOW_MULTI;
    if (::syscall(SYS_bpf, BPF_PROG_ATTACH, &attributes, sizeof attributes) != 0)
        return Error::fromErrno("bpf(BPF_PROG_ATTACH)", "linux.resources.devices");
    return {};
}

} // namespace vitrine::kernel
