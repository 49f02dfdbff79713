// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/image/host_copy.h"

#include "backend/base/files.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <deque>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine {

namespace {

Result<void> copyMode(int directory, int upper, const std::string& path)
{
    struct stat status { };
    if (::fstat(directory, &status) != 0)
        return Error::fromErrno("fstat", "/" + path);
    // Its owner stays able to remove what is in it.
    if (::fchmodat(upper, path.c_str(), (status.st_mode & 07777) | 0700, 0) != 0)
        return Error::fromErrno("fchmodat", path);
    return {};
}

Result<void> copyLink(int root, int upper, const std::string& path)
{
    char target[PATH_MAX];
    const ssize_t length = ::readlinkat(root, path.c_str(), target, sizeof target - 1);
    if (length < 0)
        return Error::fromErrno("readlinkat", "/" + path);
    target[length] = '\0';
    if (::symlinkat(target, upper, path.c_str()) != 0)
        return Error::fromErrno("symlinkat", path);
    return {};
}

/// Mode and time of change stay, so that it does not count as changed.
Result<void> copyFile(int root, int upper, const std::string& path, const struct stat& status)
{
    const std::string content = TRY(readFile(root, path));
    const UniqueFd file = TRY(openAt(upper, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600));
    if (::write(file.get(), content.data(), content.size()) != ssize_t(content.size()))
        return Error::fromErrno("write", path);
    const timespec times[2] { status.st_atim, status.st_mtim };
    if (::fchmod(file.get(), status.st_mode & 0777) != 0 || ::futimens(file.get(), times) != 0)
        return Error::fromErrno("fchmod", path);
    return {};
}

Result<void> copyEntry(int root, int upper, const std::string& path)
{
    TRY(copyParents(root, upper, path));
    struct stat status { };
    if (::fstatat(root, path.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? Result<void>() : Error::fromErrno("fstatat", "/" + path);
    return S_ISLNK(status.st_mode) ? copyLink(root, upper, path)
                                   : copyFile(root, upper, path, status);
}

/// Names of the directories in DIRECTORY that this user can read.
Result<std::vector<std::string>> directoriesIn(int directory)
{
    std::vector<std::string> found;
    for (auto& name : TRY(namesIn(directory))) {
        struct stat status { };
        if (::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0
            && S_ISDIR(status.st_mode)
            && ::faccessat(directory, name.c_str(), R_OK | X_OK, AT_EACCESS) == 0)
            found.push_back(std::move(name));
    }
    return found;
}

bool isHidden(const Image& image, const std::string& path)
{
    return std::any_of(image.hidden.begin(), image.hidden.end(),
        [&](const auto& hidden) { return hidden.path == path; });
}

/// The directories of the overlay branches, level by level.
Result<void> copyDirectories(int root, int upper, const Image& image)
{
    std::deque<std::string> waiting;
    for (const auto& branch : image.branches)
        if (branch.kind == ImageBranch::Kind::Overlay)
            waiting.push_back(branch.path);
    for (std::size_t made = 0; !waiting.empty() && made < maximumCopiedDirectories; ++made) {
        const std::string path = std::move(waiting.front());
        waiting.pop_front();
        const auto directory = openAt(root, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
        if (!directory && directory.error().number == ENOENT)
            continue; // the host goes on living
        if (!directory)
            return directory.error();
        TRY(ensureDirectory(upper, path, 0700));
        TRY(copyMode(directory.value().get(), upper, path));
        if (std::count(path.begin(), path.end(), '/') + 1 >= copiedNames)
            continue;
        for (const auto& name : TRY(directoriesIn(directory.value().get())))
            if (!isHidden(image, path + "/" + name))
                waiting.push_back(path + "/" + name);
    }
    return {};
}

} // namespace

Result<void> copyParents(int root, int upper, const std::string& path)
{
    for (std::size_t slash = path.find('/'); slash != std::string::npos;
         slash = path.find('/', slash + 1)) {
        const std::string above = path.substr(0, slash);
        TRY(ensureDirectory(upper, above, 0755));
        const UniqueFd directory = TRY(openAt(root, above, O_PATH | O_DIRECTORY));
        TRY(copyMode(directory.get(), upper, above));
    }
    return {};
}

Result<void> copyTree(int root, int upper, const Image& image)
{
    for (const auto& branch : image.branches) {
        TRY(copyParents(root, upper, branch.path));
        TRY(ensureDirectory(upper, branch.path, 0755));
    }
    for (const auto& path : image.copies)
        TRY(copyEntry(root, upper, path));
    return copyDirectories(root, upper, image);
}

} // namespace vitrine
