// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/app/job_watch.h"
#include "gui/dialogs/new_network_dialog.h"
#include "gui/models/topology_drop.h"
#include "helper/api/values.h"

#include <QObject>
#include <QPointer>

#include <functional>

class QAction;
class QMenu;

namespace vitrine {

class ConnectionActions;
class Session;

/// New network, Delete and what one may reach: the actions, the dialog, the requests behind them
/// and what became of those.
class NetworkActions : public QObject {
    Q_OBJECT
public:
    /// Seconds during which a deleted network can be made again by a click.
    static constexpr int undoSeconds = 10;

    NetworkActions(Session& session, QWidget* window);

    [[nodiscard]] QAction* create() const { return m_create; }
    [[nodiscard]] QAction* remove() const { return m_remove; }
    [[nodiscard]] QAction* followPacket() const { return m_follow; }
    /// A menu of the other networks that connections from the current one may lead to.
    [[nodiscard]] QAction* reach() const { return m_reach; }
    [[nodiscard]] QList<QAction*> all() const { return { m_create, m_remove, m_follow }; }
    /// Why there can be no networks here; empty: there can, or nobody knows yet.
    [[nodiscard]] QString reason() const;
    /// The network that Delete and reach() are about, an object path; empty: none.
    void setCurrent(const QString& path);
    /// What puts containers into networks and takes them out.
    [[nodiscard]] ConnectionActions* connections() const { return m_connections; }
    /// Does what was dragged together, or chosen from a menu of the graph.
    void change(const TopologyDrop& drop);
    /// New network; the one that is made is for the workload at the object path WORKLOAD, where one
    /// is given: that is connected to it.
    void openDialog(const QString& workload = {});
    [[nodiscard]] NewNetworkDialog* dialog() const { return m_dialog; }

signals:
    /// The network at PATH is there, because this window asked for it.
    void created(const QString& path);
    /// The network NAME is gone; AGAIN makes the same once more.
    void removed(const QString& name, const std::function<void()>& again);
    /// WHAT was to be done to the current network failed; without an error: another try has begun.
    void failed(const QString& what, const vitrine::api::ErrorInfo& error);
    /// A deleted network could not be made again.
    void undoFailed(const QString& what, const vitrine::api::ErrorInfo& error);
    void reasonChanged();

private:
    [[nodiscard]] QAction* add(
        const char* name, const QString& icon, const QString& text, const QKeySequence& shortcut);
    void update();
    void plan(const QVariantMap& spec);
    void makeNetwork(const QVariantMap& spec, bool mayForward, QObject* context, JobEnded ended);
    void removeCurrent();
    void fillReach(QMenu* menu);
    void setReach(const QString& other, bool allowed);
    [[nodiscard]] bool forwardingIsOurs() const;
    /// Tells that the network NAME was made, and returns its object path.
    QString tellCreated(const QString& name);

    Session& m_session;
    QWidget* m_window;
    QAction *m_create, *m_remove, *m_reach, *m_follow;
    ConnectionActions* m_connections;
    QPointer<NewNetworkDialog> m_dialog;
    QString m_guest; ///< object path of whom the dialog is opened for
    QString m_current;
};

} // namespace vitrine
