// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/edit_container_dialog.h"

#include "gui/dialogs/container_form.h"
#include "gui/models/format.h"
#include "gui/views/error_panel.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QJsonDocument>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace vitrine {

EditContainerDialog::EditContainerDialog(const api::WorkloadInfo& workload,
    const ImageListModel* images, const FeatureListModel* features,
    const WorkloadListModel* workloads, const NetworkListModel* networks, QWidget* parent)
    : QDialog(parent)
    , m_name(workload.name)
    , m_running(workload.isRunning())
    , m_spec(QJsonDocument::fromJson(workload.spec.toUtf8()).object())
    , m_form(new ContainerForm(images, features, workloads, networks))
    , m_note(new QLabel)
    , m_restart(new QCheckBox(tr("&Restart it now")))
    , m_error(new ErrorPanel)
    , m_save(new QPushButton(tr("&Save")))
{
    setObjectName(QStringLiteral("editContainerDialog"));
    setWindowTitle(tr("Edit %1").arg(m_name));
    m_form->edit(m_spec);
    m_before = m_form->spec();
    m_note->setObjectName(QStringLiteral("editNote"));
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_restart->setObjectName(QStringLiteral("restartNowCheck"));
    m_save->setObjectName(QStringLiteral("saveButton"));

    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_form);
    auto* buttons = new QDialogButtonBox;
    buttons->addButton(m_save, QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("C&ancel"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        m_save->setEnabled(false);
        emit changesRequested(changes(), reset(), m_restart->isVisible() && m_restart->isChecked());
    });
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(8);
    layout->addWidget(scroll, 1);
    layout->addWidget(m_error);
    layout->addWidget(m_note);
    layout->addWidget(m_restart);
    layout->addWidget(buttons);
    m_save->setDefault(true); // once it is in the dialog, which else takes another for it
    resize(480, 600);
    connect(m_form, &ContainerForm::changed, this, &EditContainerDialog::changed);
    changed();
}

QVariantMap EditContainerDialog::changes() const
{
    QVariantMap changed;
    const QVariantMap now = m_form->spec();
    for (auto it = now.begin(); it != now.end(); ++it)
        if (m_before.value(it.key()) != it.value())
            changed.insert(it.key(), it.value());
    return changed;
}

QStringList EditContainerDialog::reset() const
{
    QStringList fields;
    const QVariantMap now = m_form->spec();
    for (auto it = m_before.begin(); it != m_before.end(); ++it)
        if (!now.contains(it.key()))
            fields.append(it.key());
    return fields;
}

QStringList EditContainerDialog::waitingFields() const
{
    static const QStringList atOnce { QStringLiteral("limits"), QStringLiteral("restart"),
        QStringLiteral("autostart"), QStringLiteral("health"), QStringLiteral("stopSignal"),
        QStringLiteral("stopTimeout"), QStringLiteral("networks"), QStringLiteral("ports") };
    QStringList fields = changes().keys() + reset();
    fields.removeIf([](const QString& field) { return atOnce.contains(field); });
    return fields;
}

void EditContainerDialog::changed()
{
    m_error->setError({}, {});
    const QStringList waiting = waitingFields();
    const bool any = !changes().isEmpty() || !reset().isEmpty();
    m_save->setEnabled(any && m_form->isComplete());
    m_restart->setVisible(m_running && !waiting.isEmpty());
    if (!any)
        m_note->setText(tr("What it wrote is kept."));
    else if (m_running && !waiting.isEmpty())
        m_note->setText(
            tr("%1 takes up at its next start: %2.").arg(m_name, textOfFields(waiting)));
    else if (m_running)
        m_note->setText(tr("This takes effect at once."));
    else
        m_note->setText(tr("This takes effect when it is started."));
}

void EditContainerDialog::showError(const api::ErrorInfo& error)
{
    m_save->setEnabled(true);
    if (!m_form->showError(error))
        m_error->setError(tr("Changing %1").arg(m_name), error);
}

} // namespace vitrine
