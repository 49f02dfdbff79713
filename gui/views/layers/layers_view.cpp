// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/layers/layers_view.h"

#include "gui/models/image_list_model.h"
#include "gui/models/observation_models.h"
#include "gui/views/layers/layer_stack.h"
#include "gui/views/layers/layers_tab.h"
#include "gui/views/row_tree.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListView>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>

namespace vitrine {

LayersView::LayersView(ObservationModels* models, ImageListModel* images, QWidget* parent)
    : LivePage({ QStringLiteral("mounts"), QStringLiteral("changes") }, parent)
    , m_models(models)
    , m_images(images)
    , m_containers(new RowTree(models->overlays(), RowTree::Shape::Table))
    , m_container(new LayersTab(models))
    , m_image(new LayerStack)
    , m_pages(new QStackedWidget)
{
    const auto heading = [](const QString& text) {
        auto* label = new QLabel(text);
        QFont font = label->font();
        font.setWeight(QFont::DemiBold);
        label->setFont(font);
        label->setContentsMargins(8, 8, 8, 4);
        return label;
    };
    m_containers->setAccessibleName(tr("Containers"));
    m_containers->setPlaceholder(tr("No container yet."));
    m_containers->setColumns({ { OverlayModel::Container, 16, 10 },
        { OverlayModel::Layers, 7, 0, 1 }, { OverlayModel::Size, 10 } });
    auto* imageList = new QListView;
    imageList->setModel(images);
    imageList->setItemDelegate(new RowDelegate(imageList));
    imageList->setFrameShape(QFrame::NoFrame);
    imageList->setAccessibleName(tr("Images"));
    auto* scroll = new QScrollArea;
    scroll->setWidget(m_image);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* hint = new QLabel(tr("Select a container or an image to see its layers."));
    hint->setAlignment(Qt::AlignCenter);
    m_pages->addWidget(hint);
    m_pages->addWidget(m_container);
    m_pages->addWidget(scroll);

    auto* left = new QWidget;
    auto* leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->setSpacing(0);
    leftLayout->addWidget(heading(tr("Containers")));
    leftLayout->addWidget(m_containers, 2);
    leftLayout->addWidget(heading(tr("Images")));
    leftLayout->addWidget(imageList, 1);
    auto* splitter = new QSplitter(Qt::Horizontal);
    splitter->addWidget(left);
    splitter->addWidget(m_pages);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({ 280, 620 });
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);

    connect(m_containers, &RowTree::currentChangedTo, this, [this](const QModelIndex& source) {
        m_container->setWorkload(source.data(WorkloadRole).toString());
        m_pages->setCurrentIndex(source.isValid() ? 1 : 0);
    });
    connect(models, &ObservationModels::applied, this, [this] {
        if (isVisible() && m_pages->currentIndex() == 0)
            m_containers->needCurrent();
    });
    connect(imageList->selectionModel(), &QItemSelectionModel::currentChanged, this,
        &LayersView::showImage);
}

QLineEdit* LayersView::filterEdit() const
{
    return m_container->filterEdit();
}

void LayersView::showImage(const QModelIndex& index)
{
    if (!index.isValid())
        return;
    m_image->setCards(cardsOf(m_images->rows().at(index.row())));
    m_pages->setCurrentIndex(2);
}

} // namespace vitrine
