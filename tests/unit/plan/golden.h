// SPDX-License-Identifier: GPL-3.0-or-later
// Plans as text, compared with files. After a wanted change: UPDATE_GOLDEN=1 unit-plan, and read
// the diff.
#pragma once

#include "backend/plan/describe.h"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace vitrine::plan {

inline std::string textOf(const Plan& plan)
{
    std::string text;
    for (const auto& step : plan) {
        const Description description = describe(step);
        text += whereRuns(step) == Where::Host ? "host  " : "child ";
        text += std::string(description.kind) + ": " + description.text + "\n";
        if (!description.command.empty())
            text += "      $ " + description.command + "\n";
        if (!description.note.empty())
            text += "      ! " + description.note + "\n";
    }
    return text;
}

inline void expectGolden(const std::string& name, const Plan& plan)
{
    const std::string path = std::string(GOLDEN_DIRECTORY) + "/" + name + ".txt";
    if (std::getenv("UPDATE_GOLDEN"))
        std::ofstream(path) << textOf(plan);
    std::stringstream golden;
    golden << std::ifstream(path).rdbuf();
    EXPECT_EQ(textOf(plan), golden.str()) << "differs from " << path;
}

} // namespace vitrine::plan
