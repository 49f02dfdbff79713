// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QToolButton;

namespace vitrine {

/// What stands where nothing is yet: one picture, one sentence, one button.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    /// PICTURE is a name of resources/icons.
    EmptyState(const QString& picture, const QString& sentence, QWidget* parent = nullptr);

    void setPicture(const QString& picture);
    void setSentence(const QString& sentence);
    /// The button does ACTION; null takes it away.
    void setAction(QAction* action);

protected:
    void changeEvent(QEvent* event) override;

private:
    void drawPicture();

    QString m_picture;
    QLabel* m_image;
    QLabel* m_sentence;
    QToolButton* m_button;
};

} // namespace vitrine
