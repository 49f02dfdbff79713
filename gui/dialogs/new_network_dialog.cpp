// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/new_network_dialog.h"

#include "gui/dialogs/network_form.h"
#include "gui/dialogs/plan_preview.h"
#include "gui/views/error_panel.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

namespace vitrine {

namespace {
constexpr int typingPause = 200; // ms
}

NewNetworkDialog::NewNetworkDialog(const NetworkListModel* networks, QWidget* parent)
    : QDialog(parent)
    , m_form(new NetworkForm(networks))
    , m_preview(new PlanPreview(PlanPreview::Subject::Network))
    , m_error(new ErrorPanel)
    , m_create(new QPushButton(tr("&Create")))
{
    setObjectName(QStringLiteral("newNetworkDialog"));
    setWindowTitle(tr("New network"));
    m_create->setObjectName(QStringLiteral("createNetworkButton"));
    connect(m_create, &QPushButton::clicked, this, &NewNetworkDialog::create);

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
    splitter->setSizes({ 340, 480 });

    auto* buttons = new QDialogButtonBox;
    buttons->addButton(m_create, QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("C&ancel"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(splitter, 1);
    layout->addWidget(m_error);
    layout->addWidget(buttons);
    m_create->setDefault(true); // once it is in the dialog, which else takes another for it
    resize(840, 520);

    m_pause.setSingleShot(true);
    m_pause.setInterval(typingPause);
    connect(&m_pause, &QTimer::timeout, this, &NewNetworkDialog::askForPlan);
    connect(m_form, &NetworkForm::changed, this, &NewNetworkDialog::changed);
    m_form->focusName();
    changed();
}

QVariantMap NewNetworkDialog::spec() const
{
    return m_form->spec();
}

void NewNetworkDialog::changed()
{
    m_error->setError({}, {});
    m_create->setEnabled(m_form->isComplete());
    m_preview->setSpec(m_form->spec());
    m_pause.start();
}

void NewNetworkDialog::askForPlan()
{
    if (m_form->isComplete())
        emit planWanted(m_form->spec());
}

void NewNetworkDialog::create()
{
    m_create->setEnabled(false);
    emit createRequested(m_form->spec(), m_form->mayForward());
}

void NewNetworkDialog::showPlan(const QList<api::StepInfo>& steps)
{
    m_form->showPlan(steps);
    m_preview->setSteps(steps);
}

void NewNetworkDialog::showPlanError(const api::ErrorInfo& error)
{
    if (m_form->showError(error)) {
        m_preview->setSteps({});
        m_create->setEnabled(false);
    } else {
        m_preview->setError(error);
    }
}

void NewNetworkDialog::showCreateError(const api::ErrorInfo& error)
{
    m_create->setEnabled(true);
    if (!m_form->isAncestorOf(focusWidget()))
        m_create->setFocus(); // which it lost to Cancel
    if (!m_form->showError(error))
        m_error->setError(tr("Creating the network"), error);
}

} // namespace vitrine
