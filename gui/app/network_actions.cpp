// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/network_actions.h"

#include "gui/app/connection_actions.h"
#include "gui/app/session.h"
#include "gui/models/format.h"
#include "gui/models/network_texts.h"
#include "gui/views/icons.h"

#include <QAction>
#include <QMenu>

#include <algorithm>
#include <utility>

namespace vitrine {

namespace {

/// What the member NAME of a specification is.
QString textIn(const QVariantMap& spec, const char* name)
{
    return spec.value(QLatin1String(name)).toString();
}

} // namespace

NetworkActions::NetworkActions(Session& session, QWidget* window)
    : QObject(window)
    , m_session(session)
    , m_window(window)
    , m_create(add("newNetworkAction", QStringLiteral("new"), tr("&New network…"),
          QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L)))
    , m_remove(add("deleteNetworkAction", QStringLiteral("trash"), tr("&Delete network"),
          QKeySequence(Qt::Key_Delete)))
    , m_reach(add("reachAction", QStringLiteral("network"), tr("May &reach"), {}))
    , m_follow(add("followPacketAction", QStringLiteral("network"), tr("&Follow a packet…"),
          QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F)))
    , m_connections(new ConnectionActions(session, this))
{
    m_remove->setShortcutContext(Qt::WidgetWithChildrenShortcut); // of the list of networks
    connect(m_create, &QAction::triggered, this, [this] { openDialog(); });
    connect(m_remove, &QAction::triggered, this, &NetworkActions::removeCurrent);
    auto* menu = new QMenu(window);
    menu->setObjectName(QStringLiteral("reachMenu"));
    menu->setToolTipsVisible(true);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillReach(menu); });
    m_reach->setMenu(menu);
    for (const auto signal : { &HelperClient::stateChanged, &HelperClient::featuresChanged })
        connect(&session.client(), signal, this, &NetworkActions::update);
    update();
}

QAction* NetworkActions::add(
    const char* name, const QString& iconName, const QString& text, const QKeySequence& shortcut)
{
    auto* action = new QAction(icon(iconName), text, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(shortcut);
    return action;
}

QString NetworkActions::reason() const
{
    const api::FeatureInfo feature = m_session.features().feature(QStringLiteral("networks"));
    return feature.available
        ? QString()
        : asSentence(feature.reason) + QLatin1Char(' ') + asSentence(feature.advice);
}

void NetworkActions::update()
{
    const auto withKey = [](const QString& text, const QAction* action) {
        return tr("%1 (%2)").arg(text, action->shortcut().toString(QKeySequence::NativeText));
    };
    const QString why = reason();
    m_create->setEnabled(
        why.isEmpty() && m_session.client().state() == HelperClient::State::Connected);
    m_create->setToolTip(
        why.isEmpty() ? withKey(tr("Make a network that containers can be in"), m_create) : why);
    m_follow->setEnabled(m_create->isEnabled());
    m_follow->setToolTip(why.isEmpty()
            ? withKey(tr("Show which way a packet takes, and where it ends"), m_follow)
            : why);
    m_remove->setEnabled(!m_current.isEmpty());
    m_reach->setEnabled(!m_current.isEmpty());
    m_reach->setToolTip(tr(
        "Networks that connections from the selected one may lead to; answers come back anyway"));
    m_remove->setToolTip(withKey(
        tr("Take the selected network down and forget it; Undo makes it again for 10 seconds"),
        m_remove));
    emit reasonChanged();
}

void NetworkActions::setCurrent(const QString& path)
{
    if (path == m_current)
        return;
    m_current = path;
    for (auto* action : { m_remove, m_reach })
        action->setEnabled(!path.isEmpty());
}

void NetworkActions::change(const TopologyDrop& drop)
{
    emit failed({}, {});
    if (drop.kind == TopologyDrop::Kind::NewNetwork)
        openDialog(drop.workload);
    else
        m_connections->change(drop);
}

void NetworkActions::openDialog(const QString& workload)
{
    const auto* guest = m_session.workloads().find(workload);
    m_guest = guest ? guest->path : QString();
    if (!m_dialog) {
        m_dialog = new NewNetworkDialog(&m_session.networks(), m_window);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_dialog, &NewNetworkDialog::planWanted, this, &NetworkActions::plan);
        connect(m_dialog, &NewNetworkDialog::createRequested, this,
            [this, dialog = m_dialog.data()](const QVariantMap& spec, bool mayForward) {
                makeNetwork(spec, mayForward, dialog,
                    [this, dialog, name = textIn(spec, "name")](const api::ErrorInfo& error) {
                        if (!error.isEmpty())
                            return dialog->showCreateError(error);
                        dialog->accept();
                        const QString path = tellCreated(name);
                        if (!m_guest.isEmpty())
                            m_connections->connectTo(std::exchange(m_guest, {}), path);
                    });
            });
    }
    m_dialog->setWindowTitle(guest ? tr("New network for %1").arg(guest->name) : tr("New network"));
    m_dialog->show();
    m_dialog->raise();
    m_dialog->activateWindow();
}

