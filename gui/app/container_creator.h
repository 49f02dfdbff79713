// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/dialogs/new_container_dialog.h"
#include "helper/api/values.h"

#include <QObject>
#include <QPointer>
#include <QVariantMap>

class QWidget;

namespace vitrine {

class Session;

/// Opens the New container dialog and answers what it asks for.
class ContainerCreator : public QObject {
    Q_OBJECT
public:
    ContainerCreator(Session& session, QWidget* window);

    /// Opens the dialog with IMAGE chosen; "" chooses the first.
    void open(const QString& image = {});
    [[nodiscard]] NewContainerDialog* dialog() const { return m_dialog; }

signals:
    /// The helper took the request; JOB makes the container NAME.
    void created(const QString& job, const QString& name);

private:
    void plan(const QVariantMap& spec);
    void create(const QVariantMap& spec, bool start);

    Session& m_session;
    QWidget* m_window;
    QPointer<NewContainerDialog> m_dialog;
};

} // namespace vitrine
