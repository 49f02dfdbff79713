// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/block_devices.h"

#include "backend/base/files.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace vitrine::kernel {

namespace {

Error notADisk(const std::string& device, const std::string& why)
{
    return Error::invalid("limits.io." + device, why);
}

/// Links such as /dev/disk/by-id/… are followed as long as they stay below /dev; only the numbers
/// are taken, the device itself is never opened.
Result<DeviceNumber> numberOf(const std::string& device)
{
    const UniqueFd directory = TRY(openDirectory(AT_FDCWD, "/dev"));
    open_how how {};
    how.flags = O_PATH | O_CLOEXEC;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;
    const std::string below = device.substr(std::string("/dev/").size());
    const UniqueFd node(
        int(::syscall(SYS_openat2, directory.get(), below.c_str(), &how, sizeof how)));
    struct stat status { };
    if (!node || ::fstat(node.get(), &status) != 0)
        return errno == ENOENT ? notADisk(device, "there is no such device")
                               : notADisk(device, "it cannot be looked up below /dev");
    if (!S_ISBLK(status.st_mode))
        return notADisk(device, "it is no block device");
    return DeviceNumber { major(status.st_rdev), minor(status.st_rdev) };
}

Result<void> checkWholeDisk(const std::string& device, const DeviceNumber& number)
{
    const std::string entry
        = "/sys/dev/block/" + std::to_string(number.major) + ":" + std::to_string(number.minor);
    if (::access(entry.c_str(), F_OK) != 0)
        return notADisk(device, "there is no such device");
    if (::access((entry + "/partition").c_str(), F_OK) != 0)
        return {};
    const auto disk = readFile(AT_FDCWD, entry + "/../dev");
    const std::string name = disk ? disk.value().substr(0, disk.value().find('\n')) : "its disk";
    return notADisk(device, "it is a partition, and the kernel limits whole disks: use " + name);
}

} // namespace

Result<Limits> withDeviceNumbers(Limits limits)
{
    for (auto& [device, limit] : limits.io) {
        if (!limit.number)
            limit.number = TRY(numberOf(device));
        TRY(checkWholeDisk(device, *limit.number));
    }
    return limits;
}

} // namespace vitrine::kernel
