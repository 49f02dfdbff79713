// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/namespaces/namespace_inspector.h"

#include "gui/models/namespace_types.h"
#include "gui/models/observation_models.h"
#include "gui/views/row_tree.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>

namespace vitrine {

namespace {

constexpr int shownPins = 4; ///< the tree's tool tip has them all

QString rowOf(const QString& name, const QString& value)
{
    QString title = name.toHtmlEscaped();
    title.replace(QLatin1Char(' '), QStringLiteral("&nbsp;"));
    return value.isEmpty()
        ? QString()
        : QStringLiteral("<tr><td style='padding-right:8px'>%1</td><td>%2</td></tr>")
              .arg(title, value);
}

QString badge(const QString& type)
{
    const int index = namespaceTypeIndex(type);
    if (index < 0)
        return {};
    const auto& entry = namespaceTypes[std::size_t(index)];
    const QColor fill = QColor::fromRgb(entry.hue);
    return QStringLiteral("<span style='background:%1;color:%2'>&nbsp;<b>%3</b>&nbsp;</span>")
        .arg(fill.name(), inkOn(fill).name(), QLatin1String(entry.badge));
}

} // namespace

NamespaceInspector::NamespaceInspector(ObservationModels* models, QWidget* parent)
    : QWidget(parent)
    , m_models(models)
    , m_title(new QLabel)
    , m_facts(new QLabel)
    , m_hint(new QLabel)
    , m_processes(new RowTree(models->processList(), RowTree::Shape::Table))
{
    for (QLabel* label : { m_title, m_facts, m_hint }) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::RichText);
        label->setTextInteractionFlags(Qt::TextBrowserInteraction);
    }
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    connect(m_facts, &QLabel::linkActivated, this, &NamespaceInspector::namespaceChosen);
    m_processes->setAccessibleName(tr("Processes in the namespace"));
    m_processes->sortByColumn(ProcessModel::Pid, Qt::AscendingOrder);
    m_processes->setPlaceholder(tr("No process is in it."));
    m_processes->setColumns({ { ProcessModel::Name, 18, 8 }, { ProcessModel::Pid, 9 } });
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 0, 8, 8);
    layout->addWidget(m_title);
    layout->addWidget(m_facts);
    layout->addWidget(m_hint);
    layout->addWidget(m_processes, 1);
    layout->addStretch(0);
    connect(models, &ObservationModels::applied, this, &NamespaceInspector::refresh);
    connect(m_processes, &RowTree::selectionChangedTo, this, &NamespaceInspector::compareProcesses);
    showNamespace({});
}

void NamespaceInspector::showNamespace(const QString& key)
{
    m_key = key;
    m_comparing = false;
    const auto* row = m_models->namespaces()->rowOf(key);
    if (row && !NamespaceModel::isGroup(*row))
        m_processes->proxy()->setNamespace(row->type, row->inode);
    refresh();
}

void NamespaceInspector::refresh()
{
    if (m_comparing)
        return;
    const auto* row = m_models->namespaces()->rowOf(m_key);
    const bool single = row && !NamespaceModel::isGroup(*row);
    m_processes->setVisible(single);
    m_facts->setVisible(single);
    if (!single) {
        m_title->setText(row && !row->type.isEmpty()
                ? QStringLiteral("<b>%1</b>").arg(namespaceTitle(row->type))
                : QString());
        m_hint->setText(row && !row->type.isEmpty()
                ? namespaceExplanation(row->type)
                : tr("Select a namespace to see what keeps it and who is in it. Select two rows "
                     "of the table to compare them."));
        return;
    }
    m_title->setText(
        QStringLiteral("%1 <b>%2</b>").arg(badge(row->type), namespaceTitle(row->type)));
    const QString workload = row->workload.isEmpty()
        ? QString()
        : workloadName(m_models->workloadNames(), row->workload);
    const auto link = [&](const char* type, quint64 inode) {
        return inode == 0
            ? QString()
            : QStringLiteral("<a href='%1:%2'>%1:[%2]</a>").arg(QLatin1String(type)).arg(inode);
    };
    QStringList pins;
    for (const QString& pin : row->pins.mid(0, shownPins))
        pins.append(pin.toHtmlEscaped());
    if (row->pins.size() > shownPins)
        pins.append(tr("and more"));
    QString facts = rowOf(tr("Inode"), QString::number(row->inode))
        + rowOf(tr("Belongs to"), row->initial ? tr("the host") : workload.toHtmlEscaped())
        + rowOf(tr("Parent"), link(row->type.toLatin1().constData(), row->parent))
        + rowOf(tr("Owner"), link("user", row->owner))
        + rowOf(tr("Created by"), row->ownerUid < 0 ? QString() : tr("user %1").arg(row->ownerUid))
        + rowOf(tr("Kept by"), pins.join(QStringLiteral("<br>")));
    m_facts->setText(QStringLiteral("<table>%1</table>").arg(facts));
    m_hint->setText(namespaceExplanation(row->type));
}

void NamespaceInspector::compareProcesses()
{
    const QModelIndexList selected = m_processes->selectedSources();
    if (selected.size() != 2)
        return;
    const auto* first = m_models->processList()->rowAt(selected[0]);
    const auto* second = m_models->processList()->rowAt(selected[1]);
    const auto name = [](const api::ProcessRow& row) {
        return QStringLiteral("%1 (%2)").arg(row.name).arg(row.pid);
    };
    showComparison(name(*first), name(*second), first->namespaces, second->namespaces);
    m_processes->show();
}

void NamespaceInspector::compare(const QModelIndex& first, const QModelIndex& second)
{
    const auto* matrix = m_models->matrix();
    showComparison(first.data().toString(), second.data().toString(), matrix->namespacesAt(first),
        matrix->namespacesAt(second));
    m_processes->hide();
}

void NamespaceInspector::showComparison(const QString& first, const QString& second,
    const QMap<QString, quint64>& firstSet, const QMap<QString, quint64>& secondSet)
{
    m_comparing = true;
    m_title->setText(
        tr("<b>%1</b><br>and <b>%2</b>").arg(first.toHtmlEscaped(), second.toHtmlEscaped()));
    QString rows;
    int shared = 0;
    for (const auto& line : compareNamespaces(firstSet, secondSet)) {
        shared += line.shared() ? 1 : 0;
        QString text = tr("? not readable");
        if (line.shared())
            text = tr("= shared: %1").arg(line.first);
        else if (line.known())
            text = tr("≠ %1 and %2").arg(line.first).arg(line.second);
        rows += QStringLiteral("<tr><td style='padding-right:8px'>%1</td><td>%2</td></tr>")
                    .arg(badge(line.type), text);
    }
    m_facts->setText(QStringLiteral("<table>%1</table>").arg(rows));
    m_facts->show();
    m_hint->setText(tr("Shared: %1 of 8 namespaces.").arg(shared));
}

} // namespace vitrine
