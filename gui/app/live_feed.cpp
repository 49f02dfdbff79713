// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/live_feed.h"

#include "gui/app/session.h"
#include "gui/models/observation_models.h"
#include "gui/models/stats_history.h"
#include "gui/views/live_page.h"

namespace vitrine {

namespace {
constexpr int retryPause = 2000; ///< ms until a stream that broke is opened anew
const QString statsTable = QStringLiteral("stats");
}

LiveFeed::LiveFeed(
    Session& session, ObservationModels& models, StatsHistory& history, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_models(models)
    , m_history(history)
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(0);
    connect(&m_settle, &QTimer::timeout, this, &LiveFeed::update);
    connect(&m_observation, &ObservationStream::delta, this,
        [this](const api::ObservationDelta& delta) { m_models.apply(delta); });
    connect(&m_stats, &StatsStream::sample, this, [this](const api::StatSample& taken) {
        m_history.append(taken);
        m_session.workloads().apply(taken);
        emit sample(taken);
    });
    connect(&m_observation, &LineStream::closed, this, [this] {
        m_tables.clear();
        m_settle.start(retryPause);
    });
    connect(&m_stats, &LineStream::closed, this, [this] {
        m_statsOpen = false;
        m_settle.start(retryPause);
    });
    connect(&session.client(), &HelperClient::stateChanged, this, [this] { m_settle.start(0); });
    connect(&session.client(), &HelperClient::reset, this, &LiveFeed::forget);
    for (const auto signal :
        { &QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved })
        connect(&session.workloads(), signal, this, &LiveFeed::nameWorkloads);
}

void LiveFeed::watch(LivePage* page)
{
    m_pages.append(page);
    connect(page, &LivePage::wantedChanged, this, [this] { m_settle.start(0); });
    connect(page, &QObject::destroyed, this, [this, page] {
        m_pages.removeAll(page);
        m_settle.start(0);
    });
    m_settle.start(0);
}

void LiveFeed::setActive(bool active)
{
    if (active == m_active)
        return;
    m_active = active;
    m_settle.start(0);
}

void LiveFeed::setFiguresWanted(bool wanted)
{
    if (wanted == m_figuresWanted)
        return;
    m_figuresWanted = wanted;
    m_settle.start(0);
}

void LiveFeed::update()
{
    const bool live = m_active && m_session.client().state() == HelperClient::State::Connected;
    QStringList tables;
    bool stats = live && m_figuresWanted;
    for (const auto* page : std::as_const(m_pages))
        if (live)
            tables += page->wantedTables();
    stats |= tables.removeAll(statsTable) > 0;
    tables.removeDuplicates();
    tables.sort();
    if (tables != m_tables) {
        m_tables = tables;
        ++m_request;
        m_observation.stop();
        if (!tables.isEmpty())
            openObservation(tables);
    }
    if (stats != m_statsOpen) {
        m_statsOpen = stats;
        m_stats.stop();
        if (stats)
            openStats();
    }
}

void LiveFeed::openObservation(const QStringList& tables)
{
    const int request = m_request;
    m_session.client().openObserve({ { QStringLiteral("tables"), tables } }, this,
        [this, request](const Reply<QDBusUnixFileDescriptor>& reply) {
            if (request != m_request)
                return;
            if (!reply)
                return emit failed(tr("Looking at the kernel"), *reply.error);
            emit worked(tr("Looking at the kernel"));
            auto descriptor = reply.value;
            m_observation.start(descriptor.takeFileDescriptor());
        });
}

void LiveFeed::openStats()
{
    m_session.client().openStats({}, this, [this](const Reply<QDBusUnixFileDescriptor>& reply) {
        if (!m_statsOpen || m_stats.isRunning())
            return;
        if (!reply)
            return emit failed(tr("Measuring the workloads"), *reply.error);
        emit worked(tr("Measuring the workloads"));
        auto descriptor = reply.value;
        m_stats.start(descriptor.takeFileDescriptor());
    });
}

void LiveFeed::nameWorkloads()
{
    WorkloadNames names;
    for (const auto& workload : m_session.workloads().rows())
        names.insert(workload.id, workload.name);
    m_models.setWorkloadNames(names);
}

void LiveFeed::forget()
{
    ++m_request;
    m_tables.clear();
    m_statsOpen = false;
    m_observation.stop();
    m_stats.stop();
    m_models.reset();
    m_history.reset();
}

} // namespace vitrine
