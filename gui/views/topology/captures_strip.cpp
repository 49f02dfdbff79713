// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/topology/captures_strip.h"

#include "gui/models/units.h"
#include "gui/views/colours.h"
#include "gui/views/icons.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <climits>

namespace vitrine {

namespace {

constexpr int iconSize = 16;

QToolButton* button(const QString& text, const QString& name, const QString& tip)
{
    auto* made = new QToolButton;
    made->setText(text);
    made->setObjectName(name);
    made->setToolTip(tip);
    made->setAccessibleName(tip);
    made->setFocusPolicy(Qt::StrongFocus);
    return made;
}

} // namespace

CapturesStrip::CapturesStrip(QWidget* parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("capturesStrip"));
    setAccessibleName(tr("Captures of packets"));
    m_layout->setContentsMargins(8, 4, 8, 0);
    m_layout->setSpacing(4);
    hide();
}

int CapturesStrip::add(const QString& what, const QString& file)
{
    const int number = ++m_last;
    Line line;
    line.what = what;
    line.file = file;
    line.box = new QWidget;
    line.sign = new QLabel;
    line.text = new QLabel;
    line.text->setObjectName(QStringLiteral("captureText"));
    line.text->setTextFormat(Qt::PlainText);
    line.text->setWordWrap(true);
    line.text->setToolTip(file);
    line.stop
        = button(tr("Stop"), QStringLiteral("stopCapture"), tr("Stop capturing %1").arg(what));
    line.open = button(tr("Open in Wireshark"), QStringLiteral("openCapture"),
        tr("Show %1 in Wireshark").arg(file));
    line.close = button({}, QStringLiteral("closeCapture"), tr("Close; the file stays"));
    line.close->setIcon(icon(QStringLiteral("close")));
    line.close->setAutoRaise(true);
    auto* row = new QHBoxLayout(line.box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(line.sign);
    row->addWidget(line.text, 1);
    for (auto* each : { line.stop, line.open, line.close })
        row->addWidget(each);
    connect(line.stop, &QToolButton::clicked, this, [this, number] { Q_EMIT stopWanted(number); });
    connect(line.open, &QToolButton::clicked, this, [this, file] { Q_EMIT openWanted(file); });
    connect(line.close, &QToolButton::clicked, this, [this, number] { remove(number); });
    m_layout->addWidget(line.box);
    m_lines.insert(number, line);
    tell(line);
    show();
    return number;
}

void CapturesStrip::tell(const Line& line)
{
    const QString figures
        = tr("%n packet(s), %1", nullptr, int(std::min<quint64>(line.packets, INT_MAX)))
              .arg(units::bytes(double(line.bytes)));
    const QString file = QFileInfo(line.file).fileName();
    line.text->setText(line.running ? tr("Capturing %1 in %2: %3").arg(line.what, file, figures)
            : line.wrong.isEmpty()  ? tr("Captured %1 in %2: %3").arg(line.what, file, figures)
                                    : tr("Capturing %1 in %2 ended after %3: %4")
                                         .arg(line.what, file, figures, line.wrong));
    line.stop->setVisible(line.running);
    line.open->setVisible(m_wireshark && !line.running && line.packets > 0);
    line.close->setVisible(!line.running);
    const QIcon sign = line.running ? icon(QStringLiteral("record"), errorColour(palette()))
        : line.wrong.isEmpty()      ? icon(QStringLiteral("check"), goodColour(palette()))
                                    : icon(QStringLiteral("error"), errorColour(palette()));
    line.sign->setPixmap(sign.pixmap(QSize(iconSize, iconSize), devicePixelRatioF()));
}

void CapturesStrip::setFigures(int number, quint64 packets, quint64 bytes)
{
    const auto line = m_lines.find(number);
    if (line == m_lines.end())
        return;
    line->packets = packets;
    line->bytes = bytes;
    tell(*line);
}

void CapturesStrip::setEnded(int number, const QString& wrong)
{
    const auto line = m_lines.find(number);
    if (line == m_lines.end())
        return;
    const bool focused = line->stop->hasFocus();
    line->running = false;
    line->wrong = wrong;
    tell(*line);
    if (focused)
        line->close->setFocus();
}

void CapturesStrip::remove(int number)
{
    m_lines.take(number).box->deleteLater();
    setVisible(!m_lines.isEmpty());
}

} // namespace vitrine
