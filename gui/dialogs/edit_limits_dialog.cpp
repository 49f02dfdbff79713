// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/edit_limits_dialog.h"

#include "gui/dialogs/limits_section.h"
#include "gui/models/limit_texts.h"
#include "gui/views/error_panel.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace vitrine {

EditLimitsDialog::EditLimitsDialog(
    const FeatureListModel* features, const api::WorkloadInfo& workload, QWidget* parent)
    : QDialog(parent)
    , m_section(new LimitsSection(features))
    , m_error(new ErrorPanel)
    , m_kill(new QCheckBox(tr("End processes if they do not fit")))
    , m_apply(new QPushButton(tr("&Apply")))
{
    setObjectName(QStringLiteral("editLimitsDialog"));
    setWindowTitle(tr("Limits of %1").arg(workload.name));
    m_section->setLimits(limitsIn(workload.spec));
    m_apply->setObjectName(QStringLiteral("applyLimitsButton"));
    m_kill->setObjectName(QStringLiteral("killCheck"));
    m_kill->setToolTip(tr("The kernel then kills processes of the container until the rest fits"));
    m_kill->hide();
    auto* when
        = new QLabel(workload.isRunning() ? tr("They hold at once, and whenever it starts again.")
                                          : tr("They hold from its next start."));
    when->setWordWrap(true);

    auto* page = new QWidget;
    auto* pageLayout = new QVBoxLayout(page);
    pageLayout->addWidget(m_section);
    pageLayout->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(page);
    auto* buttons = new QDialogButtonBox;
    buttons->addButton(m_apply, QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("C&ancel"), QDialogButtonBox::RejectRole);
    connect(m_apply, &QPushButton::clicked, this, &EditLimitsDialog::apply);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(when);
    layout->addWidget(scroll, 1);
    layout->addWidget(m_kill);
    layout->addWidget(m_error);
    layout->addWidget(buttons);
    m_apply->setDefault(true); // once it is in the dialog, which else takes another for it
    resize(400, 480);

    connect(m_section, &LimitsSection::changed, this, [this] {
        m_section->clearErrors();
        m_error->setError({}, {});
        m_apply->setEnabled(true);
    });
}

void EditLimitsDialog::apply()
{
    m_section->clearErrors();
    m_error->setError({}, {});
    m_apply->setEnabled(false);
    QVariantMap options;
    if (m_kill->isVisible() && m_kill->isChecked())
        options.insert(QStringLiteral("kill"), true);
    emit applyRequested(m_section->limits(), options);
}

void EditLimitsDialog::showError(const api::ErrorInfo& error)
{
    m_apply->setEnabled(true);
    // Only then is it a question whether to go on all the same.
    if (error.shortName() == QLatin1String("Busy")
        && error.object == QLatin1String("limits.memory"))
        m_kill->show();
    if (!m_section->showError(error))
        m_error->setError(tr("Changing the limits"), error);
}

} // namespace vitrine
