// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/samples.h"

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace vitrine::bench {

namespace {

/// The kernel tears namespaces and mounts down after their last process has ended, holding locks
/// that the next contender would wait for.
void pause()
{
    constexpr timespec duration { 0, 30'000'000 };
    ::nanosleep(&duration, nullptr);
}

} // namespace

Medians interleave(std::vector<Contender> contenders, int warmUp, int rounds)
{
    std::map<std::string, std::vector<std::vector<double>>> samples; // per value, all rounds
    for (int round = 0; round < warmUp + rounds; ++round) {
        std::erase_if(contenders, [&](const Contender& contender) {
            pause();
            const auto values = contender.run();
            if (!values) {
                std::fprintf(stderr, "%s is not measured: %s\n", contender.name.c_str(),
                    values.error().message().c_str());
                samples.erase(contender.name);
                return true;
            }
            auto& all = samples[contender.name];
            all.resize(values.value().size());
            for (std::size_t i = 0; round >= warmUp && i < all.size(); ++i)
                all[i].push_back(values.value()[i]);
            return false;
        });
    }
    Medians medians;
    for (const auto& [name, all] : samples) {
        for (const auto& values : all)
            medians[name].push_back(median(values));
    }
    return medians;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 ? values[half] : (values[half - 1] + values[half]) / 2;
}

std::string comparison(const std::string& name, double ours, const std::string& peer, double theirs,
    const std::string& unit, double goal)
{
    char line[256];
    std::snprintf(line, sizeof line, "%s: %.2f %s, %s %.2f %s, ratio %.2f, goal %.2f", name.c_str(),
        ours, unit.c_str(), peer.c_str(), theirs, unit.c_str(), ours / theirs, goal);
    return line;
}

double now()
{
    timespec time {};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

} // namespace vitrine::bench
