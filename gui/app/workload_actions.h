// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QObject>
#include <QSet>
#include <QStringList>
#include <QVariantMap>

class QAction;

namespace vitrine {

class Session;

/// What can be done to the selected workloads: the actions, which of them make sense now, the
/// requests behind them and what became of those.
class WorkloadActions : public QObject {
    Q_OBJECT
public:
    /// Seconds during which a deleted workload can be taken back.
    static constexpr int trashSeconds = 10;

    explicit WorkloadActions(Session& session, QObject* parent = nullptr);

    /// The object paths that the actions work on.
    void setSelection(const QStringList& paths);
    [[nodiscard]] QList<QAction*> all() const;
    [[nodiscard]] QAction* start() const { return m_start; }
    [[nodiscard]] QAction* stop() const { return m_stop; }
    [[nodiscard]] QAction* restart() const { return m_restart; }
    [[nodiscard]] QAction* pause() const { return m_pause; }
    [[nodiscard]] QAction* resume() const { return m_resume; }
    [[nodiscard]] QAction* trash() const { return m_trash; }

    /// Follows a job that this window asked for; a failure is told by failed().
    void follow(const QString& job);
    void restore(const QStringList& paths);
    void startWorkload(const QString& path);
    void restartWorkload(const QString& path);

signals:
    /// WHAT was asked for WORKLOAD (an object path, empty for one that is not there) could not be
    /// done.
    void failed(const QString& what, const vitrine::api::ErrorInfo& error, const QString& workload);
    /// They go to the trash now, RUNNING of them while they run; restore() brings them back.
    void trashed(const QStringList& paths, const QStringList& names, int running);

private:
    QAction* add(const char* name, const QString& icon, const QString& text, const QString& toolTip,
        const QKeySequence& shortcut);
    void update();
    void operate(const QString& path, const QString& method, const QVariantMap& options);
    void onSelected(QAction* action, const QString& method);
    void trashSelected();
    void checkJob(const api::JobInfo& job);
    [[nodiscard]] QString nameOf(const QString& path) const;

    Session& m_session;
    QStringList m_selection;
    QSet<QString> m_jobs; ///< asked for by this window, not ended yet
    QAction *m_start, *m_stop, *m_restart, *m_pause, *m_resume, *m_trash;
};

} // namespace vitrine
