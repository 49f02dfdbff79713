// SPDX-License-Identifier: GPL-3.0-or-later
// What has a name outside this process is written down before it is made, so that a later process
// can undo it. The journal lies beside the state it speaks of, on a tmpfs: kernel objects do not
// outlive a reboot, and neither does it; so a write(2) is enough and no fsync is needed.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"
#include "backend/plan/steps.h"

#include <vector>

namespace vitrine::plan {

class Journal {
public:
    /// DIRECTORY: the container's runtime directory, which the plan's first step makes.
    explicit Journal(std::string directory)
        : m_directory(std::move(directory))
    {
    }

    /// Note STEP if undoing it needs more than the runtime directory. Call before it is applied.
    [[nodiscard]] Result<void> record(const Step& step);

    /// The steps noted in the runtime directory DIRECTORY, oldest first; none when there is no
    /// journal. A line that was cut off by a crash names nothing that was made.
    [[nodiscard]] static Result<std::vector<Step>> read(int directory);
    /// What it names of published ports is PORTS from now on. Those without any that are outside of
    /// this namespace are named, too: their connections may go on.
    [[nodiscard]] static Result<void> replacePorts(
        int directory, const std::vector<net::PublishPorts>& ports);
    /// All that it names is undone. No error when there is none.
    [[nodiscard]] static Result<void> remove(int directory);

private:
    std::string m_directory;
    UniqueFd m_file;
};

} // namespace vitrine::plan
