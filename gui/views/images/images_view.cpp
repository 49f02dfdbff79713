// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/images/images_view.h"

#include "gui/models/format.h"
#include "gui/models/image_list_model.h"
#include "gui/views/icons.h"
#include "gui/views/layers/layer_stack.h"
#include "gui/views/table.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace vitrine {

ImagesView::ImagesView(ImageListModel* model, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
    , m_table(new Table)
    , m_layers(new LayerStack)
    , m_description(new QLabel)
    , m_create(new QPushButton(icon(QStringLiteral("new")), tr("New container of this image…")))
{
    setObjectName(QStringLiteral("imagesView"));
    m_table->setObjectName(QStringLiteral("imageTable"));
    m_table->setAccessibleName(tr("Images"));
    m_table->setModel(model);
    m_table->setPlaceholder(tr("Images appear here as soon as the helper has looked."));
    using Model = ImageListModel;
    m_table->setColumns({ { Model::NameColumn, 18, 14 }, { Model::DescriptionColumn, 60, 20, 2 },
        { Model::StateColumn, 20, 10 }, { Model::LayersColumn, 8, 0, 3 },
        { Model::SizeColumn, 13, 0, 1 } });
    m_description->setWordWrap(true);
    m_create->setObjectName(QStringLiteral("createFromImageButton"));
    connect(m_create, &QPushButton::clicked, this, [this] {
        emit createRequested(
            m_table->currentIndex().siblingAtColumn(ImageListModel::NameColumn).data().toString());
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        &ImagesView::showCurrent);
    connect(model, &QAbstractItemModel::dataChanged, this, &ImagesView::showCurrent);
    connect(model, &QAbstractItemModel::rowsInserted, this, &ImagesView::showCurrent);

    auto* heading = new QLabel(tr("Layers of the image"));
    QFont bold = heading->font();
    bold.setBold(true);
    heading->setFont(bold);
    auto* scroll = new QScrollArea;
    scroll->setWidget(m_layers);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(heading->text());
    auto* row = new QHBoxLayout;
    row->addWidget(m_description, 1);
    row->addWidget(m_create);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_table, 1);
    layout->addLayout(row);
    layout->addWidget(heading);
    layout->addWidget(scroll, 1);
    showCurrent();
}

void ImagesView::showCurrent()
{
    if (!m_table->currentIndex().isValid() && m_model->rowCount() > 0)
        m_table->setCurrentIndex(m_model->index(0, 0));
    const auto* image
        = m_model->find(m_table->currentIndex().data(ImageListModel::PathRole).toString());
    m_create->setEnabled(image && image->available);
    m_layers->setCards(image ? cardsOf(*image) : QList<LayerCard>());
    if (!image)
        return m_description->clear();
    m_description->setText(image->available
            ? tr("%1 — runs %2").arg(image->description, formatCommand(image->command))
            : image->reason);
}

} // namespace vitrine
