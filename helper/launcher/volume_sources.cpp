// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/volume_sources.h"

#include "backend/kernel/bind_mount.h"

#include <array>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::launcher {

namespace {

Result<struct stat> checkFile(int file, const std::string& field)
{
    struct stat status { };
    if (::fstat(file, &status) != 0)
        return Error::fromErrno("fstat", field);
    if (!S_ISDIR(status.st_mode) && !S_ISREG(status.st_mode))
        return Error::invalid(field, "is neither a directory nor a regular file");
    const int flags = ::fcntl(file, F_GETFL);
    if (flags < 0 || (flags & O_PATH) != 0)
        return Error::invalid(field, "must be opened for reading: O_PATH shows no right to it");
    return status;
}

Result<std::string> pathOf(int file, const std::string& field)
{
    std::array<char, 4096> buffer {};
    const ssize_t length = ::readlink(
        ("/proc/self/fd/" + std::to_string(file)).c_str(), buffer.data(), buffer.size());
    if (length < 0)
        return Error::fromErrno("readlink", field);
    if (std::size_t(length) == buffer.size() || buffer[0] != '/')
        return Error::invalid(field, "has no path by which it could be found again");
    return std::string(buffer.data(), std::size_t(length));
}

Result<void> nameSource(
    Json& volume, const std::string& field, const std::vector<UniqueFd>& descriptors, uid_t user)
{
    const Json& number = volume["source"].value("descriptor", Json());
    if (!number.is_number_unsigned() || number.get<std::size_t>() >= descriptors.size())
        return Error::invalid(field, "names a descriptor that did not come with the call");
    const int file = descriptors[number.get<std::size_t>()].get();
    const struct stat status = TRY(checkFile(file, field));
    kernel::BindSource source;
    source.path = TRY(pathOf(file, field));
    source.identity = kernel::FileIdentity { status.st_dev, status.st_ino };
    if (user != ::geteuid())
        source.asUser = user;
    if (auto found = kernel::findBindSource(source); !found)
        return inField(found.error(), field);
    volume["source"] = source.path;
    volume["device"] = status.st_dev;
    volume["inode"] = status.st_ino;
    return {};
}

} // namespace

Result<Json> nameSources(Json spec, const std::vector<UniqueFd>& descriptors, uid_t user)
{
    if (!spec.is_object() || !spec.contains("volumes") || !spec["volumes"].is_array())
        return spec; // whatever is wrong with it, the parser says
    Json& volumes = spec["volumes"];
    for (std::size_t i = 0; i < volumes.size(); ++i)
        if (volumes[i].is_object() && volumes[i].value("source", Json()).is_object())
            TRY(nameSource(
                volumes[i], "volumes[" + std::to_string(i) + "].source", descriptors, user));
    return spec;
}

Result<void> requireDescriptors(const Json& spec)
{
    const Json volumes = spec.is_object() ? spec.value("volumes", Json::array()) : Json::array();
    for (std::size_t i = 0; i < volumes.size(); ++i)
        if (!volumes[i].is_object() || !volumes[i].contains("inode"))
            return Error::invalid("volumes[" + std::to_string(i) + "].source",
                "must be handed over as a descriptor: paths of others are not followed");
    return {};
}

} // namespace vitrine::launcher
