// SPDX-License-Identifier: GPL-3.0-or-later
// The commands of vitrine-oci. Each takes the words behind its name and returns an exit status.
#pragma once

#include "helper/launcher/oci/store.h"

#include <functional>
#include <string>
#include <vector>

namespace vitrine::oci {

using Arguments = std::vector<std::string>;

/// What the words before the command say.
struct Runtime {
    std::string root; ///< directory for states
    bool systemdCgroup = false;
    /// Tell what went wrong and does not keep the command from going on.
    std::function<void(const std::string&)> warn;
};

enum class Way { StaysOutside, EntersContainer };

struct Command {
    const char* name;
    const char* usage; ///< of its words, for people
    const char* meaning;
    Result<int> (*run)(const Runtime& runtime, const Arguments& arguments);
    Way way = Way::StaysOutside; ///< whether this program's own process goes into a container
};

/// All of them, in the order of --help.
[[nodiscard]] const std::vector<Command>& commands();

Result<int> createContainer(const Runtime& runtime, const Arguments& arguments);
Result<int> runContainer(const Runtime& runtime, const Arguments& arguments);
Result<int> startContainer(const Runtime& runtime, const Arguments& arguments);
Result<int> showState(const Runtime& runtime, const Arguments& arguments);
Result<int> killContainer(const Runtime& runtime, const Arguments& arguments);
Result<int> deleteContainer(const Runtime& runtime, const Arguments& arguments);
Result<int> listContainers(const Runtime& runtime, const Arguments& arguments);
Result<int> listProcesses(const Runtime& runtime, const Arguments& arguments);
Result<int> pauseContainer(const Runtime& runtime, const Arguments& arguments);
Result<int> resumeContainer(const Runtime& runtime, const Arguments& arguments);
Result<int> execInContainer(const Runtime& runtime, const Arguments& arguments);
Result<int> updateContainer(const Runtime& runtime, const Arguments& arguments);
Result<int> showEvents(const Runtime& runtime, const Arguments& arguments);
Result<int> showFeatures(const Runtime& runtime, const Arguments& arguments);
Result<int> writeSpec(const Runtime& runtime, const Arguments& arguments);

/// The hooks of one phase, on the host; each failure is told and does not keep the next from
/// running.
void runHooksOf(
    const Runtime& runtime, const Container& container, const char* phase, Status status);

/// Kill all that is in it, remove its group and directory, run "poststop".
[[nodiscard]] Result<void> destroy(
    const Runtime& runtime, const Store& store, const Container& container);

/// The only word, an id; what --help calls USAGE otherwise.
[[nodiscard]] Result<std::string> onlyId(const Arguments& arguments, std::size_t at);

} // namespace vitrine::oci
