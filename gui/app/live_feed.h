// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/client/observation_stream.h"
#include "gui/client/stats_stream.h"
#include "helper/api/values.h"

#include <QList>
#include <QObject>
#include <QStringList>
#include <QTimer>

namespace vitrine {

class LivePage;
class ObservationModels;
class Session;
class StatsHistory;

/// Subscribes to exactly what is shown: the tables that the visible pages want, and figures while
/// something that draws them is seen. Nothing shown means no stream, and nobody wakes up.
class LiveFeed : public QObject {
    Q_OBJECT
public:
    LiveFeed(Session& session, ObservationModels& models, StatsHistory& history,
        QObject* parent = nullptr);

    /// Follows what PAGE wants as long as it lives.
    void watch(LivePage* page);
    /// Whether the window can be seen at all.
    void setActive(bool active);
    /// Whether somebody besides the pages draws figures.
    void setFiguresWanted(bool wanted);

signals:
    void sample(const vitrine::api::StatSample& sample);
    void failed(const QString& what, const vitrine::api::ErrorInfo& error);
    void worked(const QString& what); ///< which may have failed before

private:
    void update();
    void openObservation(const QStringList& tables);
    void openStats();
    void nameWorkloads();
    void forget();

    Session& m_session;
    ObservationModels& m_models;
    StatsHistory& m_history;
    QList<LivePage*> m_pages;
    ObservationStream m_observation;
    StatsStream m_stats;
    QStringList m_tables; ///< subscribed or asked for
    bool m_statsOpen = false; ///< subscribed or asked for
    bool m_active = true, m_figuresWanted = false;
    int m_request = 0; ///< an answer to an older request is void
    QTimer m_settle; ///< a change of views hides one page and shows another: act on the result
};

} // namespace vitrine
