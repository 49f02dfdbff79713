// SPDX-License-Identifier: GPL-3.0-or-later
// Where errors go: standard error, and the file of --log.
#pragma once

#include "backend/base/unique_fd.h"
#include "helper/launcher/oci/options.h"

#include <string>

namespace vitrine::oci {

class Report {
public:
    /// Open the file of --log; only what comes after goes there.
    [[nodiscard]] Result<void> open(const Options& options);
    /// One line. LEVEL is "error", "warning" or "debug".
    void tell(const std::string& level, const std::string& text) const;

private:
    UniqueFd m_file;
    bool m_json = false;
};

} // namespace vitrine::oci
