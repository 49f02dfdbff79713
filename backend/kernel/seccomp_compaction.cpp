// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/seccomp_compaction.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <limits>
#include <linux/seccomp.h>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace vitrine::kernel {

namespace {

constexpr unsigned load = BPF_LD | BPF_W | BPF_ABS;
constexpr unsigned maskBy = BPF_ALU | BPF_AND | BPF_K;
constexpr unsigned jump = BPF_JMP | BPF_JA;
constexpr unsigned jumpEqual = BPF_JMP | BPF_JEQ | BPF_K;
constexpr unsigned jumpAtLeast = BPF_JMP | BPF_JGE | BPF_K;
constexpr unsigned jumpGreater = BPF_JMP | BPF_JGT | BPF_K;
constexpr unsigned jumpAnyBit = BPF_JMP | BPF_JSET | BPF_K;
constexpr unsigned verdict = BPF_RET | BPF_K;

constexpr std::uint32_t architectureAt = offsetof(seccomp_data, arch);
constexpr std::uint32_t numberAt = offsetof(seccomp_data, nr);
constexpr std::size_t longestJump = std::numeric_limits<std::uint8_t>::max();

bool isComparison(unsigned code)
{
    return code == jumpEqual || code == jumpAtLeast || code == jumpGreater;
}

bool holds(const sock_filter& comparison, std::uint32_t value)
{
    switch (comparison.code) {
    case jumpEqual:
        return value == comparison.k;
    case jumpAtLeast:
        return value >= comparison.k;
    default:
        return value > comparison.k;
    }
}

sock_filter instruction(
    unsigned code, std::uint32_t operand, std::size_t whenTrue = 0, std::size_t whenFalse = 0)
{
    return { std::uint16_t(code), std::uint8_t(whenTrue), std::uint8_t(whenFalse), operand };
}

bool same(const BpfProgram& left, const BpfProgram& right)
{
    return left.size() == right.size()
        && std::memcmp(left.data(), right.data(), left.size() * sizeof(sock_filter)) == 0;
}

/// What a program compares architectures and call numbers with.
class Constants {
public:
    /// Nothing when PROGRAM has an instruction that is not understood.
    [[nodiscard]] static std::optional<Constants> of(const BpfProgram& program)
    {
        Constants constants;
        if (!constants.collect(program))
            return std::nullopt;
        return constants;
    }

    std::set<std::uint32_t> architectures;
    std::set<std::uint32_t> numbers; ///< from each on another verdict is possible

private:
    enum class Holds { Architecture, Number, Other }; ///< what the accumulator holds

    bool collect(const BpfProgram& program)
    {
        std::set<std::pair<std::size_t, Holds>> seen, open { { 0, Holds::Other } };
        while (!open.empty()) {
            const auto [at, holding] = open.extract(open.begin()).value();
            if (!seen.insert({ at, holding }).second)
                continue;
            if (at >= program.size() || !visit(program[at], at, holding))
                return false;
            for (const auto next : m_next)
                open.insert({ next, m_holding });
        }
        numbers.insert(0);
        return true;
    }

    bool visit(const sock_filter& step, std::size_t at, Holds holding)
    {
        m_holding = holding;
        m_next = { at + 1 };
        switch (step.code) {
        case load:
            m_holding = step.k == architectureAt ? Holds::Architecture
                : step.k == numberAt             ? Holds::Number
                                                 : Holds::Other;
            return true;
        case maskBy:
            return holding == Holds::Other;
        case jump:
            m_next = { at + 1 + step.k };
            return true;
        case verdict:
            m_next.clear();
            return true;
        case jumpEqual:
        case jumpAtLeast:
        case jumpGreater:
        case jumpAnyBit:
            m_next = { at + 1 + step.jt, at + 1 + step.jf };
            return compared(step, holding);
        default:
            return false;
        }
    }

    bool compared(const sock_filter& step, Holds holding)
    {
        if (holding == Holds::Other)
            return true;
        if (step.code == jumpAnyBit)
            return false;
        if (holding == Holds::Architecture) {
            architectures.insert(step.k);
            return step.code == jumpEqual;
        }
        if (step.code != jumpGreater)
            numbers.insert(step.k);
        if (step.code != jumpAtLeast && step.k != std::numeric_limits<std::uint32_t>::max())
            numbers.insert(step.k + 1);
        return true;
    }

