// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace vitrine {

/// Has the desktop show a notification (org.freedesktop.Notifications on the session bus). Nothing
/// waits for it, and where no desktop is it is no error.
void notifyDesktop(const QString& title, const QString& text);

} // namespace vitrine
