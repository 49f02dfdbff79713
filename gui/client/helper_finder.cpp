// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/client/helper_finder.h"

#include "gui/client/bus_names.h"
#include "gui/client/guarded_call.h"
#include "helper/api/installed.h"

#include <QDBusServiceWatcher>
#include <QFileInfo>
#include <QProcess>

namespace vitrine {

namespace {

/// A call to the bus itself.
QDBusMessage busCall(const char* method, const QVariantList& arguments)
{
    auto message = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.DBus"),
        QStringLiteral("/org/freedesktop/DBus"), QStringLiteral("org.freedesktop.DBus"),
        QLatin1String(method));
    message.setArguments(arguments);
    return message;
}

} // namespace

HelperFinder::HelperFinder(const QDBusConnection& bus, Program program, QObject* parent)
    : QObject(parent)
    , m_bus(bus)
    , m_program(program)
{
}

void HelperFinder::look()
{
    if (!m_watcher) {
        m_watcher = new QDBusServiceWatcher(
            names::service, m_bus, QDBusServiceWatcher::WatchForOwnerChange, this);
        connect(m_watcher, &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString&, const QString&, const QString& owner) { setOwner(owner); });
    }
    m_ran = false;
    askForOwner();
}

void HelperFinder::setOwner(const QString& owner)
{
    m_owner = owner;
    emit ownerFound(owner);
}

void HelperFinder::askForOwner()
{
    guardedCall<QString>(m_bus, busCall("GetNameOwner", { QString(names::service) }), this,
        [this](const Reply<QString>& reply) {
            if (reply)
                setOwner(reply.value);
            else if (m_owner.isEmpty())
                activate();
        });
}

void HelperFinder::activate()
{
    guardedCall<quint32>(m_bus, busCall("StartServiceByName", { QString(names::service), 0u }),
        this, [this](const Reply<quint32>& reply) {
            if (!reply && m_owner.isEmpty())
                runProgram(*reply.error);
        });
}

// In session mode the helper needs no privilege and may stand beside this program without being
// installed as a service (build tree, AppImage, an installation of one's own): start it detached,
// it goes when it is idle.
void HelperFinder::runProgram(const api::ErrorInfo& why)
{
    const QString program = api::installedFile(
        QStringLiteral("vitrine-helper"), QStringLiteral(VITRINE_HELPER_DIRECTORY));
    if (m_program == Program::IsAService || m_ran || !QFileInfo(program).isExecutable())
        return emit failed(why);
    m_ran = true;
    QProcess process;
    process.setProgram(program);
    process.setArguments({ QStringLiteral("--session") });
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(QProcess::nullDevice());
    // Nor ours on standard error: who reads that through a pipe would wait for the helper's end.
    process.setStandardErrorFile(QProcess::nullDevice());
    if (!process.startDetached())
        emit failed(
            { why.name, process.errorString(), QStringLiteral("start"), program, 0, {}, -1 });
}

} // namespace vitrine
