// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QTreeView;
class QTreeWidget;

namespace vitrine {

class ImageListModel;

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
    QTreeView* m_table;
    QTreeWidget* m_layers;
    QLabel* m_description;
    QPushButton* m_create;
};

} // namespace vitrine
