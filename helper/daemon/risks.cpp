// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/risks.h"

#include "helper/daemon/wire.h"

#include <algorithm>
#include <array>
#include <unistd.h>

namespace vitrine::daemon {

namespace {

/// What the kernel calls the file behind a descriptor of ours.
QString nameOf(const UniqueFd& descriptor)
{
    std::array<char, 4096> path {};
    const ssize_t length = ::readlink(
        ("/proc/self/fd/" + std::to_string(descriptor.get())).c_str(), path.data(), path.size());
    return QString::fromLocal8Bit(path.data(), std::max<ssize_t>(length, 0));
}

QString sourceName(const nlohmann::json& source, const Descriptors& descriptors)
{
    if (source.is_string())
        return QString::fromStdString(source.get<std::string>());
    return nameOf(descriptors.at(source.at("descriptor").get<std::size_t>()));
}

bool sharesWithHost(const nlohmann::json& spec, const std::string& kind)
{
    const QString choice = textAt(memberAt(spec, "namespaces"), kind.c_str());
    return choice == QLatin1String("host") || choice.startsWith(QLatin1String("path:"));
}

/// What no other question covers.
bool needsPrivileges(const nlohmann::json& spec)
{
    for (const char* kind : { "uts", "ipc", "pid", "user", "cgroup", "time" })
        if (sharesWithHost(spec, kind))
            return true;
    return spec.value("privileged", false) || !spec.value("noNewPrivileges", true)
        || spec.value("seccomp", "default") != "default"
        || !memberAt(memberAt(spec, "capabilities"), "add").empty();
}

} // namespace

Result<void> checkSources(const nlohmann::json& spec, Mode mode)
{
    if (mode == Mode::Session)
        return {};
    const auto& volumes = memberAt(spec, "volumes");
    for (std::size_t i = 0; i < volumes.size(); ++i)
        if (volumes[i]["source"].is_string())
            return Error::invalid("volumes[" + std::to_string(i) + "].source",
                "On the system bus a folder or file is handed over as a descriptor, not named");
    return {};
}

std::vector<Gate::Question> riskQuestions(
    const nlohmann::json& spec, const Descriptors& descriptors, const Details& details)
{
    std::vector<Gate::Question> questions;
    for (const auto& volume : memberAt(spec, "volumes")) {
        Details about = details;
        about.insert(QStringLiteral("path"), sourceName(volume["source"], descriptors));
        questions.push_back({ Action::HostPath, about });
    }
    for (const auto& device : memberAt(spec, "devices")) {
        Details about = details;
        about.insert(QStringLiteral("device"), QString::fromStdString(device.get<std::string>()));
        questions.push_back({ Action::DevicePassthrough, about });
    }
    if (sharesWithHost(spec, "net"))
        questions.push_back({ Action::HostNetwork, details });
    if (!memberAt(spec, "ports").empty())
        questions.push_back({ Action::NetworkManage, details });
    if (needsPrivileges(spec))
        questions.push_back({ Action::Privileged, details });
    return questions;
}

nlohmann::json withSourceNames(nlohmann::json spec, const Descriptors& descriptors)
{
    if (spec.contains("volumes"))
        for (auto& volume : spec["volumes"])
            volume["source"] = sourceName(volume["source"], descriptors).toStdString();
    return spec;
}

} // namespace vitrine::daemon
