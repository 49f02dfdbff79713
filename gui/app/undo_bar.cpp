// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/undo_bar.h"

#include "gui/views/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace vitrine {

UndoBar::UndoBar(QWidget* parent)
    : QFrame(parent)
    , m_text(new QLabel)
    , m_undo(new QPushButton(icon(QStringLiteral("undo")), tr("&Undo")))
{
    setObjectName(QStringLiteral("undoBar"));
    setFrameShape(QFrame::StyledPanel);
    m_text->setObjectName(QStringLiteral("undoText"));
    m_undo->setObjectName(QStringLiteral("undoButton"));
    auto* close = new QToolButton;
    close->setIcon(icon(QStringLiteral("close")));
    close->setAutoRaise(true);
    close->setToolTip(tr("Dismiss (Esc)"));
    close->setAccessibleName(close->toolTip());
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 4, 8, 4);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_undo);
    layout->addWidget(close);
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, &UndoBar::tick);
    connect(close, &QToolButton::clicked, this, &UndoBar::dismiss);
    connect(m_undo, &QPushButton::clicked, this, [this] {
        dismiss();
        m_takeBack();
    });
    hide();
}

void UndoBar::offer(const QStringList& paths, const QStringList& names, int running, int seconds)
{
    offer([names, running](int left) { return trashText(names, running, left); },
        [this, paths] { emit undone(paths); }, seconds);
}

void UndoBar::offerNetwork(const QString& name, int seconds, std::function<void()> again)
{
    offer(
        [name](int left) {
            return tr("Network “%1” is deleted. It can be made again for %2 s.")
                .arg(name)
                .arg(left);
        },
        std::move(again), seconds);
}

void UndoBar::offerBack(const QString& what, int seconds, std::function<void()> back)
{
    offer(
        [what](int left) { return tr("%1 This can be taken back for %2 s.").arg(what).arg(left); },
        std::move(back), seconds);
}

void UndoBar::offer(std::function<QString(int left)> text, std::function<void()> undo, int seconds)
{
    m_says = std::move(text);
    m_takeBack = std::move(undo);
    m_left = seconds;
    m_text->setText(m_says(m_left));
    m_second.start();
    show();
}

void UndoBar::tick()
{
    if (--m_left > 0)
        return m_text->setText(m_says(m_left));
    dismiss();
}

void UndoBar::dismiss()
{
    m_second.stop();
    hide();
}

QString UndoBar::trashText(const QStringList& names, int running, int left)
{
    if (names.size() == 1 && running > 0)
        return tr("“%1” is in the trash and still runs. It will be stopped and deleted in %2 s.")
            .arg(names.first())
            .arg(left);
    const QString what = names.size() == 1
        ? tr("“%1” is in the trash").arg(names.first())
        : tr("%n workload(s) are in the trash", nullptr, int(names.size()));
    QString text = tr("%1 and will be deleted in %2 s.").arg(what).arg(left);
    if (running > 0)
        text += QLatin1Char(' ') + tr("%n still run(s) until then.", nullptr, running);
    return text;
}

} // namespace vitrine
