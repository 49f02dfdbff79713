// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a fuzz target over a corpus of JSON texts and mutations of them: always the same ones, so
// that a finding can be repeated. Usage: PROGRAM CORPUS COUNT
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using nlohmann::json;

class Mutations {
public:
    explicit Mutations(std::vector<std::string> seeds)
        : m_seeds(std::move(seeds))
    {
    }

    std::string next()
    {
        std::string text = m_seeds[pick(m_seeds.size())];
        if (pick(3) == 0)
            return changeBytes(std::move(text));
        json value = json::parse(text, nullptr, false);
        for (std::size_t i = 0; i <= pick(3); ++i)
            change(value, 0);
        return value.dump(-1, ' ', false, json::error_handler_t::replace);
    }

private:
    std::size_t pick(std::size_t count) { return std::size_t(m_random()) % count; }

    std::string changeBytes(std::string text)
    {
        for (std::size_t i = 0; i <= pick(8) && !text.empty(); ++i) {
            const std::size_t at = pick(text.size());
            switch (pick(4)) {
            case 0:
                text[at] = char(pick(256));
                break;
            case 1:
                text.erase(at, pick(32));
                break;
            case 2:
                text.insert(at, text.substr(pick(text.size()), pick(64)));
                break;
            default:
                text.resize(at);
            }
        }
        return text;
    }

    /// Something odd at some place at or below VALUE.
    void change(json& value, int depth)
    {
        constexpr int deepest = 12;
        const bool inside = value.is_structured() && !value.empty() && depth < deepest;
        if (!inside || pick(6) == 0) {
            value = odd();
            return;
        }
        const auto at = std::next(value.begin(), long(pick(value.size())));
        if (pick(8) == 0)
            value.erase(at);
        else if (value.is_array() && pick(4) == 0)
            value.push_back(json(*at));
        else if (value.is_object() && pick(12) == 0)
            value[std::string(1, char('a' + pick(26)))] = odd();
        else
            change(*at, depth + 1);
    }

    json odd()
    {
        static const json values { nullptr, true, false, 0, 1, -1, 4294967295U, 4294967296,
            INT64_MAX, INT64_MIN, UINT64_MAX, 0.5, 1e308, "", "/", "..", "/../..", "x",
            std::string(5000, 'a'), std::string(1, '\0'), "\xff\xfe", "ro", "bind", "=", "a=b",
            json::array(), json::object(), json::array({ nullptr }), json::array({ "" }),
            json::parse(std::string(200, '[') + std::string(200, ']')) };
        return values[pick(values.size())];
    }

    std::vector<std::string> m_seeds;
    std::mt19937 m_random { 1 };
};

} // namespace

int main(int count, char** arguments)
{
    if (count != 3) {
        std::fputs("usage: fuzz-…-bounded CORPUS COUNT\n", stderr);
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
    const auto run = [](const std::string& text) {
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    };
    for (const auto& seed : seeds)
        run(seed);
    Mutations mutations(std::move(seeds));
    const long wanted = std::strtol(arguments[2], nullptr, 10);
    for (long i = 0; i < wanted; ++i)
        run(mutations.next());
    std::printf("%ld inputs\n", wanted);
    return 0;
}
