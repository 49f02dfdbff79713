// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/client/log_stream.h"
#include "helper/api/values.h"

#include <QFile>
#include <QObject>
#include <QSaveFile>

#include <memory>

namespace vitrine {

class LogsTab;
class Session;

/// Brings the tab of a log its lines, and writes them to a file.
class LogFeed : public QObject {
    Q_OBJECT
public:
    /// Lives as long as TAB.
    LogFeed(Session& session, LogsTab* tab);

    void setWorkload(const api::WorkloadInfo& workload);

private:
    void open();
    void save(const QString& path);
    void write(const api::LogLine& line);
    void finishSaving();

    Session& m_session;
    LogsTab* m_tab;
    QString m_path; ///< object of the workload that is shown
    LogStream m_lines, m_saved;
    std::unique_ptr<QSaveFile> m_file; ///< while a log is saved
};

} // namespace vitrine
