// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/new_container_dialog.h"

#include "gui/dialogs/container_form.h"
#include "gui/dialogs/plan_preview.h"
#include "gui/views/error_panel.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

namespace vitrine {

namespace {
constexpr int typingPause = 200; // ms
}

NewContainerDialog::NewContainerDialog(const ImageListModel* images,
    const FeatureListModel* features, const WorkloadListModel* workloads,
    const NetworkListModel* networks, QWidget* parent)
    : QDialog(parent)
    , m_form(new ContainerForm(images, features, workloads, networks))
    , m_preview(new PlanPreview)
    , m_error(new ErrorPanel)
    , m_start(new QCheckBox(tr("&Start it at once")))
    , m_create(new QPushButton(tr("&Create")))
{
    setObjectName(QStringLiteral("newContainerDialog"));
    setWindowTitle(tr("New container"));
    m_start->setObjectName(QStringLiteral("startCheck"));
    m_start->setChecked(true);
    m_create->setObjectName(QStringLiteral("createButton"));
    connect(m_create, &QPushButton::clicked, this, &NewContainerDialog::create);

    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_form);
    scroll->setMinimumWidth(280);
    auto* splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(scroll);
    splitter->addWidget(m_preview);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({ 320, 480 });

    auto* buttons = new QDialogButtonBox;
    buttons->addButton(m_create, QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("C&ancel"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(m_start);
    bottom->addStretch(1);
    bottom->addWidget(buttons);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(splitter, 1);
    layout->addWidget(m_error);
    layout->addLayout(bottom);
    m_create->setDefault(true); // once it is in the dialog, which else takes another for it
    resize(820, 520);

    m_pause.setSingleShot(true);
    m_pause.setInterval(typingPause);
    connect(&m_pause, &QTimer::timeout, this, &NewContainerDialog::askForPlan);
    connect(m_form, &ContainerForm::changed, this, &NewContainerDialog::changed);
    m_form->focusName();
    changed();
}

void NewContainerDialog::chooseImage(const QString& name)
{
    m_form->chooseImage(name);
    changed();
}

QVariantMap NewContainerDialog::spec() const
{
    return m_form->spec();
}

void NewContainerDialog::changed()
{
    m_error->setError({}, {});
    m_create->setEnabled(m_form->isComplete());
    m_preview->setSpec(m_form->spec());
    m_pause.start();
}

void NewContainerDialog::askForPlan()
{
    if (m_form->isComplete())
        emit planWanted(m_form->spec());
}

void NewContainerDialog::create()
{
    m_create->setEnabled(false);
    emit createRequested(m_form->spec(), m_start->isChecked());
}

void NewContainerDialog::showPlan(const QList<api::StepInfo>& steps)
{
    m_preview->setSteps(steps);
}

void NewContainerDialog::showPlanError(const api::ErrorInfo& error)
{
    if (m_form->showError(error)) {
        m_preview->setSteps({});
        m_create->setEnabled(false);
    } else {
        m_preview->setError(error);
    }
}

void NewContainerDialog::showCreateError(const api::ErrorInfo& error)
{
    m_create->setEnabled(true);
    if (!m_form->showError(error))
        m_error->setError(tr("Creating the container"), error);
}

} // namespace vitrine
