// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/kernel_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace vitrine::observe {

namespace {

ssize_t readAgain(int file, char* to, std::size_t size, off_t offset)
{
    ssize_t got;
    do
        got = ::pread(file, to, size, offset);
    while (got < 0 && errno == EINTR);
    return got;
}

} // namespace

Result<std::string> readFile(int directory, const char* name, std::size_t limit)
{
    const UniqueFd file(::openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    if (!file)
        return Error::fromErrno("openat", name);
    std::string content;
    std::size_t chunk = 4096;
    while (content.size() < limit) {
        const std::size_t before = content.size();
        content.resize(std::min(limit, before + chunk));
        const ssize_t got = readAgain(
            file.get(), content.data() + before, content.size() - before, off_t(before));
        if (got < 0)
            return Error::fromErrno("read", name);
        content.resize(before + std::size_t(got));
        if (got == 0)
            break;
        chunk = std::min<std::size_t>(chunk * 2, 256 * 1024);
    }
    return content;
}

std::string readLink(int directory, const char* name)
{
    std::array<char, 256> target;
    const ssize_t length = ::readlinkat(directory, name, target.data(), target.size());
    if (length <= 0 || std::size_t(length) == target.size())
        return {};
    return { target.data(), std::size_t(length) };
}

Result<std::string_view> KeptFile::read(int directory, const char* name, std::string& buffer)
{
    if (!m_file) {
        m_file.reset(::openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOCTTY));
        if (!m_file)
            return Error::fromErrno("openat", name);
    }
    const ssize_t got = readAgain(m_file.get(), buffer.data(), buffer.size(), 0);
    if (got < 0)
        return Error::fromErrno("pread", name);
    return std::string_view(buffer.data(), std::size_t(got));
}

} // namespace vitrine::observe
