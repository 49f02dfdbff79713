// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/topology/topology_search.h"

#include "gui/models/topology_facts.h"
#include "gui/views/filter_edit.h"
#include "gui/views/topology/topology_graph.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>

namespace vitrine {

TopologySearch::TopologySearch(TopologyGraph* graph, QWidget* parent)
    : QWidget(parent)
    , m_graph(graph)
    , m_edit(new FilterEdit(tr("Find interfaces")))
    , m_count(new QLabel)
{
    m_edit->setObjectName(QStringLiteral("networkSearch"));
    m_edit->setToolTip(tr("Name, address, MAC, container or network; Return goes to the next"));
    m_edit->installEventFilter(this);
    m_count->setObjectName(QStringLiteral("networkSearchCount"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_edit, 100);
    layout->addWidget(m_count);
    layout->addStretch(1);
    connect(m_edit, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_at = -1;
        m_graph->pointAt({});
        Q_EMIT textChanged(text);
    });
    tell();
}

void TopologySearch::refresh(const TopologyFacts& facts)
{
    const QString current = m_found.value(m_at);
    m_found.clear();
    const auto keys = facts.matches(m_edit->text());
    for (const auto& card : m_graph->layout().cards)
        for (const auto& port : card.ports) {
            if (keys.contains(port.key))
                m_found.append(port.key);
            if (port.folded)
                for (const QString& member : port.members)
                    if (keys.contains(member))
                        m_found.append(member);
        }
    m_at = current.isEmpty() ? -1 : m_found.indexOf(current);
    tell();
}

void TopologySearch::setActive(bool active)
{
    m_active = active;
    tell();
}

void TopologySearch::tell()
{
    const bool searching = m_active && !m_edit->text().trimmed().isEmpty();
    m_graph->setFound(
        searching ? std::optional(QSet<QString>(m_found.begin(), m_found.end())) : std::nullopt);
    m_count->setVisible(searching);
    m_count->setText(m_found.isEmpty() ? tr("nothing found")
            : m_at < 0                 ? tr("%n found", nullptr, int(m_found.size()))
                                       : tr("%1 of %2").arg(m_at + 1).arg(m_found.size()));
}

void TopologySearch::step(int by)
{
    if (m_found.isEmpty())
        return;
    m_at = m_at < 0 ? (by > 0 ? 0 : m_found.size() - 1)
                    : (m_at + by + m_found.size()) % m_found.size();
    m_graph->reveal(m_found[m_at]);
    tell();
}

bool TopologySearch::eventFilter(QObject* watched, QEvent* event)
{
    if (m_active && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            step(key->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace vitrine
