// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/log_feed.h"

#include "gui/app/session.h"
#include "gui/models/format.h"
#include "gui/views/logs/logs_tab.h"

#include <QDBusUnixFileDescriptor>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>

namespace vitrine {

LogFeed::LogFeed(Session& session, LogsTab* tab)
    : QObject(tab)
    , m_session(session)
    , m_tab(tab)
{
    connect(tab, &LogsTab::linesRequested, this, &LogFeed::open);
    connect(tab, &LogsTab::saveRequested, this, &LogFeed::save);
    connect(&m_lines, &LogStream::line, tab, &LogsTab::addLine);
    connect(&m_lines, &LogStream::closed, tab, [tab] { tab->endLines({}); });
    connect(&m_saved, &LogStream::line, this, &LogFeed::write);
    connect(&m_saved, &LogStream::closed, this, &LogFeed::finishSaving);
}

void LogFeed::setWorkload(const api::WorkloadInfo& workload)
{
    if (workload.path != m_path)
        m_lines.stop();
    m_path = workload.path;
    const QJsonObject spec = QJsonDocument::fromJson(workload.spec.toUtf8()).object();
    const bool kept = spec.value(QLatin1String("log")) != QLatin1String("none");
    m_tab->setWorkload(workload.id, workload.name, kept);
}

void LogFeed::open()
{
    const QVariantMap options { { QStringLiteral("follow"), true },
        { QStringLiteral("tail"), LogsTab::firstLines } };
    m_session.client().openLogs(
        m_path, options, this, [this, path = m_path](const Reply<QDBusUnixFileDescriptor>& reply) {
            if (path != m_path)
                return; // another one is shown by now
            if (!reply)
                return m_tab->endLines(textOf(*reply.error));
            auto descriptor = reply.value;
            m_lines.start(descriptor.takeFileDescriptor());
        });
}

void LogFeed::save(const QString& path)
{
    m_saved.stop();
    m_file = std::make_unique<QSaveFile>(path);
    if (!m_file->open(QIODevice::WriteOnly)) {
        m_tab->showSaved(tr("The log cannot be saved in %1: %2").arg(path, m_file->errorString()));
        m_file.reset();
        return;
    }
    m_session.client().openLogs(
        m_path, {}, this, [this](const Reply<QDBusUnixFileDescriptor>& reply) {
            if (!reply) {
                m_file.reset();
                return m_tab->showSaved(textOf(*reply.error));
            }
            auto descriptor = reply.value;
            m_saved.start(descriptor.takeFileDescriptor());
        });
}

/// As the log itself has it.
void LogFeed::write(const api::LogLine& line)
{
    if (m_file)
        m_file->write(api::toText(line) + '\n'); // failure shows when it is finished
}

void LogFeed::finishSaving()
{
    if (!m_file)
        return;
    const QString path = QDir::toNativeSeparators(m_file->fileName());
    if (m_file->commit())
        m_tab->showSaved(tr("The log was saved in %1.").arg(path));
    else
        m_tab->showSaved(tr("The log cannot be saved in %1: %2").arg(path, m_file->errorString()));
    m_file.reset();
}

} // namespace vitrine
