// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/detail_pane.h"

#include "gui/app/lazy_page.h"
#include "gui/app/workload_actions.h"
#include "gui/models/format.h"
#include "gui/views/colours.h"
#include "gui/views/empty_state.h"
#include "gui/views/icons.h"

#include <QAction>
#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProxyStyle>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTimer>
#include <QToolButton>

namespace vitrine {

namespace {

/// The application's style, with less room beside the titles of tabs, so that more of them fit.
class TabStyle : public QProxyStyle {
public:
    using QProxyStyle::QProxyStyle;

    int pixelMetric(
        PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override
    {
        const int pixels = QProxyStyle::pixelMetric(metric, option, widget);
        return metric == PM_TabBarTabHSpace ? pixels / 2 : pixels;
    }
};

} // namespace

DetailPane::DetailPane(const WorkloadActions& actions, QWidget* parent)
    : QWidget(parent)
    , m_header(new QWidget)
    , m_icon(new QLabel)
    , m_name(new QLabel)
    , m_state(new QLabel)
    , m_tabs(new QTabWidget)
    , m_stack(new QStackedWidget)
{
    setObjectName(QStringLiteral("detailPane"));
    m_tabs->setObjectName(QStringLiteral("detailTabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->setUsesScrollButtons(true);
    auto* style = new TabStyle(QApplication::style()->name());
    style->setParent(m_tabs);
    m_tabs->tabBar()->setStyle(style);
    connect(m_tabs, &QTabWidget::currentChanged, this, &DetailPane::fitTabs);
    // The click goes on to change the tab, and may give the tab bar the focus.
    connect(m_tabs, &QTabWidget::tabBarClicked, this,
        [this](int place) { QTimer::singleShot(0, this, [this, place] { focusPage(place); }); });
    buildHeader(actions);
    auto* page = new QWidget;
    auto* pageLayout = new QVBoxLayout(page);
    pageLayout->setContentsMargins(0, 0, 0, 0);
    pageLayout->setSpacing(4);
    pageLayout->addWidget(m_header);
    pageLayout->addWidget(m_tabs, 1);
    m_stack->addWidget(
        new EmptyState(QStringLiteral("inspector"), tr("Select a workload to look inside.")));
    m_stack->addWidget(page);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
}

void DetailPane::buildHeader(const WorkloadActions& actions)
{
    QFont font = m_name->font();
    font.setBold(true);
    m_name->setFont(font);
    m_name->setObjectName(QStringLiteral("detailName"));
    m_state->setObjectName(QStringLiteral("detailState"));
    for (auto* label : { m_name, m_state })
        label->setTextFormat(Qt::PlainText);
    auto* layout = new QHBoxLayout(m_header);
    layout->setContentsMargins(12, 8, 8, 0);
    layout->setSpacing(6);
    layout->addWidget(m_icon);
    layout->addWidget(m_name);
    layout->addWidget(m_state);
    layout->addStretch(1);
    for (auto* action : actions.all()) {
        auto* button = new QToolButton;
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        button->setAccessibleName(action->iconText());
        layout->addWidget(button);
        // What makes no sense now is not offered here; the menu has all.
        button->setVisible(action->isEnabled());
        connect(action, &QAction::changed, button,
            [button, action] { button->setVisible(action->isEnabled()); });
    }
}

void DetailPane::addTab(const QString& name, const QString& title, std::function<Tab()> make)
{
    const int place = int(m_names.size());
    m_names.append(name);
    m_titles.append(title);
    m_updates.append(Update());
    auto* page = new LazyPage([this, place, make = std::move(make)] {
        const Tab tab = make();
        m_updates[place] = tab.update;
        tab.update(m_workload);
        return tab.page;
    });
    page->setObjectName(name);
    m_tabs->addTab(page, title);
    m_tabs->setTabToolTip(place, title);
    m_tabs->tabBar()->setAccessibleTabName(place, title);
    fitTabs();
}

// Where the titles do not all fit, as many as do are shown, that of the present tab among them; the
// other tabs have an icon: no tab hides.
void DetailPane::fitTabs()
{
    const auto fits = [this] { return m_tabs->tabBar()->sizeHint().width() <= m_tabs->width(); };
    for (int place = 0; place < m_tabs->count(); ++place)
        showTitle(place, true);
    if (fits())
        return;
    for (int place = 0; place < m_tabs->count(); ++place)
        showTitle(place, place == m_tabs->currentIndex());
    for (int place = 0; place < m_tabs->count(); ++place) {
        showTitle(place, true);
        if (!fits())
            return showTitle(place, place == m_tabs->currentIndex());
    }
}

void DetailPane::showTitle(int place, bool shown)
{
    m_tabs->setTabText(place, shown ? m_titles.at(place) : QString());
    m_tabs->setTabIcon(place, shown ? QIcon() : icon(m_names.at(place)));
}

void DetailPane::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitTabs();
}

void DetailPane::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitTabs();
}

void DetailPane::setWorkload(const api::WorkloadInfo* workload)
{
    m_stack->setCurrentIndex(workload ? 1 : 0);
    if (!workload)
        return;
    m_workload = *workload;
    m_name->setText(workload->name);
    const bool unhealthy = workload->health.isUnhealthy();
    m_state->setText(
        tr("%1 — %2").arg(unhealthy ? tr("Unhealthy") : textOf(workload->state), workload->image));
    m_icon->setPixmap(stateIcon(workload->state, unhealthy, palette())
                          .pixmap(QSize(18, 18), devicePixelRatioF()));
    for (const auto& update : std::as_const(m_updates))
        if (update)
            update(m_workload);
}

QString DetailPane::currentTab() const
{
    return m_names.value(m_tabs->currentIndex());
}

void DetailPane::showTab(const QString& name)
{
    if (const auto place = m_names.indexOf(name); place >= 0)
        m_tabs->setCurrentIndex(int(place));
}

void DetailPane::enterTab(const QString& name)
{
    showTab(name);
    focusPage(m_tabs->currentIndex());
}

void DetailPane::focusPage(int place)
{
    auto* lazy = dynamic_cast<LazyPage*>(m_tabs->widget(place));
    if (lazy && place == m_tabs->currentIndex() && lazy->page()->focusPolicy() != Qt::NoFocus)
        lazy->page()->setFocus();
}

} // namespace vitrine
