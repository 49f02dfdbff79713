// SPDX-License-Identifier: GPL-3.0-or-later
// OCI bundles for the runtimes that Vitrine is measured against.
#pragma once

#include "backend/base/result.h"

#include <string>
#include <vector>

namespace vitrine::bench {

/// Where the runtimes keep their state: on a tmpfs, as in life.
inline const std::string stateFolder = "/run/vitrine-bench-peers";

/// A root file system of busybox in FOLDER: /bin/busybox, /bin/true, /bin/sleep, mount points.
[[nodiscard]] Result<void> makeLayer(const std::string& folder);

/// A mount that ends with this object.
class Mount {
public:
    explicit Mount(std::string path);
    Mount(Mount&& other) noexcept;
    Mount& operator=(Mount&&) = delete;
    ~Mount();
    [[nodiscard]] const std::string& path() const { return m_path; }

private:
    std::string m_path; ///< empty when moved from
};

/// An overlay of LAYER at FOLDER/root, mounted once: the peers are given the mount for nothing.
[[nodiscard]] Result<Mount> mountRoot(const std::string& layer, const std::string& folder);

enum class Filter {
    None,
    Ours, ///< the calls of Vitrine's profile, for its two ABIs: x86-64 and i386
    FieldsDefault, ///< the same for the three ABIs that podman and Docker give a runtime (x32)
};

/// FOLDER/config.json of a bundle, with a control group of the folder's name, that isolates
/// COMMAND, in ROOT, as Vitrine does: every namespace that Debian's runtimes know but user, /dev
/// and its mounts, masked paths, Docker's capabilities, no_new_privs, and Vitrine's own list of
/// system calls as the filter.
[[nodiscard]] Result<void> writeBundle(const std::string& folder, const std::string& root,
    const std::vector<std::string>& command, Filter filter);

} // namespace vitrine::bench
