// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/layers/layers_tab.h"

#include "gui/models/observation_models.h"
#include "gui/models/units.h"
#include "gui/views/filter_edit.h"
#include "gui/views/layers/layer_stack.h"
#include "gui/views/row_tree.h"

#include <QBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSplitter>

namespace vitrine {

LayersTab::LayersTab(ObservationModels* models, QWidget* parent)
    : LivePage({ QStringLiteral("mounts"), QStringLiteral("changes") }, parent)
    , m_models(models)
    , m_stack(new LayerStack)
    , m_options(new QLabel)
    , m_filter(new FilterEdit(tr("Filter changes")))
    , m_counts(new QLabel)
    , m_changes(new RowTree(models->changes(), RowTree::Shape::Tree))
{
    m_changes->setAccessibleName(tr("What the container wrote"));
    m_changes->setPlaceholder(tr("Nothing is written yet: the container is as its image."));
    using Model = ChangeModel;
    m_changes->setColumns({ { Model::Path, 44, 20 }, { Model::Change, 12 },
        { Model::Type, 10, 0, 1 }, { Model::Size, 10 }, { Model::Modified, 17, 0, 2 } });
    m_changes->proxy()->setWorkload({});
    m_options->setWordWrap(true);
    m_options->setContentsMargins(12, 0, 12, 8);
    m_options->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_options->setForegroundRole(QPalette::PlaceholderText);

    auto* upper = new QWidget;
    auto* upperLayout = new QVBoxLayout(upper);
    upperLayout->setContentsMargins(0, 0, 0, 0);
    upperLayout->addWidget(m_stack);
    upperLayout->addWidget(m_options);
    upperLayout->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setWidget(upper);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setMinimumHeight(100);

    auto* lower = new QWidget;
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(8, 8, 8, 8);
    bar->addWidget(m_filter, 1);
    bar->addSpacing(8);
    bar->addStretch();
    bar->addWidget(m_counts);
    auto* lowerLayout = new QVBoxLayout(lower);
    lowerLayout->setContentsMargins(0, 0, 0, 0);
    lowerLayout->setSpacing(0);
    lowerLayout->addLayout(bar);
    lowerLayout->addWidget(m_changes, 1);

    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(scroll);
    splitter->addWidget(lower);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({ 240, 400 });
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    connect(m_filter, &QLineEdit::textChanged, m_changes->proxy(), &FilterProxy::setText);
    connect(models, &ObservationModels::applied, this, &LayersTab::refresh);
}

void LayersTab::setWorkload(const QString& id)
{
    if (id == m_workload)
        return refresh();
    m_workload = id;
    m_changes->proxy()->setWorkload(id);
    m_changes->expandAll();
    refresh();
}

QLineEdit* LayersTab::filterEdit() const
{
    return m_filter;
}

void LayersTab::showEvent(QShowEvent* event)
{
    LivePage::showEvent(event);
    refresh();
}

void LayersTab::refresh()
{
    if (!isVisible())
        return;
    QList<LayerCard> cards;
    const auto layers = m_models->overlays()->layersOf(m_workload);
    int lower = int(layers.size()) - (layers.isEmpty() || !layers.first().writable ? 0 : 1);
    for (const Layer& layer : layers) {
        const QString title
            = layer.writable ? tr("Writable layer") : tr("Read-only layer %1").arg(lower--);
        cards.append({ layer.writable, title, layer.path,
            layer.bytes < 0 ? QString()
                            : tr("%1 on disk").arg(units::bytes(double(layer.bytes))) });
    }
    m_stack->setCards(cards);
    const auto* row = m_models->overlays()->rowOf(m_workload);
    if (!row)
        m_options->setText(tr("No overlay is known for this container yet."));
    else if (row->options.isEmpty())
        m_options->setText(tr("Not mounted: the container is not running."));
    else
        m_options->setText(tr("Mounted as overlay: %1").arg(row->options));
    const ChangeCounts counts = m_models->changes()->countsOf(m_workload);
    m_counts->setText(tr("%1 added · %2 changed · %3 deleted · %4 replaced")
                          .arg(counts.added)
                          .arg(counts.changed)
                          .arg(counts.deleted)
                          .arg(counts.opaque));
}

} // namespace vitrine
