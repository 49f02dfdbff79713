// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a fuzz target over a corpus of JSON texts and mutations of them: always the same ones in the
// same order, so that a finding can be repeated; the input that is one is printed.
// Usage: PROGRAM CORPUS SECONDS
#include "tests/fuzz/json_mutations.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::string current; ///< for the handler, which can reach nothing but a global

void tellInput(int number)
{
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, current.data(), current.size());
    std::signal(number, SIG_DFL);
    std::raise(number);
}

} // namespace

int main(int count, char** arguments)
{
    if (count != 3) {
        std::fputs("usage: fuzz-…-bounded CORPUS SECONDS\n", stderr);
        return 2;
    }
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(arguments[1]))
        files.push_back(entry.path());
    std::sort(files.begin(), files.end()); // always the same ones
    std::vector<std::string> seeds;
    for (const auto& path : files) {
        std::ifstream file(path, std::ios::binary);
        seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    if (seeds.empty()) {
        std::fputs("the corpus is empty\n", stderr);
        return 2;
    }
    for (const int number : { SIGABRT, SIGSEGV, SIGFPE, SIGBUS })
        std::signal(number, tellInput);
    const auto run = [](std::string text) {
        current = std::move(text);
        LLVMFuzzerTestOneInput(
            reinterpret_cast<const std::uint8_t*>(current.data()), current.size());
    };
    for (const auto& seed : seeds)
        run(seed);
    vitrine::fuzz::Mutations mutations(1);
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + std::chrono::seconds(std::strtol(arguments[2], nullptr, 10));
    long inputs = 0;
    for (; Clock::now() < end; ++inputs)
        run(mutations.mutated(seeds[mutations.pick(seeds.size())]));
    std::printf("%ld inputs\n", inputs);
    return 0;
}
