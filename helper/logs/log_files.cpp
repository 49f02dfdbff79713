// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/logs/log_files.h"

#include "helper/api/log_format.h"

#include <algorithm>
#include <fcntl.h>
#include <sys/stat.h>

namespace vitrine::logs {

namespace {

std::string nameOf(unsigned number)
{
    const std::string name = api::log::fileName;
    return number == 0 ? name : name + "." + std::to_string(number);
}

} // namespace

std::optional<LogFile> LogFiles::open(unsigned number) const
{
    constexpr int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
    LogFile log;
    log.file.reset(::openat(m_directory, nameOf(number).c_str(), flags));
    struct stat status { };
    if (!log.file || ::fstat(log.file.get(), &status) != 0 || !S_ISREG(status.st_mode))
        return std::nullopt;
    log.inode = status.st_ino;
    return log;
}

std::vector<LogFile> LogFiles::openAll() const
{
    constexpr int attempts = 16;
    std::vector<LogFile> files;
    for (int i = 0; i < attempts; ++i) {
        files = openOnce();
        if (files.empty() || isNewest(files.front()))
            break; // else they were rotated meanwhile
    }
    return files;
}

/// When they are rotated meanwhile, one shows up again as the next older one.
std::vector<LogFile> LogFiles::openOnce() const
{
    std::vector<LogFile> files;
    for (unsigned number = 0; number < api::log::largestFileCount; ++number) {
        auto file = open(number);
        if (!file)
            continue;
        const auto isSame = [&](const LogFile& other) { return other.inode == file->inode; };
        if (std::none_of(files.begin(), files.end(), isSame))
            files.push_back(std::move(*file));
    }
    return files;
}

bool LogFiles::isNewest(const LogFile& file) const
{
    const auto newest = open(0);
    return newest && newest->inode == file.inode;
}

std::optional<LogFiles::Next> LogFiles::after(const LogFile& file) const
{
    std::vector<LogFile> files = openAll();
    const auto found = std::find_if(files.begin(), files.end(),
        [&file](const LogFile& other) { return file.file && other.inode == file.inode; });
    if (found == files.begin()) // the newest, or there is none
        return std::nullopt;
    // One that is gone was older than all there are. With a single file nobody can tell.
    const bool gap = file.file && found == files.end() && files.size() > 1;
    return Next { std::move(*std::prev(found)), gap };
}

} // namespace vitrine::logs
