// SPDX-License-Identifier: GPL-3.0-or-later
// What was done, step by step, where there is no plan: it makes files only.
#pragma once

#include "backend/base/json.h"

#include <chrono>
#include <functional>
#include <string>

namespace vitrine::launcher {

class StepLog {
public:
    struct Step {
        std::string kind, text;
        std::string command; ///< that would do the same, may be empty
    };

    /// Do WORK and note it as STEP, with its time and what became of it.
    [[nodiscard]] Result<void> run(const Step& step, const std::function<Result<void>()>& work);
    /// What was done so far has been taken back.
    void undone();
    /// STEPs of protocol.h.
    [[nodiscard]] const Json& steps() const { return m_steps; }

private:
    std::chrono::steady_clock::time_point m_began = std::chrono::steady_clock::now();
    Json m_steps = Json::array();
};

} // namespace vitrine::launcher
