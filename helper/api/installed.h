// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace vitrine::api {

/// Where the file NAME of this installation is: beside the program in a build tree, else in
/// DIRECTORY, which is relative to the folder above the program's.
[[nodiscard]] inline QString installedFile(const QString& name, const QString& directory)
{
    const QDir here(QCoreApplication::applicationDirPath());
    return here.exists(name)
        ? here.filePath(name)
        : QDir::cleanPath(here.filePath(QStringLiteral("../%1/%2").arg(directory, name)));
}

} // namespace vitrine::api