    Holds m_holding = Holds::Other;
    std::vector<std::size_t> m_next;
};

/// What is left of a program when architecture and number are known: comparisons of arguments, or
/// nothing but a verdict.
class Rest {
public:
    Rest(const BpfProgram& program, std::uint32_t architecture, std::uint32_t number)
        : m_program(program)
        , m_architecture(architecture)
        , m_number(number)
    {
    }

    /// Nothing when a jump would be too long.
    [[nodiscard]] std::optional<BpfProgram> make()
    {
        const Place first = follow({ 0, std::nullopt });
        collect(first);
        BpfProgram rest;
        for (const auto& [place, index] : m_kept)
            if (!keep(place, index, rest))
                return std::nullopt;
        return rest;
    }

private:
    /// An instruction, and what the accumulator holds before it when that is known.
    using Place = std::pair<std::size_t, std::optional<std::uint32_t>>;

    [[nodiscard]] bool isDecided(const Place& place) const
    {
        return isComparison(m_program[place.first].code) && place.second.has_value();
    }

    /// Skip what is known already, up to what must be kept.
    [[nodiscard]] Place follow(Place place) const
    {
        for (;;) {
            const sock_filter& step = m_program[place.first];
            if (step.code == load && step.k == architectureAt)
                place = { place.first + 1, m_architecture };
            else if (step.code == load && step.k == numberAt)
                place = { place.first + 1, m_number };
            else if (step.code == jump)
                place.first += 1 + step.k;
            else if (isDecided(place))
                place.first += 1U + (holds(step, *place.second) ? step.jt : step.jf);
            else
                return step.code == verdict ? Place { place.first, std::nullopt } : place;
        }
    }

    /// All kept instructions from FIRST on; jumps lead forward only, so their order can stay.
    void collect(const Place& first)
    {
        std::set<Place> open { first };
        while (!open.empty()) {
            const Place place = open.extract(open.begin()).value();
            m_kept.emplace(place, 0);
            for (const Place& next : after(place))
                open.insert(next);
        }
        std::size_t count = 0;
        for (auto& [place, index] : m_kept)
            index = count++;
    }

    [[nodiscard]] std::vector<Place> after(const Place& place) const
    {
        const sock_filter& step = m_program[place.first];
        if (step.code == verdict)
            return {};
        if (BPF_CLASS(step.code) == BPF_JMP)
            return { follow({ place.first + 1U + step.jt, std::nullopt }),
                follow({ place.first + 1U + step.jf, std::nullopt }) };
        return { follow({ place.first + 1, std::nullopt }) };
    }

    bool keep(const Place& place, std::size_t index, BpfProgram& rest) const
    {
        sock_filter step = m_program[place.first];
        std::vector<std::size_t> distances;
        for (const Place& next : after(place))
            distances.push_back(m_kept.at(next) - index - 1);
        if (BPF_CLASS(step.code) == BPF_JMP) {
            if (std::max(distances[0], distances[1]) > longestJump)
                return false;
            step = instruction(step.code, step.k, distances[0], distances[1]);
        } else if (!distances.empty() && distances[0] != 0) {
            return false; // where two ways meet again: libseccomp has none
        }
        rest.push_back(step);
        return true;
    }

    const BpfProgram& m_program;
    std::uint32_t m_architecture, m_number;
    std::map<Place, std::size_t> m_kept;
};

/// From a number on, up to the next one.
struct Range {
    std::uint32_t first;
    BpfProgram rest;
};
using Ranges = std::vector<Range>;

std::optional<Ranges> rangesOf(
    const BpfProgram& program, std::uint32_t architecture, const std::set<std::uint32_t>& numbers)
{
    Ranges ranges;
    for (const std::uint32_t number : numbers) {
        auto rest = Rest(program, architecture, number).make();
        if (!rest)
            return std::nullopt;
        if (ranges.empty() || !same(ranges.back().rest, *rest))
            ranges.push_back({ number, std::move(*rest) });
    }
    return ranges;
}

/// Writes a program from its end to its begin, where the ends of all jumps are known: verdicts that
/// are near enough are shared.
class BackwardAssembler {
public:
    using Label = std::size_t; ///< instructions from its own to the end

