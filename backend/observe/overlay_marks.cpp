// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/overlay_marks.h"

#include "backend/base/unique_fd.h"

#include <array>
#include <climits>
#include <fcntl.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

namespace vitrine::observe {

namespace {

/// NAME as a path that getxattr can take without following a link: the kernel has no
/// getxattrat before 6.13. Symbolic links never carry these marks.
class Handle {
public:
    Handle(int directory, const char* name, int kind)
        : m_file(::openat(directory, name, O_PATH | O_NOFOLLOW | O_CLOEXEC | kind))
        , m_path("/proc/self/fd/" + std::to_string(m_file.get()))
    {
    }

    [[nodiscard]] std::string attribute(const std::string& mark) const
    {
        if (!m_file)
            return {};
        std::array<char, PATH_MAX> value;
        for (const char* space : { "trusted.overlay.", "user.overlay." }) {
            const ssize_t length
                = ::getxattr(m_path.c_str(), (space + mark).c_str(), value.data(), value.size());
            if (length >= 0)
                return { value.data(), std::size_t(length) };
        }
        return {};
    }

    [[nodiscard]] bool has(const std::string& mark) const
    {
        if (!m_file)
            return false;
        for (const char* space : { "trusted.overlay.", "user.overlay." })
            if (::getxattr(m_path.c_str(), (space + mark).c_str(), nullptr, 0) >= 0)
                return true;
        return false;
    }

private:
    UniqueFd m_file;
    std::string m_path;
};

} // namespace

bool isWhiteoutDevice(const struct stat& status)
{
    return S_ISCHR(status.st_mode) && status.st_rdev == makedev(0, 0);
}

bool isWhiteoutFile(int directory, const char* name, const struct stat& status)
{
    return S_ISREG(status.st_mode) && status.st_size == 0
        && Handle(directory, name, 0).has("whiteout");
}

DirectoryMarks marksOf(int directory, const char* name)
{
    const Handle handle(directory, name, O_DIRECTORY);
    const std::string opaque = handle.attribute("opaque");
    return { opaque == "y", opaque == "x", handle.attribute("redirect") };
}

} // namespace vitrine::observe
