// SPDX-License-Identifier: GPL-3.0-or-later
// The overlay of each workload: its layers, its mount options, and what its upper directory holds.
#pragma once

#include "backend/observe/process_scan.h"
#include "backend/observe/table.h"
#include "backend/observe/upper_walk.h"
#include "backend/observe/workloads.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::observe {

class OverlayScan {
public:
    /// Most time that one scan spends in upper directories; big ones are walked over several scans.
    static constexpr std::chrono::milliseconds budget { 40 };
    /// After a walk as many times its duration pass before the next one: about 5 % of a processor.
    static constexpr int restFactor = 20;
    static constexpr std::chrono::seconds optionsAge { 4 };

    /// Goes on with the walks. The first scan after a workload appeared has its figures when they
    /// fit the budget.
    void scan(const Workloads& workloads, const ProcessScan& reader);

    [[nodiscard]] const Records<OverlayRow>& mounts() const { return m_mounts; }
    [[nodiscard]] const Records<ChangeRow>& changes() const { return m_changes; }

private:
    using Clock = std::chrono::steady_clock;
    struct State {
        std::vector<std::string> lower;
        std::string upper;
        std::optional<UpperWalk> walk; ///< one that is under way
        Clock::duration spent {}; ///< in it so far
        Clock::time_point next {}; ///< when another one may begin
        std::int64_t upperBytes = 0;
        std::vector<ChangeRow> changes;
        std::int64_t leader = 0;
        std::string options;
        Clock::time_point optionsRead {};
    };

    void walk(const Workload& workload, State& state, Clock::time_point deadline);
    void publishAll(const Workloads& workloads);
    void finish(const Workload& workload, State& state);
    static void readOptions(const Workload& workload, State& state, const ProcessScan& reader);

    std::map<std::string, State> m_states;
    std::string m_startAt; ///< the workload whose turn was cut short
    bool m_changed = false;
    Records<OverlayRow> m_mounts;
    Records<ChangeRow> m_changes;
};

} // namespace vitrine::observe
