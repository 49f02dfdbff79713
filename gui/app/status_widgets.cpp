// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/status_widgets.h"

#include "gui/app/session.h"
#include "gui/models/format.h"
#include "gui/views/colours.h"
#include "gui/views/icons.h"
#include "gui/views/sparkline.h"

#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QToolButton>

#include <algorithm>

namespace vitrine {

HostMeter::HostMeter(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("hostMeter"));
    setToolTip(tr("Processor time and memory in use on this computer"));
}

void HostMeter::append(const api::StatSample& sample)
{
    m_figures.append(sample.time, sample.host);
    setAccessibleName(tr("This computer: processors %1, memory %2")
                          .arg(formatPercent(std::max(0.0, m_figures.cpuPercent())),
                              formatBytes(m_figures.last().memoryBytes)));
    update();
}

void HostMeter::clear()
{
    m_figures = {};
    update();
}

QSize HostMeter::sizeHint() const
{
    const QFontMetrics metrics = fontMetrics();
    return { 2 * (metrics.horizontalAdvance(tr("Memory %1").arg(formatBytes(1020LL << 20))) + 80),
        metrics.height() + 4 };
}

void HostMeter::paintEvent(QPaintEvent*)
{
    if (m_figures.isEmpty())
        return;
    QPainter painter(this);
    const int half = width() / 2;
    const auto draw = [&](int left, const QString& text, const QList<double>& history, double top) {
        const QRect place(left, 0, half - 8, height());
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(place.adjusted(64, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text);
        paintSparkline(painter, QRectF(left, 3, 56, height() - 6), history, top,
            Figures::historyLength, palette().color(QPalette::Highlight));
    };
    const auto& last = m_figures.last();
    const double processors = std::max(1.0, last.cpuMax);
    const double busy = std::clamp(m_figures.cpuPercent() / processors, 0.0, 100.0);
    draw(0, tr("CPU %1").arg(formatPercent(busy)), m_figures.cpuHistory(), 100 * processors);
    draw(half, tr("Memory %1").arg(formatBytes(last.memoryBytes)), m_figures.memoryHistory(),
        double(std::max<qint64>(1, last.memoryMax)));
}

QString helperSentence(Session& session)
{
    const auto& client = session.client();
    switch (client.state()) {
    case HelperClient::State::Connecting:
        return StatusLine::tr("Connecting to the helper…");
    case HelperClient::State::NoBus:
        return StatusLine::tr("There is no message bus: %1").arg(client.failure().text);
    case HelperClient::State::NoHelper:
        return StatusLine::tr("No helper: %1").arg(textOf(client.failure()));
    case HelperClient::State::Connected:
        break;
    }
    return StatusLine::tr("Helper %1 is connected").arg(client.version());
}

StatusLine::StatusLine(Session& session, QWidget* parent)
    : QStatusBar(parent)
    , m_session(session)
    , m_badge(new QLabel)
    , m_helper(new QToolButton)
    , m_jobs(new QToolButton)
    , m_progress(new QProgressBar)
    , m_meter(new HostMeter)
{
    setObjectName(QStringLiteral("statusLine"));
    setSizeGripEnabled(false);
    m_badge->setObjectName(QStringLiteral("modeBadge"));
    m_badge->setBackgroundRole(QPalette::AlternateBase);
    m_badge->setAutoFillBackground(true);
    m_badge->setMargin(3);
    QFont bold = m_badge->font();
    bold.setBold(true);
    m_badge->setFont(bold);
    for (auto* button : { m_helper, m_jobs }) {
        button->setAutoRaise(true);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    }
    m_helper->setObjectName(QStringLiteral("helperState"));
    m_helper->setToolTip(tr("Show what this computer can do"));
    m_jobs->setObjectName(QStringLiteral("jobState"));
    m_jobs->setIcon(icon(QStringLiteral("jobs")));
    m_jobs->setToolTip(tr("Show the jobs"));
    m_progress->setMaximumWidth(96);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress of the running jobs"));
    addWidget(m_badge);
    addWidget(m_helper);
    addWidget(m_jobs);
    addWidget(m_progress);
    addPermanentWidget(m_meter);
    connect(m_helper, &QToolButton::clicked, this, &StatusLine::helperClicked);
    connect(m_jobs, &QToolButton::clicked, this, &StatusLine::jobsClicked);
    connect(&session.client(), &HelperClient::stateChanged, this, &StatusLine::showHelper);
    for (const auto signal :
        { &QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved })
        connect(&session.jobs(), signal, this, &StatusLine::showJobs);
    connect(&session.jobs(), &QAbstractItemModel::dataChanged, this, &StatusLine::showJobs);
    connect(&session.jobs(), &QAbstractItemModel::modelReset, this, &StatusLine::showJobs);
    showHelper();
    showJobs();
}

void StatusLine::showHelper()
{
    const auto& client = m_session.client();
    const bool system = client.mode().isEmpty() ? client.bus() == HelperClient::Bus::System
                                                : client.mode() == QLatin1String("system");
    m_badge->setText(system ? tr("system") : tr("session"));
    m_badge->setToolTip(system
            ? tr("Through the system bus: actions may ask for a password")
            : tr("Through the session bus: everything runs with your own rights"));
    m_helper->setText(helperSentence(m_session));
    const bool good = client.state() == HelperClient::State::Connected;
    const bool waiting = client.state() == HelperClient::State::Connecting;
    m_helper->setIcon(good ? icon(QStringLiteral("check"), goodColour(palette()))
            : waiting      ? icon(QStringLiteral("state-starting"))
                           : icon(QStringLiteral("warning"), errorColour(palette())));
}

void StatusLine::showJobs()
{
    const int running = m_session.jobs().runningCount();
    m_jobs->setVisible(running > 0);
    m_progress->setVisible(running > 0);
    if (running == 0)
        return;
    m_jobs->setText(tr("%n job(s)", nullptr, running));
    double sum = 0;
    bool known = true;
    for (const auto& job : m_session.jobs().rows()) {
        if (job.state != api::JobState::Running)
            continue;
        known &= job.progressValid;
        sum += job.progress;
    }
    // A bar without an end would animate all the time; unknown progress shows as nothing done.
    m_progress->setRange(0, 100);
    m_progress->setValue(known ? int(100 * sum / running) : 0);
}

} // namespace vitrine
