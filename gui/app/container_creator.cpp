// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/container_creator.h"

#include "gui/app/session.h"
#include "gui/dialogs/new_container_dialog.h"

namespace vitrine {

ContainerCreator::ContainerCreator(Session& session, QWidget* window)
    : QObject(window)
    , m_session(session)
    , m_window(window)
{
}

void ContainerCreator::open(const QString& image)
{
    if (!m_dialog) {
        m_dialog = new NewContainerDialog(&m_session.images(), &m_session.features(),
            &m_session.workloads(), &m_session.networks(), m_window);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_dialog, &NewContainerDialog::planWanted, this, &ContainerCreator::plan);
        connect(m_dialog, &NewContainerDialog::createRequested, this, &ContainerCreator::create);
    }
    if (!image.isEmpty())
        m_dialog->chooseImage(image);
    m_dialog->show();
    m_dialog->raise();
    m_dialog->activateWindow();
}

void ContainerCreator::plan(const QVariantMap& spec)
{
    NewContainerDialog* dialog = m_dialog;
    m_session.client().plan(spec, dialog, [dialog, spec](const Reply<QList<api::StepInfo>>& reply) {
        if (spec != dialog->spec())
            return; // the form has moved on: the answer to its newer question follows
        if (reply)
            dialog->showPlan(reply.value);
        else
            dialog->showPlanError(*reply.error);
    });
}

void ContainerCreator::create(const QVariantMap& spec, bool start)
{
    NewContainerDialog* dialog = m_dialog;
    const QVariantMap options { { QStringLiteral("start"), start } };
    const QString name = spec.value(QStringLiteral("name")).toString();
    m_session.client().create(
        spec, options, dialog, [this, dialog, name](const Reply<QString>& reply) {
            if (!reply)
                return dialog->showCreateError(*reply.error);
            dialog->accept();
            emit created(reply.value, name);
        });
}

} // namespace vitrine
