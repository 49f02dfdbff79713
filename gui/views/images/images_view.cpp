// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/images/images_view.h"

#include "gui/models/format.h"
#include "gui/models/image_list_model.h"
#include "gui/views/icons.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeView>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace vitrine {

ImagesView::ImagesView(ImageListModel* model, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
    , m_table(new QTreeView)
    , m_layers(new QTreeWidget)
    , m_description(new QLabel)
    , m_create(new QPushButton(icon(QStringLiteral("new")), tr("New container of this image…")))
{
    setObjectName(QStringLiteral("imagesView"));
    m_table->setObjectName(QStringLiteral("imageTable"));
    m_table->setAccessibleName(tr("Images"));
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->setModel(model);
    m_table->header()->resizeSection(ImageListModel::NameColumn, 160);
    m_table->header()->resizeSection(ImageListModel::DescriptionColumn, 320);
    m_layers->setAccessibleName(tr("Layers of the image"));
    m_layers->setRootIsDecorated(false);
    m_layers->setHeaderLabels({ tr("Layer, from the top down"), tr("Size"), tr("Path") });
    m_layers->header()->resizeSection(0, 240);
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

    auto* row = new QHBoxLayout;
    row->addWidget(m_description, 1);
    row->addWidget(m_create);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_table, 1);
    layout->addLayout(row);
    layout->addWidget(m_layers, 1);
    showCurrent();
}

void ImagesView::showCurrent()
{
    if (!m_table->currentIndex().isValid() && m_model->rowCount() > 0)
        m_table->setCurrentIndex(m_model->index(0, 0));
    const auto* image
        = m_model->find(m_table->currentIndex().data(ImageListModel::PathRole).toString());
    m_create->setEnabled(image && image->available);
    m_layers->clear();
    if (!image)
        return m_description->clear();
    m_description->setText(image->available
            ? tr("%1 — runs %2").arg(image->description, formatCommand(image->command))
            : image->reason);
    for (auto layer = image->layers.crbegin(); layer != image->layers.crend(); ++layer)
        m_layers->addTopLevelItem(new QTreeWidgetItem({ layer->title,
            layer->size == 0 ? tr("not measured") : formatBytes(qint64(layer->size)),
            layer->path }));
}

} // namespace vitrine
