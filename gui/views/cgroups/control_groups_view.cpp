// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/cgroups/control_groups_view.h"

#include "gui/models/observation_models.h"
#include "gui/models/units.h"
#include "gui/views/charts/chart_loader.h"
#include "gui/views/charts/chart_panel.h"
#include "gui/views/filter_edit.h"
#include "gui/views/row_tree.h"

#include <QBoxLayout>
#include <QLabel>
#include <QSplitter>

namespace vitrine {

ControlGroupsView::ControlGroupsView(ObservationModels* models, StatsHistory*, QWidget* parent)
    : LivePage({ QStringLiteral("cgroups") }, parent)
    , m_models(models)
    , m_filter(new FilterEdit(tr("Filter control groups")))
    , m_tree(new RowTree(models->cgroups(), RowTree::Shape::Tree))
    , m_inspector(new QWidget)
    , m_title(new QLabel)
    , m_facts(new QLabel)
{
    m_tree->setAccessibleName(tr("Control groups"));
    m_tree->setPlaceholder(tr("Control groups appear here as soon as the helper has looked."));
    using Model = CgroupModel;
    m_tree->setColumns({ { Model::Name, 34, 18 }, { Model::State, 12, 0, 5 },
        { Model::Processes, 9, 0, 1 }, { Model::Cpu, 8 }, { Model::CpuLimit, 9, 0, 4 },
        { Model::Memory, 12 }, { Model::MemoryLimit, 12, 0, 2 }, { Model::Throttled, 9, 0, 6 },
        { Model::CpuPressure, 11, 0, 7 }, { Model::MemoryPressure, 14, 0, 3 } });
    m_title->setWordWrap(true);
    m_facts->setWordWrap(true);
    m_facts->setTextFormat(Qt::RichText);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto* inspectorLayout = new QVBoxLayout(m_inspector);
    inspectorLayout->setContentsMargins(8, 0, 8, 8);
    inspectorLayout->addWidget(m_title);
    inspectorLayout->addWidget(m_facts);
    inspectorLayout->addStretch(1);
    auto* splitter = new QSplitter(Qt::Horizontal);
    splitter->addWidget(m_tree);
    splitter->addWidget(m_inspector);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({ 640, 320 });
    auto* bar = addBody(splitter);
    bar->addWidget(m_filter, 1);
    auto* note = new QLabel(tr("* measured from the processes: no memory controller here"));
    note->setForegroundRole(QPalette::PlaceholderText);
    bar->addStretch();
    bar->addWidget(note);
    connect(m_filter, &QLineEdit::textChanged, m_tree->proxy(), &FilterProxy::setText);
    connect(m_tree, &RowTree::currentChangedTo, this, &ControlGroupsView::refresh);
    connect(models, &ObservationModels::applied, this, &ControlGroupsView::refresh);
}

QLineEdit* ControlGroupsView::filterEdit() const
{
    return m_filter;
}

void ControlGroupsView::showEvent(QShowEvent* event)
{
    LivePage::showEvent(event);
    refresh();
}

void ControlGroupsView::makeCharts()
{
    QString error;
    auto* layout = static_cast<QVBoxLayout*>(m_inspector->layout());
    m_cpu = createChartPanel(m_inspector, error);
    m_memory = m_cpu ? createChartPanel(m_inspector, error) : nullptr;
    if (!m_memory)
        return;
    layout->insertWidget(2, m_cpu->widget(), 2);
    layout->insertWidget(3, m_memory->widget(), 2);
    const auto moved = [this](double seconds) {
        m_cpu->setCrosshair(seconds);
        m_memory->setCrosshair(seconds);
    };
    m_cpu->onCrosshair(moved);
    m_memory->onCrosshair(moved);
}

QString ControlGroupsView::factsOf(const QModelIndex& source) const
{
    const auto& row = *m_models->cgroups()->rowAt(source);
    const auto text = [&](CgroupModel::Column column) {
        return source.siblingAtColumn(column).data().toString();
    };
    QStringList lines;
    const auto add = [&](const QString& name, const QString& value) {
        lines.append(QStringLiteral("<tr><td style='padding-right:8px'>%1</td><td>%2</td></tr>")
                         .arg(name.toHtmlEscaped(), value.toHtmlEscaped()));
    };
    add(tr("State"), text(CgroupModel::State));
    if (!row.workload.isEmpty())
        add(tr("Container"), text(CgroupModel::Workload));
    add(tr("Processes"), text(CgroupModel::Processes));
    add(tr("Controllers"),
        row.controllers.isEmpty() ? tr("none here") : row.controllers.join(QStringLiteral(", ")));
    add(tr("CPU limit"), text(CgroupModel::CpuLimit));
    add(tr("Memory limit"), text(CgroupModel::MemoryLimit));
    add(tr("Task limit"), text(CgroupModel::PidsLimit));
    add(tr("CPU time"),
        tr("%1 (user %2, system %3)")
            .arg(units::duration(row.cpuUsec), units::duration(row.cpuUserUsec),
                units::duration(row.cpuSystemUsec)));
    if (row.throttledUsec >= 0)
        add(tr("Throttled"), units::duration(row.throttledUsec));
    if (row.oomKills >= 0)
        add(tr("Killed for memory"), units::count(row.oomKills));
    return QStringLiteral("<table>%1</table>").arg(lines.join(QString()));
}

void ControlGroupsView::refresh()
{
    if (!isVisible())
        return;
    m_tree->needCurrent();
    const QModelIndex source = m_tree->currentSource();
    const auto* row = m_models->cgroups()->rowAt(source);
    m_facts->setVisible(row != nullptr);
    if (row && !m_cpu)
        makeCharts();
    for (ChartPanel* panel : { m_cpu, m_memory })
        if (panel)
            panel->widget()->setVisible(row != nullptr);
    if (!row) {
        m_title->setText(tr("Select a control group to see its limits and its charts."));
        return;
    }
    m_title->setText(QStringLiteral("<b>%1</b>").arg(row->path.toHtmlEscaped()));
    m_facts->setText(factsOf(source));
    const auto* extra = m_models->cgroups()->extraAt(source);
    if (m_cpu && m_memory) {
        m_cpu->setContent(cgroupCpuChart(*row, *extra));
        m_memory->setContent(cgroupMemoryChart(*row, *extra));
    }
}

} // namespace vitrine
