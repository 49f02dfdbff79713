// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/topology/networks_pane.h"

#include "gui/models/network_list_model.h"
#include "gui/views/error_panel.h"
#include "gui/views/table.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine {

namespace {

constexpr int mostRows = 5; ///< that the list shows without scrolling

QToolButton* buttonFor(QAction* action)
{
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::TabFocus);
    if (action->menu())
        button->setPopupMode(QToolButton::InstantPopup);
    return button;
}

} // namespace

NetworksPane::NetworksPane(
    NetworkListModel* model, QAction* create, const QList<QAction*>& actions, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
    , m_fold(new QToolButton)
    , m_tools(new QWidget)
    , m_sentence(new QLabel)
    , m_first(buttonFor(create))
    , m_error(new ErrorPanel)
    , m_table(new Table)
    , m_problems(new QLabel)
{
    setObjectName(QStringLiteral("networksPane"));
    m_fold->setObjectName(QStringLiteral("foldNetworksButton"));
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fold->setToolTip(tr("Show the networks that Vitrine made, or fold them away"));
    m_fold->setCheckable(true);
    m_fold->setAutoRaise(true);
    m_fold->setFocusPolicy(Qt::TabFocus);
    m_sentence->setObjectName(QStringLiteral("networksSentence"));
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    m_error->setObjectName(QStringLiteral("networkError"));
    m_problems->setObjectName(QStringLiteral("networkProblems"));
    m_problems->setWordWrap(true);
    m_problems->setTextFormat(Qt::PlainText);
    m_problems->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* tools = new QHBoxLayout(m_tools);
    tools->setContentsMargins(0, 0, 0, 0);
    for (auto* action : actions)
        tools->addWidget(buttonFor(action));
    auto* title = new QHBoxLayout;
    title->addWidget(m_fold);
    title->addWidget(m_sentence, 100);
    title->addWidget(m_first);
    title->addStretch(1);
    title->addWidget(m_tools);
    buildTable(actions);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 0);
    layout->setSpacing(4);
    layout->addLayout(title);
    layout->addWidget(m_error);
    layout->addWidget(m_table);
    layout->addWidget(m_problems);

    connect(m_fold, &QToolButton::toggled, this, [this](bool open) {
        refresh();
        emit foldedChanged(!open);
    });
    for (const auto signal :
        { &QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved })
        connect(model, signal, this, &NetworksPane::refresh);
    connect(model, &QAbstractItemModel::modelReset, this, &NetworksPane::refresh);
    connect(model, &QAbstractItemModel::dataChanged, this, &NetworksPane::showProblems);
    m_fold->setChecked(true);
    refresh();
}

void NetworksPane::buildTable(const QList<QAction*>& actions)
{
    m_table->setObjectName(QStringLiteral("networkTable"));
    m_table->setAccessibleName(tr("Networks"));
    m_table->setModel(m_model);
    using Model = NetworkListModel;
    m_table->setColumns({ { Model::NameColumn, 18, 10 }, { Model::KindColumn, 10 },
        { Model::SubnetColumn, 40, 18 }, { Model::ContainersColumn, 10 }, { Model::StateColumn, 8 },
        { Model::ReachesColumn, 12, 10, 4 }, { Model::NamesColumn, 16, 12, 3 },
        { Model::InterfaceColumn, 16, 12, 2 }, { Model::MtuColumn, 9, 0, 1 } });
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_table->addActions(actions);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        m_error->setError({}, {});
        tellCurrent();
    });
}

void NetworksPane::setReason(const QString& reason)
{
    m_reason = reason;
    refresh();
}

void NetworksPane::setFolded(bool folded)
{
    m_fold->setChecked(!folded);
}

void NetworksPane::refresh()
{
    const int count = m_model->rowCount();
    const bool open = m_fold->isChecked();
    m_fold->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    m_fold->setText(tr("Networks (%1)").arg(count));
    m_fold->setVisible(count > 0);
    m_tools->setVisible(count > 0 && open);
    m_sentence->setVisible(count == 0);
    m_sentence->setText(m_reason.isEmpty()
            ? tr("A network lets containers reach each other and what is outside: make the first.")
            : m_reason);
    m_first->setVisible(count == 0 && m_reason.isEmpty());
    m_table->setVisible(count > 0 && open);
    if (const int row = m_model->rowOf(m_wanted); row >= 0) {
        m_table->setCurrentIndex(m_model->index(row, 0));
        m_wanted.clear();
    } else if (!m_table->currentIndex().isValid() && count > 0) {
        m_table->setCurrentIndex(m_model->index(0, 0));
    }
    fit();
    showProblems();
    tellCurrent();
}

void NetworksPane::showProblems()
{
    const QString problems = m_model->problems();
    m_problems->setText(problems);
    m_problems->setVisible(!problems.isEmpty() && m_fold->isChecked());
}

// As high as its rows, up to some of them: the picture below needs the room.
void NetworksPane::fit()
{
    if (m_model->rowCount() == 0)
        return;
    const int rows = std::min(mostRows, m_model->rowCount());
    m_table->setFixedHeight(m_table->header()->sizeHint().height()
        + rows * m_table->sizeHintForRow(0) + 2 * m_table->frameWidth());
}

void NetworksPane::select(const QString& path)
{
    m_wanted = path;
    m_fold->setChecked(true);
    refresh();
}

void NetworksPane::tellCurrent()
{
    const bool seen = isVisible() && m_table->isVisible();
    emit currentChanged(
        seen ? m_table->currentIndex().data(NetworkListModel::PathRole).toString() : QString());
}

void NetworksPane::showError(const QString& what, const api::ErrorInfo& error)
{
    m_error->setError(what, error);
}

void NetworksPane::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    tellCurrent();
}

void NetworksPane::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    emit currentChanged({});
}

void NetworksPane::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fit();
}

} // namespace vitrine
