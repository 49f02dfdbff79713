// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/status_widgets.h"

#include "gui/app/session.h"
#include "gui/models/format.h"
#include "gui/views/colours.h"
#include "gui/views/direction.h"
#include "gui/views/icons.h"
#include "gui/views/sparkline.h"

#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QStyle>
#include <QToolButton>

#include <algorithm>

namespace vitrine {

HostMeter::HostMeter(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("hostMeter"));
    setToolTip(tr("This computer: processor time of all its processors together, 100 % when all "
                  "are busy, and memory in use"));
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
    return { 2
            * (metrics.horizontalAdvance(tr("Host memory %1").arg(formatBytes(1020LL << 20))) + 80),
        metrics.height() + 4 };
}

void HostMeter::paintEvent(QPaintEvent*)
{
    if (m_figures.isEmpty())
        return;
    QPainter painter(this);
    const int half = width() / 2;
    const auto draw = [&](int left, const QString& text, const QList<double>& history, double top) {
        const auto placed = [&](const QRect& part) {
            return QStyle::visualRect(layoutDirection(), rect(), part);
        };
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(placed({ left + 64, 0, half - 72, height() }),
            Qt::AlignVCenter | Qt::AlignLeft, inOrder(text));
        paintSparkline(painter, placed({ left, 3, 56, height() - 6 }), history, top,
            Figures::historyLength, palette().color(QPalette::Highlight));
    };
    const auto& last = m_figures.last();
    const double processors = std::max(1.0, last.cpuMax);
    const double busy = std::clamp(m_figures.cpuPercent() / processors, 0.0, 100.0);
    draw(0, tr("Host CPU %1").arg(formatPercent(busy)), m_figures.cpuHistory(), 100 * processors);
    draw(half, tr("Host memory %1").arg(formatBytes(last.memoryBytes)), m_figures.memoryHistory(),
        double(std::max<qint64>(1, last.memoryMax)));
}

QString helperSentence(Session& session)
{
    const auto& client = session.client();
    const bool system = client.bus() == HelperClient::Bus::System;
    switch (client.state()) {
    case HelperClient::State::Connecting:
        return StatusLine::tr("Connecting to the helper…");
    case HelperClient::State::NoBus:
        return system ? StatusLine::tr("There is no system bus")
                      : StatusLine::tr("There is no session bus");
    case HelperClient::State::NoHelper:
        return system ? StatusLine::tr("The system helper does not answer")
                      : StatusLine::tr("The helper does not answer");
    case HelperClient::State::Connected:
        break;
    }
    return StatusLine::tr("Helper %1 is connected").arg(client.version());
}

namespace {

/// What to do when the helper cannot be reached.
QString helperAdvice(HelperClient::Bus bus, HelperClient::State state)
{
    const bool noBus = state == HelperClient::State::NoBus;
    if (bus == HelperClient::Bus::System)
        return (noBus ? StatusLine::tr("Vitrine meets it on D-Bus: start the system bus, then "
                                       "reconnect.")
                      : StatusLine::tr("It is a service of its own: install it, or ask an "
                                       "administrator to, then reconnect."))
            + StatusLine::tr("\n\nContainers of your own need none. For those, run\n%1")
                  .arg(QStringLiteral("vitrine --session"));
    return noBus ? StatusLine::tr("Vitrine meets its helper on D-Bus. Log in to a desktop, or run"
                                  "\n%1")
                       .arg(QStringLiteral("dbus-run-session vitrine"))
                 : StatusLine::tr("It is the program vitrine-helper, beside this one: see that it "
                                  "is installed and runs, then reconnect.");
}

} // namespace

QString helperMessage(Session& session)
{
    const auto& client = session.client();
    const auto state = client.state();
    if (state == HelperClient::State::Connecting || state == HelperClient::State::Connected)
        return helperSentence(session);
    return StatusLine::tr("%1.\n\n%2\n\n(%3)")
        .arg(helperSentence(session), helperAdvice(client.bus(), state), client.failure().text);
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
