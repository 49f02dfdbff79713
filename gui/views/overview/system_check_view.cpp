// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/overview/system_check_view.h"

#include "gui/models/feature_list_model.h"
#include "gui/models/format.h"
#include "gui/views/colours.h"
#include "gui/views/icons.h"

#include <QAction>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace vitrine {

SystemCheckView::SystemCheckView(FeatureListModel* model, QAction* goOn, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
    , m_outer(new QVBoxLayout)
{
    setObjectName(QStringLiteral("systemCheckView"));
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* content = new QWidget;
    content->setLayout(m_outer);
    m_outer->setContentsMargins(24, 24, 24, 24);
    m_outer->setSpacing(16);
    scroll->setWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);

    auto* title = new QLabel(tr("What this computer can do"));
    QFont font = title->font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * 1.3);
    title->setFont(font);
    auto* button = new QPushButton(goOn->icon(), tr("Go to the workloads"));
    button->setObjectName(QStringLiteral("goOnButton"));
    connect(button, &QPushButton::clicked, goOn, &QAction::trigger);
    setFocusProxy(button);
    m_outer->addWidget(title);
    m_outer->addWidget(button, 0, Qt::AlignLeading);
    m_outer->addStretch(1);
    connect(model, &QAbstractItemModel::modelReset, this, &SystemCheckView::rebuild);
    rebuild();
}

void SystemCheckView::setHelperState(const QString& sentence, bool good)
{
    if (sentence == m_helperSentence && good == m_helperGood)
        return;
    m_helperSentence = sentence;
    m_helperGood = good;
    rebuild();
}

void SystemCheckView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        rebuild();
}

void SystemCheckView::rebuild()
{
    delete m_page;
    m_page = new QWidget;
    auto* grid = new QGridLayout(m_page);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(8);
    grid->addWidget(card(tr("Helper"), m_helperGood, m_helperSentence, {}), 0, 0);
    int place = 1;
    for (const auto& feature : m_model->features()) {
        grid->addWidget(card(feature.title.isEmpty() ? feature.name : feature.title,
                            feature.available, feature.reason, feature.advice),
            place / 2, place % 2);
        ++place;
    }
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    m_outer->insertWidget(1, m_page);
}

QWidget* SystemCheckView::card(
    const QString& title, bool good, const QString& reason, const QString& advice)
{
    auto* frame = new QFrame;
    frame->setFrameShape(QFrame::StyledPanel);
    auto* symbol = new QLabel;
    symbol->setPixmap(icon(good ? QStringLiteral("check") : QStringLiteral("warning"),
        good ? goodColour(palette()) : errorColour(palette()))
                          .pixmap(QSize(20, 20), devicePixelRatioF()));
    symbol->setAccessibleName(good ? tr("available") : tr("missing"));
    auto* name = new QLabel(good ? title : tr("%1: missing").arg(title));
    QFont font = name->font();
    font.setBold(true);
    name->setFont(font);
    auto* grid = new QGridLayout(frame);
    grid->setContentsMargins(12, 8, 12, 8);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->addWidget(symbol, 0, 0);
    grid->addWidget(name, 0, 1);
    int row = 1;
    for (const QString& text : { reason, advice }) {
        if (text.isEmpty())
            continue;
        auto* label = new QLabel(asSentence(text));
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        grid->addWidget(label, row++, 1);
    }
    grid->setColumnStretch(1, 1);
    grid->setRowStretch(row, 1);
    return frame;
}

} // namespace vitrine
