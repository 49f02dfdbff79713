// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/namespace_types.h"

#include <QCoreApplication>

namespace vitrine {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("NamespaceTypes", text);
}

struct Words {
    const char* title;
    const char* explanation;
};

// In the order of namespaceTypes.
constexpr std::array<Words, 8> words { {
    { QT_TRANSLATE_NOOP("NamespaceTypes", "Mount namespace"),
        QT_TRANSLATE_NOOP(
            "NamespaceTypes", "mnt: a table of mounts of its own, and so its own view of files") },
    { QT_TRANSLATE_NOOP("NamespaceTypes", "UTS namespace"),
        QT_TRANSLATE_NOOP("NamespaceTypes", "uts: a host name and a domain name of its own") },
    { QT_TRANSLATE_NOOP("NamespaceTypes", "IPC namespace"),
        QT_TRANSLATE_NOOP("NamespaceTypes",
            "ipc: System V shared memory, semaphores and POSIX message queues of its own") },
    { QT_TRANSLATE_NOOP("NamespaceTypes", "PID namespace"),
        QT_TRANSLATE_NOOP("NamespaceTypes",
            "pid: process numbers of its own, from 1; nests in its parent, which sees its "
            "processes, too") },
    { QT_TRANSLATE_NOOP("NamespaceTypes", "Network namespace"),
        QT_TRANSLATE_NOOP("NamespaceTypes",
            "net: interfaces, addresses, routes, firewall and ports of its own") },
    { QT_TRANSLATE_NOOP("NamespaceTypes", "User namespace"),
        QT_TRANSLATE_NOOP("NamespaceTypes",
            "user: users and capabilities of its own; nests, and owns the other namespaces made in "
            "it") },
    { QT_TRANSLATE_NOOP("NamespaceTypes", "Control group namespace"),
        QT_TRANSLATE_NOOP(
            "NamespaceTypes", "cgroup: sees its own control group as the root of the tree") },
    { QT_TRANSLATE_NOOP("NamespaceTypes", "Time namespace"),
        QT_TRANSLATE_NOOP("NamespaceTypes",
            "time: offsets of its own for the monotonic and the boot-time clock") },
} };

constexpr std::array<QRgb, 9> chipHues { 0xffe69f00, 0xff56b4e9, 0xff009e73, 0xffd55e00, 0xff0072b2,
    0xffcc79a7, 0xfff0e442, 0xff999999, 0xff7b5cc4 };

} // namespace

int namespaceTypeIndex(const QString& type)
{
    for (std::size_t i = 0; i < namespaceTypes.size(); ++i)
        if (type == QLatin1String(namespaceTypes[i].name))
            return int(i);
    return -1;
}

QString namespaceTitle(const QString& type)
{
    const int i = namespaceTypeIndex(type);
    return i < 0 ? type : tr(words[std::size_t(i)].title);
}

QString namespaceExplanation(const QString& type)
{
    const int i = namespaceTypeIndex(type);
    return i < 0 ? QString() : tr(words[std::size_t(i)].explanation);
}

QColor chipColor(quint64 inode)
{
    // Inodes of namespaces that are made together follow each other: neighbours differ.
    return QColor::fromRgb(chipHues[inode % chipHues.size()]);
}

QColor inkOn(const QColor& background)
{
    const double luminance
        = 0.299 * background.redF() + 0.587 * background.greenF() + 0.114 * background.blueF();
    return luminance > 0.5 ? QColor(Qt::black) : QColor(Qt::white);
}

} // namespace vitrine
