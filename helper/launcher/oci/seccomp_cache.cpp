// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled filters, kept below the state directory: libseccomp takes 10 to 20 ms for one.
//
// A file has the profile's text in full and is only used for that text, so its name need not be
// unguessable. Like the states, the files lie where only this user can write.
#include "backend/base/files.h"
#include "backend/kernel/seccomp_rules.h"
#include "helper/launcher/oci/launch.h"

#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

namespace vitrine::oci {

namespace {

constexpr auto directoryName = ".seccomp";
constexpr std::size_t mostFiles = 32;
constexpr std::size_t mostBytes = bounds::configBytes + 1024 * 1024;

/// What else the program depends on: the library that compiles, the kernel's machine, this format.
std::string keyOf(const SeccompProfile& profile)
{
    utsname system {};
    (void)::uname(&system); // cannot fail
    return "vitrine-oci seccomp 3\n" + kernel::seccompLibraryVersion() + " " + system.machine + "\n"
        + profile.text + "\n";
}

/// FNV-1a.
std::string nameFor(const std::string& key)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : key)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    char name[17];
    std::snprintf(name, sizeof name, "%016llx", static_cast<unsigned long long>(hash));
    return name;
}

std::optional<kernel::BpfProgram> readProgram(
    int directory, const std::string& name, const std::string& key)
{
    const auto text = readFile(directory, name, mostBytes);
    if (!text || text.value().size() <= key.size() || text.value().compare(0, key.size(), key) != 0)
        return std::nullopt;
    const std::size_t size = text.value().size() - key.size();
    if (size % sizeof(sock_filter) != 0 || size / sizeof(sock_filter) > BPF_MAXINSNS)
        return std::nullopt;
    kernel::BpfProgram program(size / sizeof(sock_filter));
    std::memcpy(program.data(), text.value().data() + key.size(), size);
    return program;
}

/// The oldest need not be found: whoever has so many profiles compiles some again.
Result<void> makeRoom(int directory)
{
    const auto names = TRY(namesIn(directory));
    if (names.size() < mostFiles)
        return {};
    for (const auto& name : names)
        if (::unlinkat(directory, name.c_str(), 0) != 0 && errno != ENOENT)
            return Error::fromErrno("unlinkat", name);
    return {};
}

Result<void> keepProgram(int directory, const std::string& name, const std::string& key,
    const kernel::BpfProgram& program)
{
    TRY(makeRoom(directory));
    const auto* bytes = reinterpret_cast<const char*>(program.data());
    return replaceFile(directory, name,
        key + std::string(bytes, program.size() * sizeof(sock_filter)), Durability::Process);
}

Result<UniqueFd> openCache(const std::string& root)
{
    const std::string path = root + "/" + directoryName;
    TRY(ensureDirectory(AT_FDCWD, path, 0700));
    UniqueFd directory = TRY(openDirectory(AT_FDCWD, path));
    struct stat status { };
    if (::fstat(directory.get(), &status) != 0)
        return Error::fromErrno("fstat", path);
    if (status.st_uid != ::geteuid() || (status.st_mode & 022) != 0)
        return Error::of(ErrorKind::NotAuthorized, path, "others can write in it");
    return directory;
}

} // namespace

Result<kernel::BpfProgram> filterFor(
    const std::string& root, const SeccompProfile& profile, const Runtime& runtime)
{
    const std::string key = keyOf(profile), name = nameFor(key);
    const auto cache = openCache(root);
    if (cache)
        if (auto program = readProgram(cache.value().get(), name, key))
            return *std::move(program);
    auto program = TRY(kernel::compileProfile(profile));
    // A filter that could not be kept is as good; the next start takes longer.
    const auto kept = cache ? keepProgram(cache.value().get(), name, key, program)
                            : Result<void>(cache.error());
    if (!kept)
        runtime.warn("the compiled filter is not kept: " + kept.error().message());
    return program;
}

} // namespace vitrine::oci
