// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/hood/hood_tab.h"

#include "gui/console/fixed_font.h"
#include "gui/models/format.h"
#include "gui/models/step_model.h"
#include "gui/views/empty_state.h"
#include "gui/views/error_panel.h"
#include "gui/views/hood/step_table.h"
#include "gui/views/icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QLabel>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace vitrine {

HoodTab::HoodTab(QWidget* parent)
    : QWidget(parent)
    , m_model(new StepModel(this))
    , m_table(new StepTable(m_model, StepTable::Kind::Run))
    , m_summary(new QLabel)
    , m_error(new ErrorPanel)
    , m_empty(new EmptyState(QStringLiteral("hood"),
          tr("What the kernel was asked for stands here once the workload was started.")))
    , m_stack(new QStackedWidget)
    , m_spec(new QPlainTextEdit)
{
    setObjectName(QStringLiteral("hoodTab"));
    m_error->setClosable(false);
    m_spec->setReadOnly(true);
    m_spec->setFont(fixedFont());
    m_spec->setAccessibleName(tr("Specification as JSON"));
    auto* copy = new QToolButton;
    copy->setIcon(icon(QStringLiteral("copy")));
    copy->setText(tr("Copy commands"));
    copy->setToolTip(tr("Copy the equivalent commands of the selected steps, or of all"));
    copy->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(copy, &QToolButton::clicked, this,
        [this] { QGuiApplication::clipboard()->setText(m_table->selectedCommands()); });

    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    auto* steps = new QWidget;
    auto* row = new QHBoxLayout;
    row->addWidget(m_summary, 1);
    row->addWidget(copy);
    auto* stepsLayout = new QVBoxLayout(steps);
    stepsLayout->setContentsMargins(8, 8, 8, 8);
    stepsLayout->addLayout(row);
    stepsLayout->addWidget(m_error);
    stepsLayout->addWidget(m_stack, 1);

    auto* tabs = new QTabWidget;
    tabs->setDocumentMode(true);
    tabs->addTab(steps, tr("Steps of the start"));
    tabs->addTab(m_spec, tr("Specification"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(tabs);
}

void HoodTab::setWorkload(const api::WorkloadInfo& workload)
{
    m_model->setSteps(workload.steps);
    m_error->setError(tr("Starting %1").arg(workload.name), workload.lastError);
    m_stack->setCurrentWidget(workload.steps.isEmpty() ? static_cast<QWidget*>(m_empty) : m_table);
    const qint64 total = m_model->total();
    m_summary->setText(total < 0 ? QString()
                                 : tr("%n step(s), %1 from the request to the command", nullptr,
                                     int(workload.steps.size()))
                                       .arg(formatDuration(total)));
    const auto document = QJsonDocument::fromJson(workload.spec.toUtf8());
    const QString text = document.isNull() ? workload.spec : QString::fromUtf8(document.toJson());
    if (text != m_spec->toPlainText())
        m_spec->setPlainText(text);
}

} // namespace vitrine
