// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/jobs/jobs_view.h"

#include "gui/models/format.h"
#include "gui/models/job_list_model.h"
#include "gui/models/step_model.h"
#include "gui/views/colours.h"
#include "gui/views/empty_state.h"
#include "gui/views/error_panel.h"
#include "gui/views/hood/step_table.h"
#include "gui/views/icons.h"
#include "gui/views/table.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace vitrine {

namespace {

/// State as shape and word.
class JobDelegate : public RowDelegate {
public:
    using RowDelegate::RowDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        RowDelegate::initStyleOption(option, index);
        if (index.column() != JobListModel::StateColumn)
            return;
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationSize = QSize(16, 16);
        const QPalette& palette = option->palette;
        switch (api::JobState(index.data(JobListModel::StateRole).toInt())) {
        case api::JobState::Running:
            option->icon = icon(
                QStringLiteral("state-starting"), colourOf(api::WorkloadState::Starting, palette));
            break;
        case api::JobState::Done:
            option->icon = icon(QStringLiteral("check"), goodColour(palette));
            break;
        case api::JobState::Failed:
            option->icon = icon(QStringLiteral("state-failed"), errorColour(palette));
            break;
        case api::JobState::Cancelled:
            option->icon = icon(QStringLiteral("undo"), quietColour(palette));
            break;
        }
    }
};

} // namespace

JobsView::JobsView(JobListModel* model, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
    , m_steps(new StepModel(this))
    , m_table(new Table)
    , m_stepTable(new StepTable(m_steps, StepTable::Kind::Run))
    , m_error(new ErrorPanel)
    , m_title(new QLabel)
    , m_cancel(new QPushButton(tr("Cancel the job")))
    , m_empty(new EmptyState(
          QStringLiteral("jobs"), tr("Jobs stand here while they run and for a minute after.")))
    , m_stack(new QStackedWidget)
{
    setObjectName(QStringLiteral("jobsView"));
    buildTable();
    m_error->setClosable(false);
    m_cancel->setObjectName(QStringLiteral("cancelJobButton"));
    m_cancel->setToolTip(tr("Stop the job and undo what it did"));
    connect(m_cancel, &QPushButton::clicked, this, [this] { emit cancelRequested(currentPath()); });

    auto* row = new QHBoxLayout;
    row->addWidget(m_title, 1);
    row->addWidget(m_cancel);
    auto* details = new QWidget;
    auto* detailsLayout = new QVBoxLayout(details);
    detailsLayout->setContentsMargins(0, 8, 0, 0);
    detailsLayout->addLayout(row);
    detailsLayout->addWidget(m_error);
    detailsLayout->addWidget(m_stepTable, 1);
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_table);
    splitter->addWidget(details);
    splitter->setStretchFactor(1, 2);
    m_stack->addWidget(splitter);
    m_stack->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_stack);

    connect(model, &QAbstractItemModel::rowsInserted, this, &JobsView::updateEmptyState);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &JobsView::updateEmptyState);
    connect(model, &QAbstractItemModel::modelReset, this, &JobsView::updateEmptyState);
    connect(model, &QAbstractItemModel::dataChanged, this, &JobsView::showCurrent);
    updateEmptyState();
}

void JobsView::buildTable()
{
    m_table->setObjectName(QStringLiteral("jobTable"));
    m_table->setAccessibleName(tr("Jobs"));
    m_table->setItemDelegate(new JobDelegate(m_table));
    m_table->setModel(m_model);
    m_table->setColumns(
        { { JobListModel::OperationColumn, 12 }, { JobListModel::WorkloadColumn, 24, 12 },
            { JobListModel::StateColumn, 14 }, { JobListModel::ProgressColumn, 9 },
            { JobListModel::StartedColumn, 12, 9 }, { JobListModel::DurationColumn, 10 } });
    m_stepTable->setPlaceholder(tr("This job asked the kernel for no step of its own."));
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        &JobsView::showCurrent);
}

QString JobsView::currentPath() const
{
    return m_table->currentIndex().data(JobListModel::PathRole).toString();
}

void JobsView::updateEmptyState()
{
    const bool empty = m_model->rowCount() == 0;
    m_stack->setCurrentIndex(empty ? 1 : 0);
    if (!empty && !m_table->currentIndex().isValid())
        m_table->setCurrentIndex(m_model->index(0, 0));
    showCurrent();
}

void JobsView::showCurrent()
{
    const api::JobInfo* job = m_model->find(currentPath());
    m_steps->setSteps(job ? job->steps : QList<api::StepInfo>());
    m_error->setError({}, job ? job->error : api::ErrorInfo());
    m_cancel->setVisible(job && job->state == api::JobState::Running);
    if (!job)
        return m_title->clear();
    const QString operation = textOfOperation(job->operation);
    m_title->setText(job->steps.isEmpty() ? tr("%1 %2").arg(operation, job->workloadName)
                                          : tr("%1 %2: %n step(s)", nullptr, int(job->steps.size()))
                                                .arg(operation, job->workloadName));
}

} // namespace vitrine