    Label returns(std::uint32_t value)
    {
        const auto known = m_verdicts.find(value);
        if (known != m_verdicts.end() && isNear(known->second))
            return known->second;
        const Label made = put(instruction(verdict, value));
        m_verdicts[value] = made;
        return made;
    }

    /// STEP is no jump; NEXT follows it.
    Label then(const sock_filter& step, Label next)
    {
        if (next != m_reversed.size())
            put(instruction(jump, std::uint32_t(m_reversed.size() - next)));
        return put(step);
    }

    Label compare(unsigned code, std::uint32_t operand, Label whenTrue, Label whenFalse)
    {
        while (!isNear(whenTrue) || !isNear(whenFalse)) {
            Label& far = isNear(whenTrue) ? whenFalse : whenTrue;
            far = nearer(far);
        }
        const std::size_t here = m_reversed.size();
        return put(instruction(code, operand, here - whenTrue, here - whenFalse));
    }

    [[nodiscard]] BpfProgram program() const { return { m_reversed.rbegin(), m_reversed.rend() }; }

private:
    Label put(const sock_filter& step)
    {
        m_reversed.push_back(step);
        return m_reversed.size();
    }

    /// Whether an instruction put next, or after one more, can jump there.
    [[nodiscard]] bool isNear(Label label) const { return m_reversed.size() - label < longestJump; }

    Label nearer(Label label)
    {
        const sock_filter& step = m_reversed[label - 1];
        return step.code == verdict
            ? returns(step.k)
            : put(instruction(jump, std::uint32_t(m_reversed.size() - label)));
    }

    BpfProgram m_reversed;
    std::map<std::uint32_t, Label> m_verdicts; ///< where each was put last
};

using Label = BackwardAssembler::Label;

Label assemble(BackwardAssembler& assembler, const BpfProgram& rest)
{
    std::vector<Label> labels(rest.size());
    for (std::size_t i = rest.size(); i-- > 0;) {
        const sock_filter& step = rest[i];
        if (step.code == verdict)
            labels[i] = assembler.returns(step.k);
        else if (BPF_CLASS(step.code) == BPF_JMP)
            labels[i] = assembler.compare(
                step.code, step.k, labels[i + 1 + step.jt], labels[i + 1 + step.jf]);
        else
            labels[i] = assembler.then(step, labels[i + 1]);
    }
    return labels.front();
}

/// A binary search for the range of the number in the accumulator.
Label assembleSearch(
    BackwardAssembler& assembler, Ranges::const_iterator first, Ranges::const_iterator last)
{
    if (std::next(first) == last)
        return assemble(assembler, first->rest);
    const auto middle = first + (last - first) / 2;
    const Label lower = assembleSearch(assembler, first, middle);
    const Label upper = assembleSearch(assembler, middle, last);
    return assembler.compare(jumpAtLeast, middle->first, upper, lower);
}

Label assembleNumbers(BackwardAssembler& assembler, const Ranges& ranges)
{
    const Label found = assembleSearch(assembler, ranges.begin(), ranges.end());
    return assembler.then(instruction(load, numberAt), found);
}

} // namespace

BpfProgram compactSeccomp(const BpfProgram& program)
{
    const auto constants = Constants::of(program);
    if (!constants)
        return program;
    std::uint32_t other = 0; // an architecture that PROGRAM does not know
    while (constants->architectures.count(other) != 0)
        ++other;
    BackwardAssembler assembler;
    const auto others = rangesOf(program, other, constants->numbers);
    if (!others)
        return program;
    Label next = assembleNumbers(assembler, *others);
    for (const std::uint32_t architecture : constants->architectures) {
        const auto ranges = rangesOf(program, architecture, constants->numbers);
        if (!ranges)
            return program;
        const Label known = assembleNumbers(assembler, *ranges);
        next = assembler.compare(jumpEqual, architecture, known, next);
    }
    assembler.then(instruction(load, architectureAt), next);
    const BpfProgram compact = assembler.program();
    return compact.size() < program.size() ? compact : program;
}

} // namespace vitrine::kernel
