// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/live_page.h"

#include <QBoxLayout>

namespace vitrine {

LivePage::LivePage(const QStringList& tables, QWidget* parent)
    : QWidget(parent)
    , m_tables(tables)
{
}

QHBoxLayout* LivePage::addBody(QWidget* body)
{
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(8, 8, 8, 8);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(body, 1);
    return bar;
}

QStringList LivePage::wantedTables() const
{
    return m_shown ? m_tables : QStringList();
}

void LivePage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!std::exchange(m_shown, true))
        Q_EMIT wantedChanged();
}

void LivePage::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    if (std::exchange(m_shown, false))
        Q_EMIT wantedChanged();
}

} // namespace vitrine