void NetworkActions::plan(const QVariantMap& spec)
{
    NewNetworkDialog* dialog = m_dialog;
    m_session.client().planNetwork(
        spec, dialog, [dialog, spec](const Reply<QList<api::StepInfo>>& reply) {
            if (spec != dialog->spec())
                return; // the form has moved on: the answer to its newer question follows
            if (reply)
                dialog->showPlan(reply.value);
            else
                dialog->showPlanError(*reply.error);
        });
}

void NetworkActions::makeNetwork(
    const QVariantMap& spec, bool mayForward, QObject* context, JobEnded ended)
{
    QVariantMap options;
    if (mayForward)
        options.insert(QStringLiteral("forwarding"), true);
    m_session.client().createNetwork(
        spec, options, context, [this, context, ended](const Reply<QString>& reply) {
            watchJob(m_session, reply, context, ended);
        });
}

QString NetworkActions::tellCreated(const QString& name)
{
    // The newest, where root has one of this name as well.
    QString path;
    quint64 created = 0;
    for (const auto& network : m_session.networks().rows())
        if (network.name == name && network.created >= created) {
            path = network.path;
            created = network.created;
        }
    emit this->created(path);
    return path;
}

/// Whether this computer passes packets on, and its firewall lets them, because somebody consented
/// to it for a network.
bool NetworkActions::forwardingIsOurs() const
{
    const auto& rows = m_session.networks().rows();
    return std::any_of(rows.begin(), rows.end(), [](const api::NetworkInfo& network) {
        return std::any_of(network.steps.begin(), network.steps.end(), [](const auto& step) {
            return step.kind == QLatin1String("allow-forwarding")
                || step.kind == QLatin1String("admit-traffic");
        });
    });
}

/// Between those that let something out, so that answers find their way.
void NetworkActions::fillReach(QMenu* menu)
{
    const auto isIsolated
        = [](const api::NetworkInfo& network) { return network.kind == QLatin1String("isolated"); };
    const auto isApart = [&](const api::NetworkInfo& network) {
        return isIsolated(network) || isPhysicalKind(network.kind);
    };
    menu->clear();
    const auto* network = m_session.networks().find(m_current);
    for (const auto& other : m_session.networks().rows()) {
        if (!network || other.path == m_current)
            continue;
        QAction* action = menu->addAction(other.name);
        action->setCheckable(true);
        action->setChecked(network->reaches.contains(other.path));
        const bool isolated = isIsolated(*network) || isIsolated(other);
        action->setEnabled(!isApart(*network) && !isApart(other));
        action->setToolTip(!action->isEnabled() && !isolated
                ? tr("What reaches a network outside is decided there")
                : isolated
                ? tr("Nothing leads out of an isolated network, so no answer would come back")
                : tr("Let connections from %1 lead to %2").arg(network->name, other.name));
        connect(action, &QAction::toggled, this,
            [this, path = other.path](bool allowed) { setReach(path, allowed); });
    }
    if (menu->isEmpty())
        menu->addAction(tr("There is no other network"))->setEnabled(false);
}

void NetworkActions::setReach(const QString& other, bool allowed)
{
    const auto* from = m_session.networks().find(m_current);
    const auto* to = m_session.networks().find(other);
    if (!from || !to)
        return;
    const QString what = allowed
        ? tr("Let connections from %1 lead to %2").arg(from->name, to->name)
        : tr("Let connections from %1 lead to %2 no more").arg(from->name, to->name);
    emit failed({}, {});
    const JobEnded ended = [this, what](const api::ErrorInfo& error) {
        if (!error.isEmpty())
            emit failed(what, error);
    };
    m_session.client().setReach(m_current, other, allowed, this,
        [this, ended](const Reply<QString>& reply) { watchJob(m_session, reply, this, ended); });
}

void NetworkActions::removeCurrent()
{
    const auto* network = m_session.networks().find(m_current);
    if (!network)
        return;
    const QString name = network->name;
    const QString what = tr("Delete network %1").arg(name);
    emit failed({}, {});
    const auto again = [this, spec = specOf(*network), mayForward = forwardingIsOurs(), name] {
        makeNetwork(spec, mayForward, this, [this, name](const api::ErrorInfo& error) {
            if (error.isEmpty())
                tellCreated(name);
            else
                emit undoFailed(tr("Make network %1 again").arg(name), error);
        });
    };
    const bool canBeAgain = !isPhysicalKind(network->kind); // its range is not told
    const JobEnded ended = [this, what, name, again, canBeAgain](const api::ErrorInfo& error) {
        if (error.isEmpty() && canBeAgain)
            emit removed(name, again);
        else
            emit failed(what, error);
    };
    m_session.client().deleteNetwork(network->path, this,
        [this, ended](const Reply<QString>& reply) { watchJob(m_session, reply, this, ended); });
}

} // namespace vitrine
