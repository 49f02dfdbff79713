// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/journal.h"

#include "backend/base/files.h"
#include "backend/base/json.h"

#include <cerrno>
#include <fcntl.h>
#include <sstream>

namespace vitrine::plan {

namespace {
constexpr auto fileName = "journal";
}

Result<void> Journal::record(const Step& step)
{
    const auto* group = std::get_if<MakeCgroup>(&step);
    if (!group)
        return {};
    if (!m_file)
        m_file = TRY(openAt(AT_FDCWD, m_directory + "/" + fileName,
            O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0600));
    const std::string line
        = dumpJson({ { "cgroup", { { "mount", group->mount }, { "path", group->path } } } }) + "\n";
    if (::write(m_file.get(), line.data(), line.size()) != ssize_t(line.size()))
        return Error::fromErrno("write", "journal");
    return {};
}

Result<std::vector<Step>> Journal::read(int directory)
{
    std::vector<Step> steps;
    const auto text = readFile(directory, fileName);
    if (!text && text.error().number == ENOENT)
        return steps;
    if (!text)
        return text.error();
    std::istringstream lines(text.value());
    for (std::string line; std::getline(lines, line);) {
        const Json json = Json::parse(line, nullptr, false);
        if (!json.is_object() || !json.contains("cgroup"))
            continue;
        const Json& group = json["cgroup"];
        if (group.is_object() && group.value("mount", Json()).is_string()
            && group.value("path", Json()).is_string())
            steps.emplace_back(MakeCgroup { group["mount"], group["path"] });
    }
    return steps;
}

} // namespace vitrine::plan
