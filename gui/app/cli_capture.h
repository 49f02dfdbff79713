// SPDX-License-Identifier: GPL-3.0-or-later
// What "vitrine network capture" does with the packets that it gets.
#pragma once

#include <QString>

namespace vitrine::cli {

/// Copies the pcapng that comes from the descriptor SOURCE to FILE (empty: standard output), whole
/// blocks only, until it ends, nobody reads it, or SIGINT or SIGTERM comes; then says how many
/// packets that were. Returns the status to exit with.
[[nodiscard]] int recordCapture(int source, const QString& file);

} // namespace vitrine::cli
