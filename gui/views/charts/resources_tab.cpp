// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/charts/resources_tab.h"

#include "gui/views/charts/chart_loader.h"
#include "gui/views/charts/chart_panel.h"
#include "gui/views/row_tree.h"
#include "gui/views/segment_button.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>

namespace vitrine {

namespace {

constexpr ChartKind kinds[] = { ChartKind::Cpu, ChartKind::Memory, ChartKind::Processes,
    ChartKind::Network, ChartKind::Disk, ChartKind::Throttling };
constexpr int widthForTwoColumns = 720;

/// The table has the time first, then the figures.
ColumnWish column(StatPoint::Figure figure, int rank)
{
    return { 1 + int(figure), 12, 10, rank };
}

} // namespace

ResourcesTab::ResourcesTab(StatsHistory* history, QWidget* parent)
    : LivePage({ QStringLiteral("stats") }, parent)
    , m_history(history)
    , m_pages(new QStackedWidget)
    , m_charts(new QWidget)
    , m_grid(new QGridLayout(m_charts))
    , m_error(new QLabel)
    , m_table(new RowTree(&m_points, RowTree::Shape::Table))
    , m_ranges(new QButtonGroup(this))
{
    m_table->setAccessibleName(tr("Measurements"));
    m_table->setPlaceholder(tr("Nothing measured yet."));
    m_table->setColumns({ { 0, 10 }, column(StatPoint::Cpu, 0), column(StatPoint::Memory, 0),
        column(StatPoint::Processes, 3), column(StatPoint::Received, 1), column(StatPoint::Sent, 2),
        column(StatPoint::Read, 4), column(StatPoint::Written, 5),
        column(StatPoint::Throttled, 6) });
    m_table->sortByColumn(0, Qt::DescendingOrder);
    m_grid->setContentsMargins(8, 0, 8, 8);
    m_grid->setSpacing(16);
    auto* scroll = new QScrollArea;
    scroll->setWidget(m_charts);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    m_error->setAlignment(Qt::AlignCenter);
    m_error->setWordWrap(true);
    m_pages->addWidget(scroll);
    m_pages->addWidget(m_table);
    m_pages->addWidget(m_error);
    makeBar(*addBody(m_pages));
    connect(history, &StatsHistory::appended, this, &ResourcesTab::refresh);
}

void ResourcesTab::makeBar(QBoxLayout& bar)
{
    const auto button = [&](QButtonGroup* group, const QString& text, const QString& tip, int id) {
        auto* made = new SegmentButton(text, tip);
        group->addButton(made, id);
        bar.addWidget(made);
    };
    const QString tip = tr("Show the last %1");
    button(m_ranges, tr("1 min"), tip.arg(tr("1 min")), int(StatRange::Minute));
    button(m_ranges, tr("10 min"), tip.arg(tr("10 min")), int(StatRange::TenMinutes));
    button(m_ranges, tr("1 h"), tip.arg(tr("1 h")), int(StatRange::Hour));
    button(m_ranges, tr("24 h"), tip.arg(tr("24 h")), int(StatRange::Day));
    m_ranges->button(0)->setChecked(true);
    connect(m_ranges, &QButtonGroup::idClicked, this, [this](int id) { setRange(StatRange(id)); });
    bar.addStretch();
    auto* twins = new QButtonGroup(this);
    button(twins, tr("Charts"), tr("Show as charts"), 0);
    button(twins, tr("Table"), tr("Show as a table"), 1);
    twins->button(0)->setChecked(true);
    connect(twins, &QButtonGroup::idClicked, this, [this](int id) { showTable(id == 1); });
}

void ResourcesTab::setWorkload(const QString& id)
{
    m_workload = id;
    m_points.reset();
    refresh();
}

void ResourcesTab::setRange(StatRange range)
{
    m_range = range;
    m_ranges->button(int(range))->setChecked(true);
    refresh();
}

void ResourcesTab::showTable(bool table)
{
    m_pages->setCurrentIndex(table ? 1 : m_panels.isEmpty() ? 2 : 0);
    refresh();
}

void ResourcesTab::makePanels()
{
    QString error;
    for ([[maybe_unused]] const ChartKind kind : kinds) {
        ChartPanel* panel = createChartPanel(m_charts, error);
        if (!panel)
            break;
        panel->onCrosshair([this](double seconds) {
            for (ChartPanel* each : std::as_const(m_panels))
                each->setCrosshair(seconds);
        });
        m_panels.append(panel);
    }
    if (m_panels.isEmpty()) {
        m_error->setText(
            tr("The charts cannot be shown: %1\nThe table has the same figures.").arg(error));
        m_pages->setCurrentIndex(2);
    }
}

void ResourcesTab::showEvent(QShowEvent* event)
{
    LivePage::showEvent(event);
    if (m_panels.isEmpty())
        makePanels();
    arrange();
    refresh();
}

void ResourcesTab::resizeEvent(QResizeEvent* event)
{
    LivePage::resizeEvent(event);
    arrange();
}

void ResourcesTab::arrange()
{
    const int columns = width() >= widthForTwoColumns ? 2 : 1;
    if (columns == m_columns || m_panels.isEmpty())
        return;
    m_columns = columns;
    for (int i = 0; i < m_panels.size(); ++i)
        m_grid->addWidget(m_panels[i]->widget(), i / columns, i % columns);
    for (int column = 0; column < 2; ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
}

void ResourcesTab::refresh()
{
    if (!isVisible())
        return;
    const auto points = m_history->points(m_workload, m_range);
    if (m_pages->currentIndex() == 1) {
        m_points.setPoints(points);
        return;
    }
    const auto* latest = m_history->latest(m_workload);
    for (int i = 0; i < m_panels.size(); ++i)
        m_panels[i]->setContent(chartContent(
            kinds[i], points, m_range, m_history->latestTime(), latest, m_workload.isEmpty()));
}

} // namespace vitrine
