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

/// What undoing STEP needs, empty when it needs nothing.
Json noteOf(const Step& step)
{
    if (const auto* group = std::get_if<MakeCgroup>(&step))
        return { { "cgroup", { { "mount", group->mount }, { "path", group->path } } } };
    const auto* network = std::get_if<net::NetworkStep>(&step);
    const auto* ports = network ? std::get_if<net::PublishPorts>(network) : nullptr;
    if (!ports)
        return {};
    Json note;
    writeConnections(note, { {}, ports->ports });
    for (const auto& [name, address] :
        { std::pair("address", ports->address), std::pair("address6", ports->address6) })
        if (address)
            note[name] = toText(*address);
    return { { "published", std::move(note) } };
}

std::optional<IpAddress> addressIn(const Json& note, const char* name)
{
    const auto found = note.find(name);
    if (found == note.end() || !found->is_string())
        return {};
    auto address = parseAddress(name, found->get<std::string>());
    return address ? std::optional(address.value()) : std::nullopt;
}

std::optional<Step> publishedFrom(const Json& note)
{
    net::PublishPorts step;
    auto ports = note.is_object() ? readPublishedPorts(note) : Error::invalid("published", {});
    if (!ports)
        return {};
    step.ports = std::move(ports).value();
    step.address = addressIn(note, "address");
    step.address6 = addressIn(note, "address6");
    return net::NetworkStep(std::move(step));
}

std::optional<Step> stepFrom(const Json& note)
{
    if (note.contains("published"))
        return publishedFrom(note["published"]);
    const Json group = note.value("cgroup", Json());
    if (!group.is_object() || !group.value("mount", Json()).is_string()
        || !group.value("path", Json()).is_string())
        return {};
    return MakeCgroup { group["mount"], group["path"] };
}

} // namespace

Result<void> Journal::record(const Step& step)
{
    const Json noted = noteOf(step);
    if (noted.empty())
        return {};
    if (!m_file)
        m_file = TRY(openAt(AT_FDCWD, m_directory + "/" + fileName,
            O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0600));
    const std::string line = dumpJson(noted) + "\n";
    if (::write(m_file.get(), line.data(), line.size()) != ssize_t(line.size()))
        return Error::fromErrno("write", "journal");
    return {};
}

Result<void> Journal::replacePorts(int directory, const std::vector<net::PublishPorts>& ports)
{
    std::string text;
    for (const Step& step : TRY(read(directory)))
        if (!std::holds_alternative<net::NetworkStep>(step))
            text += dumpJson(noteOf(step)) + "\n";
    for (const auto& each : ports)
        if (!each.ports.empty() || !each.outside.empty())
            text += dumpJson(noteOf(net::NetworkStep(each))) + "\n";
    return replaceFile(directory, fileName, text, Durability::Process);
}

Result<void> Journal::remove(int directory)
{
    return removeTree(directory, fileName); // whatever somebody has put there
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
        if (auto step = json.is_object() ? stepFrom(json) : std::nullopt)
            steps.push_back(std::move(*step));
    }
    return steps;
}

} // namespace vitrine::plan
