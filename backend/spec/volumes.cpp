// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/volumes.h"

#include "backend/spec/text_rules.h"

#include <array>
#include <set>

namespace vitrine {

namespace {

constexpr std::array<IdMapping, 4> mappings { IdMapping::Auto, IdMapping::None, IdMapping::Owner,
    IdMapping::All };
constexpr std::array<Propagation, 3> propagations { Propagation::Private, Propagation::Slave,
    Propagation::Shared };

/// Read the member NAME, which names one of VALUES.
template <typename Enum, std::size_t Size>
Result<void> readChoice(
    ObjectReader& reader, const char* name, const std::array<Enum, Size>& values, Enum& out)
{
    std::string text = nameOf(out);
    TRY(reader.read(name, text));
    std::string known;
    for (const Enum value : values) {
        if (text == nameOf(value)) {
            out = value;
            return {};
        }
        known += std::string(known.empty() ? "" : ", ") + "\"" + nameOf(value) + "\"";
    }
    return Error::invalid(reader.pathOf(name), "must be one of " + known);
}

bool isBelow(const std::string& path, const std::string& directory)
{
    return path == directory || path.rfind(directory + "/", 0) == 0;
}

/// TARGET of a mount in the container, tidied.
Result<void> checkTarget(const std::string& field, std::string& target)
{
    TRY(checkAbsolutePath(field, target));
    target = tidyPath(target);
    if ((target + "/").find("/../") != std::string::npos)
        return Error::invalid(field, "must not contain \"..\"");
    if (target == "/")
        return Error::invalid(field, "must not be the root: choose a directory below it");
    if (isBelow(target, "/proc") || isBelow(target, "/sys") || target == "/dev")
        return Error::invalid(field, "is the kernel's own: choose another place");
    return {};
}

Result<Volume> readVolume(ObjectReader& reader)
{
    Volume volume;
    TRY(reader.read("source", volume.source));
    TRY(reader.read("target", volume.target));
    TRY(reader.read("readOnly", volume.readOnly));
    TRY(readChoice(reader, "idmap", mappings, volume.idmap));
    TRY(readChoice(reader, "propagation", propagations, volume.propagation));
    TRY(reader.read("nosuid", volume.nosuid));
    TRY(reader.read("nodev", volume.nodev));
    TRY(reader.read("noexec", volume.noexec));
    TRY(reader.read("recursive", volume.recursive));
    TRY(reader.read("device", volume.device));
    TRY(reader.read("inode", volume.inode));
    TRY(reader.finish());
    TRY(checkAbsolutePath(reader.pathOf("source"), volume.source));
    TRY(checkTarget(reader.pathOf("target"), volume.target));
    volume.source = tidyPath(volume.source);
    return volume;
}

Result<TemporaryFileSystem> readTemporary(ObjectReader& reader)
{
    TemporaryFileSystem system;
    TRY(reader.read("target", system.target));
    TRY(reader.read("size", system.size));
    TRY(reader.read("mode", system.mode));
    TRY(reader.read("readOnly", system.readOnly));
    TRY(reader.read("noexec", system.noexec));
    TRY(reader.finish());
    TRY(checkTarget(reader.pathOf("target"), system.target));
    if (system.size
        && (*system.size < bounds::smallestTmpfs || *system.size > std::uint64_t(INT64_MAX)))
        return Error::invalid(reader.pathOf("size"), "must be at least 4096 bytes");
    constexpr std::size_t longestMode = 4;
    if (system.mode.empty() || system.mode.size() > longestMode
        || system.mode.find_first_not_of("01234567") != std::string::npos)
        return Error::invalid(
            reader.pathOf("mode"), "must be octal permissions, such as \"755\" or \"1777\"");
    return system;
}

Error tooMany(const char* field, std::size_t limit)
{
    return Error::invalid(field, "more than " + std::to_string(limit));
}

Result<void> checkTargetsDiffer(const Volumes& volumes)
{
    std::set<std::string> targets;
    const auto add = [&targets](const char* list, std::size_t index, const std::string& target) {
        return targets.insert(target).second
            ? Result<void>()
            : Error::invalid(std::string(list) + "[" + std::to_string(index) + "].target",
                "is the target of another mount already: " + target);
    };
    for (std::size_t i = 0; i < volumes.binds.size(); ++i)
        TRY(add("volumes", i, volumes.binds[i].target));
    for (std::size_t i = 0; i < volumes.temporary.size(); ++i)
        TRY(add("tmpfs", i, volumes.temporary[i].target));
    return {};
}

Json toJson(const Volume& volume)
{
    Json json { { "source", volume.source }, { "target", volume.target },
        { "readOnly", volume.readOnly }, { "idmap", nameOf(volume.idmap) },
        { "propagation", nameOf(volume.propagation) }, { "nosuid", volume.nosuid },
        { "nodev", volume.nodev }, { "noexec", volume.noexec }, { "recursive", volume.recursive } };
    if (volume.device)
        json["device"] = *volume.device;
    if (volume.inode)
        json["inode"] = *volume.inode;
    return json;
}

Json toJson(const TemporaryFileSystem& system)
{
    Json json { { "target", system.target }, { "mode", system.mode },
        { "readOnly", system.readOnly }, { "noexec", system.noexec } };
    if (system.size)
        json["size"] = *system.size;
    return json;
}

} // namespace

const char* nameOf(IdMapping mapping)
{
    switch (mapping) {
    case IdMapping::Auto:
        return "auto";
    case IdMapping::None:
        return "none";
    case IdMapping::Owner:
        return "owner";
    case IdMapping::All:
        return "all";
    }
    return "auto";
}

const char* nameOf(Propagation propagation)
{
    switch (propagation) {
    case Propagation::Private:
        return "private";
    case Propagation::Slave:
        return "slave";
    case Propagation::Shared:
        return "shared";
    }
    return "private";
}

Result<Volumes> readVolumes(ObjectReader& spec)
{
    Volumes volumes;
    auto binds = TRY(spec.objects("volumes"));
    if (binds.size() > bounds::volumes)
        return tooMany("volumes", bounds::volumes);
    for (auto& reader : binds)
        volumes.binds.push_back(TRY(readVolume(reader)));
    auto temporary = TRY(spec.objects("tmpfs"));
    if (temporary.size() > bounds::temporaryFileSystems)
        return tooMany("tmpfs", bounds::temporaryFileSystems);
    for (auto& reader : temporary)
        volumes.temporary.push_back(TRY(readTemporary(reader)));
    TRY(checkTargetsDiffer(volumes));
    return volumes;
}

void writeVolumes(Json& spec, const Volumes& volumes)
{
    spec["volumes"] = spec["tmpfs"] = Json::array();
    for (const auto& volume : volumes.binds)
        spec["volumes"].push_back(toJson(volume));
    for (const auto& system : volumes.temporary)
        spec["tmpfs"].push_back(toJson(system));
}

} // namespace vitrine
