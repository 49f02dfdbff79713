// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace vitrine {

class MainWindow;
class Session;

/// Shows one view after the other, writes a picture of each and ends the program: status 0 when
/// every picture was written. PATH is a folder (NAME.png in it) or a file (its name gets -NAME).
void takeScreenshots(Session& session, MainWindow& window, const QString& path);

} // namespace vitrine
