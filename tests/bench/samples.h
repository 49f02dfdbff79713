// SPDX-License-Identifier: GPL-3.0-or-later
// Interleaved measurements, their medians, and the lines of packaging/bench.
#pragma once

#include "backend/base/result.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace vitrine::bench {

/// One program to measure. A run gives one or more values, always the same number of them.
struct Contender {
    std::string name;
    std::function<Result<std::vector<double>>()> run;
};

/// Medians of each contender's values, by name.
using Medians = std::map<std::string, std::vector<double>>;

/// Run the contenders in turn, WARMUP + ROUNDS times, and take the medians of the latter. A
/// contender whose run fails is left out, and told on stderr.
[[nodiscard]] Medians interleave(std::vector<Contender> contenders, int warmUp, int rounds);

/// The middle value, the mean of the two in the middle; VALUES may not be empty.
[[nodiscard]] double median(std::vector<double> values);

/// "NAME: <ours> <unit>, PEER <theirs> <unit>, ratio <ours / theirs>, goal <goal>"
[[nodiscard]] std::string comparison(const std::string& name, double ours, const std::string& peer,
    double theirs, const std::string& unit, double goal);

/// Seconds on the monotonic clock.
[[nodiscard]] double now();

} // namespace vitrine::bench
