// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/views/live_page.h"

class QAbstractItemModel;
class QStackedWidget;

namespace vitrine {

class ImageListModel;
class LayerStack;
class LayersTab;
class ObservationModels;
class RowTree;

/// The layers of every container and of every image.
class LayersView : public LivePage {
    Q_OBJECT
public:
    LayersView(ObservationModels* models, ImageListModel* images, QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit* filterEdit() const override;

private:
    void showImage(const QModelIndex& index);

    ObservationModels* m_models;
    ImageListModel* m_images;
    RowTree* m_containers;
    LayersTab* m_container;
    LayerStack* m_image;
    QStackedWidget* m_pages;
};

} // namespace vitrine
