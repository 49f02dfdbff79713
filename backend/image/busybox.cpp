// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/image/busybox.h"

#include "backend/base/files.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <elf.h>
#include <fcntl.h>
#include <spawn.h>
#include <sstream>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>

namespace vitrine {

namespace {

constexpr auto program = "/bin/busybox";
/// Part of the directory's name: a change of what buildRoot() writes changes it.
constexpr auto revision = "1";

/// True when FD is an ELF program without an interpreter: it runs in an empty root.
bool isStatic(int fd)
{
    std::array<char, 4096> start {}; // program headers follow the ELF header in what linkers write
    const ssize_t size = ::pread(fd, start.data(), start.size(), 0);
    Elf64_Ehdr header {};
    if (size < ssize_t(sizeof header))
        return false;
    std::memcpy(&header, start.data(), sizeof header);
    if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0
        || header.e_phoff + header.e_phnum * sizeof(Elf64_Phdr) > std::size_t(size))
        return false;
    for (unsigned i = 0; i < header.e_phnum; ++i) {
        Elf64_Phdr part {};
        std::memcpy(&part, start.data() + header.e_phoff + i * sizeof part, sizeof part);
        if (part.p_type == PT_INTERP)
            return false;
    }
    return true;
}

/// The layer's directory names the version of busybox that it was made from.
Result<std::string> layerName()
{
    struct stat status { };
    if (::stat(program, &status) != 0)
        return Error::fromErrno("stat", program);
    return "busybox-" + std::to_string(status.st_size) + "-" + std::to_string(status.st_mtim.tv_sec)
        + "-" + revision;
}

/// Output of `busybox --list-full`: "bin/sh\nusr/bin/env\n…".
Result<std::string> appletList()
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return Error::fromErrno("pipe2");
    const UniqueFd readEnd(ends[0]);
    UniqueFd writeEnd(ends[1]);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, writeEnd.get(), 1);
    std::string name = "busybox";
    std::string option = "--list-full";
    char* const arguments[] { name.data(), option.data(), nullptr };
    char* const environment[] { nullptr };
    pid_t child = 0;
    const int failed = ::posix_spawn(&child, program, &actions, nullptr, arguments, environment);
    ::posix_spawn_file_actions_destroy(&actions);
    if (failed != 0)
        return Error::kernel(failed, "posix_spawn", program);
    writeEnd.reset();
    std::string text;
    char buffer[4096];
    for (ssize_t count = 0; (count = ::read(readEnd.get(), buffer, sizeof buffer)) > 0;)
        text.append(buffer, std::size_t(count));
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) { }
    if (status != 0 || text.empty())
        return Error::of(ErrorKind::NotSupported, program, "busybox --list-full failed");
    return text;
}

Result<void> copyProgram(int root)
{
    const UniqueFd source = TRY(openAt(AT_FDCWD, program, O_RDONLY));
    const UniqueFd target = TRY(openAt(root, "bin/busybox", O_WRONLY | O_CREAT | O_EXCL, 0755));
    for (;;) {
        const ssize_t count = ::sendfile(target.get(), source.get(), nullptr, 1 << 20);
        if (count < 0)
            return Error::fromErrno("sendfile", "bin/busybox");
        if (count == 0)
            return {};
    }
}

Result<void> linkApplets(int root, const std::string& list)
{
    std::istringstream lines(list);
    for (std::string path; std::getline(lines, path);) {
        if (path.empty() || path == "bin/busybox" || path.find("..") != std::string::npos)
            continue;
        if (::symlinkat("/bin/busybox", root, path.c_str()) != 0 && errno != EEXIST)
            return Error::fromErrno("symlinkat", path);
    }
    return {};
}

Result<void> writeFiles(int root)
{
    TRY(replaceFile(root, "etc/passwd",
        "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n",
        Durability::Process));
    TRY(replaceFile(
        root, "etc/group", "root:x:0:\ntty:x:5:\nnogroup:x:65534:\n", Durability::Process));
    TRY(replaceFile(
        root, "etc/hosts", "127.0.0.1 localhost\n::1 localhost\n", Durability::Process));
    for (const char* file : { "etc/passwd", "etc/group", "etc/hosts" })
        if (::fchmodat(root, file, 0644, 0) != 0)
            return Error::fromErrno("fchmodat", file);
    return {};
}

Result<void> buildRoot(int root)
{
    for (const char* directory : { "bin", "sbin", "usr", "usr/bin", "usr/sbin", "etc", "dev",
             "proc", "sys", "run", "var", "home", "mnt", "opt", "lib", "lib64" })
        TRY(ensureDirectory(root, directory, 0755));
    TRY(ensureDirectory(root, "root", 0700));
    TRY(ensureDirectory(root, "tmp", 0700));
    if (::fchmodat(root, "tmp", 01777, 0) != 0)
        return Error::fromErrno("fchmodat", "tmp");
    TRY(copyProgram(root));
    TRY(linkApplets(root, TRY(appletList())));
    return writeFiles(root);
}

Image withLayer(Image image, const std::string& path)
{
    struct stat status { };
    const bool made = ::stat((path + "/bin/busybox").c_str(), &status) == 0;
    image.layers
        = { { path, "busybox and its applets", made ? std::uint64_t(status.st_size) : 0, true } };
    return image;
}

} // namespace

Image describeBusybox(const std::string& storage)
{
    Image image;
    image.name = "busybox";
    image.description = "A small Linux: one program with a shell and some 250 commands";
    image.command = { "/bin/sh" };
    const auto binary = openAt(AT_FDCWD, program, O_RDONLY);
    if (!binary) {
        image.reason = binary.error().message() + "; install busybox-static";
        return image;
    }
    if (!isStatic(binary.value().get())) {
        image.reason = "/bin/busybox is not a static program; install busybox-static";
        return image;
    }
    image.available = true;
    const auto name = layerName();
    return name ? withLayer(image, storage + "/" + name.value()) : image;
}

Result<void> prepareBusybox(const std::string& storage)
{
    const std::string name = TRY(layerName());
    const UniqueFd directory = TRY(openDirectory(AT_FDCWD, storage));
    if (::faccessat(directory.get(), name.c_str(), F_OK, 0) == 0)
        return {};
    const std::string staging = name + ".new";
    TRY(removeTree(directory.get(), staging));
    TRY(ensureDirectory(directory.get(), staging, 0755));
    const UniqueFd root = TRY(openDirectory(directory.get(), staging));
    if (auto built = buildRoot(root.get()); !built) {
        (void)removeTree(directory.get(), staging);
        return built;
    }
    if (::syncfs(root.get()) != 0)
        return Error::fromErrno("syncfs", staging);
    if (::renameat(directory.get(), staging.c_str(), directory.get(), name.c_str()) != 0)
        return Error::fromErrno("renameat", staging);
    return {};
}

} // namespace vitrine
