// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/client/volume_sources.h"

#include <QCoreApplication>
#include <QDBusUnixFileDescriptor>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>

namespace vitrine {

namespace {

api::ErrorInfo cannotOpen(qsizetype index, const QString& path, int number)
{
    api::ErrorInfo error;
    error.name = QStringLiteral("org.vitrine.Error.InvalidSpec");
    error.object = QStringLiteral("volumes[%1].source").arg(index);
    error.text = QCoreApplication::translate("VolumeSources", "%1 cannot be opened").arg(path);
    error.call = QStringLiteral("open");
    error.number = number;
    error.numberText = QString::fromLocal8Bit(std::strerror(number));
    return error;
}

} // namespace

std::optional<api::ErrorInfo> openVolumeSources(QVariantMap& spec)
{
    const auto it = spec.find(QStringLiteral("volumes"));
    if (it == spec.end())
        return {};
    QVariantList volumes = it->toList();
    for (qsizetype i = 0; i < volumes.size(); ++i) {
        QVariantMap volume = volumes[i].toMap();
        const QString path = volume.value(QStringLiteral("source")).toString();
        // Nothing but a folder or a file is waited for: a pipe would hold us up.
        const int file = ::open(
            QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
        if (file < 0)
            return cannotOpen(i, path, errno);
        QDBusUnixFileDescriptor descriptor;
        descriptor.giveFileDescriptor(file);
        volume.insert(QStringLiteral("source"), QVariant::fromValue(descriptor));
        volumes[i] = volume;
    }
    *it = volumes;
    return {};
}

} // namespace vitrine
