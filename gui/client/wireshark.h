// SPDX-License-Identifier: GPL-3.0-or-later
// Wireshark as another program that shows packets.
#pragma once

#include "helper/api/values.h"

#include <QStringList>

#include <functional>

class QObject;

namespace vitrine {

/// Where Wireshark is installed; empty: nowhere.
[[nodiscard]] QString wiresharkPath();
/// Starts it with ARGUMENTS and, as its standard input, the descriptor INPUT where that is one,
/// which stays the caller's. It outlives this program. Returns what went wrong; FAILED is told when
/// it ends with an error while CONTEXT lives.
[[nodiscard]] api::ErrorInfo startWireshark(const QStringList& arguments, int input,
    QObject* context, std::function<void(const api::ErrorInfo&)> failed);

} // namespace vitrine
