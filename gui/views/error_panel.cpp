// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/error_panel.h"

#include "gui/models/format.h"
#include "gui/views/colours.h"
#include "gui/views/icons.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace vitrine {

ErrorPanel::ErrorPanel(QWidget* parent)
    : QFrame(parent)
    , m_icon(new QLabel)
    , m_text(new QLabel)
    , m_detail(new QLabel)
    , m_fix(new QToolButton)
    , m_copy(new QToolButton)
    , m_close(new QToolButton)
{
    setObjectName(QStringLiteral("errorPanel"));
    for (auto* label : { m_text, m_detail }) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    m_fix->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fix->hide();
    m_copy->setIcon(icon(QStringLiteral("copy")));
    m_copy->setToolTip(tr("Copy the details"));
    m_copy->setAccessibleName(m_copy->toolTip());
    m_copy->setAutoRaise(true);
    m_close->setIcon(icon(QStringLiteral("close")));
    m_close->setToolTip(tr("Dismiss (Esc)"));
    m_close->setAccessibleName(m_close->toolTip());
    m_close->setAutoRaise(true);
    connect(m_copy, &QToolButton::clicked, this,
        [this] { QGuiApplication::clipboard()->setText(report()); });
    connect(m_close, &QToolButton::clicked, this, [this] {
        setError({}, {});
        emit closed();
    });

    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_text);
    texts->addWidget(m_detail);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addLayout(texts, 1);
    layout->addWidget(m_fix, 0, Qt::AlignTop);
    layout->addWidget(m_copy, 0, Qt::AlignTop);
    layout->addWidget(m_close, 0, Qt::AlignTop);
    setAutoFillBackground(true);
    setFrameShape(QFrame::StyledPanel);
    style();
    hide();
}

void ErrorPanel::setError(const QString& what, const api::ErrorInfo& error)
{
    m_what = what;
    m_error = error;
    if (error.isEmpty()) {
        hide();
        return;
    }
    QString text = textOf(error);
    if (!what.isEmpty())
        text = tr("%1: %2").arg(what, text);
    if (const QString advice = adviceFor(error); !advice.isEmpty())
        text += QLatin1Char('\n') + advice;
    m_text->setText(text);
    m_text->setAccessibleName(tr("Error: %1").arg(text));
    m_detail->setText(error.detail());
    m_detail->setVisible(!error.detail().isEmpty());
    show();
}

void ErrorPanel::setFix(QAction* action)
{
    m_fix->setDefaultAction(action);
    m_fix->setVisible(action != nullptr);
}

void ErrorPanel::setClosable(bool closable)
{
    m_close->setVisible(closable);
}

QString ErrorPanel::report() const
{
    QStringList lines { m_text->text() };
    if (!m_error.detail().isEmpty())
        lines.append(m_error.detail());
    if (m_error.step >= 0)
        lines.append(tr("Step %1").arg(m_error.step + 1));
    lines.append(m_error.name);
    return lines.join(QLatin1Char('\n'));
}

void ErrorPanel::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange)
        style();
}

void ErrorPanel::style()
{
    const QPalette base = QGuiApplication::palette();
    const QColor colour = errorColour(base);
    const QColor window = base.color(QPalette::Base);
    const auto mix = [](int one, int other) { return (one * 14 + other * 86) / 100; };
    QPalette own = base;
    own.setColor(QPalette::Window,
        QColor(mix(colour.red(), window.red()), mix(colour.green(), window.green()),
            mix(colour.blue(), window.blue())));
    own.setColor(QPalette::WindowText, base.color(QPalette::Text));
    setPalette(own);
    m_icon->setPixmap(
        icon(QStringLiteral("error"), colour).pixmap(QSize(20, 20), devicePixelRatioF()));
    QPalette quiet = own;
    quiet.setColor(QPalette::WindowText, quietColour(base));
    m_detail->setPalette(quiet);
}

} // namespace vitrine
