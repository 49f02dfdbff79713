// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace vitrine {

class ImageListModel;
class LayerStack;
class Table;

/// The images that containers can be made of, with the layers of the selected one.
class ImagesView : public QWidget {
    Q_OBJECT
public:
    explicit ImagesView(ImageListModel* model, QWidget* parent = nullptr);

signals:
    /// The user wants a container of the image NAME.
    void createRequested(const QString& name);

private:
    void showCurrent();

    ImageListModel* m_model;
    Table* m_table;
    LayerStack* m_layers;
    QLabel* m_description;
    QPushButton* m_create;
};

} // namespace vitrine
