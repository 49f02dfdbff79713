// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/empty_state.h"

#include "gui/views/colours.h"
#include "gui/views/icons.h"

#include <QAction>
#include <QEvent>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace vitrine {

EmptyState::EmptyState(const QString& picture, const QString& sentence, QWidget* parent)
    : QWidget(parent)
    , m_picture(picture)
    , m_image(new QLabel)
    , m_sentence(new QLabel(sentence))
    , m_button(new QToolButton)
{
    m_sentence->setObjectName(QStringLiteral("emptySentence"));
    m_image->setAlignment(Qt::AlignCenter);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    m_sentence->setMaximumWidth(420);
    m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_button->setFocusPolicy(Qt::StrongFocus);
    m_button->hide();
    setFocusProxy(m_button);
    // In a line of its own: an aligned label gets the height of its widest form, and is cut off.
    auto* line = new QHBoxLayout;
    line->addStretch(1);
    line->addWidget(m_sentence, 100);
    line->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(16);
    layout->addStretch(2);
    layout->addWidget(m_image, 0, Qt::AlignHCenter);
    layout->addLayout(line);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    drawPicture();
}

void EmptyState::setPicture(const QString& picture)
{
    m_picture = picture;
    drawPicture();
}

void EmptyState::setSentence(const QString& sentence)
{
    m_sentence->setText(sentence);
}

void EmptyState::setAction(QAction* action)
{
    m_button->setDefaultAction(action);
    m_button->setVisible(action != nullptr);
}

void EmptyState::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        drawPicture();
}

void EmptyState::drawPicture()
{
    m_image->setPixmap(
        icon(m_picture, quietColour(palette())).pixmap(QSize(96, 96), devicePixelRatioF()));
}

} // namespace vitrine
