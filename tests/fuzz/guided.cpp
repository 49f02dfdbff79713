// SPDX-License-Identifier: GPL-3.0-or-later
// How libFuzzer changes an input: as it always does, or as what it is, JSON. Bytes alone seldom
// come behind the parser.
#include "tests/fuzz/json_mutations.h"

#include <cstdint>
#include <cstring>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

extern "C" std::size_t LLVMFuzzerCustomMutator(
    std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed)
{
    vitrine::fuzz::Mutations mutations(seed);
    if (mutations.pick(3) == 0)
        return LLVMFuzzerMutate(data, size, most);
    const std::string text
        = mutations.mutated(std::string(reinterpret_cast<const char*>(data), size));
    if (text.empty() || text.size() > most)
        return LLVMFuzzerMutate(data, size, most);
    std::memcpy(data, text.data(), text.size());
    return text.size();
}
