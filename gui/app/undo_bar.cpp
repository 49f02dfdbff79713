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
        emit undone(m_paths);
    });
    hide();
}

void UndoBar::offer(const QStringList& paths, const QStringList& names, int running, int seconds)
{
    m_paths = paths;
    m_names = names;
    m_running = running;
    m_left = seconds;
    showText();
    m_second.start();
    show();
}

void UndoBar::tick()
{
    if (--m_left > 0)
        return showText();
    dismiss();
}

void UndoBar::dismiss()
{
    m_second.stop();
    hide();
}

void UndoBar::showText()
{
    if (m_names.size() == 1 && m_running > 0)
        return m_text->setText(
            tr("“%1” is in the trash and still runs. It will be stopped and deleted in %2 s.")
                .arg(m_names.first())
                .arg(m_left));
    const QString what = m_names.size() == 1
        ? tr("“%1” is in the trash").arg(m_names.first())
        : tr("%n workload(s) are in the trash", nullptr, int(m_names.size()));
    QString text = tr("%1 and will be deleted in %2 s.").arg(what).arg(m_left);
    if (m_running > 0)
        text += QLatin1Char(' ') + tr("%n still run(s) until then.", nullptr, m_running);
    m_text->setText(text);
}

} // namespace vitrine
