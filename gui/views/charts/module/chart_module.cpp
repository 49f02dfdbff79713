// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/charts/module/chart_module.h"

#include "gui/views/charts/module/chart_plot.h"

#include <QDateTime>
#include <QLocale>
#include <QVBoxLayout>

#include <cmath>
#include <limits>

namespace vitrine {

QtChartPanel::QtChartPanel(QWidget* parent)
    : QWidget(parent)
    , m_plot(new ChartPlot)
    , m_title(new QLabel)
    , m_reason(new QLabel)
    , m_crosshair(std::numeric_limits<double>::quiet_NaN())
{
    m_title->setTextFormat(Qt::RichText);
    m_title->setContentsMargins(8, 0, 8, 0);
    m_reason->setAlignment(Qt::AlignCenter);
    m_reason->setWordWrap(true);
    m_reason->setForegroundRole(QPalette::PlaceholderText);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_title);
    layout->addWidget(m_plot, 1);
    layout->addWidget(m_reason, 1);
    setMinimumHeight(160);
    setMaximumHeight(300);
}

void QtChartPanel::setContent(const ChartContent& content)
{
    m_content = content;
    const bool empty = !content.reason.isEmpty();
    m_plot->setVisible(!empty);
    m_reason->setVisible(empty);
    m_reason->setText(content.reason);
    if (!empty)
        m_plot->setContent(content);
    updateTitle();
    setAccessibleName(content.title);
    setAccessibleDescription(empty ? content.reason : content.current);
}

void QtChartPanel::updateTitle()
{
    const auto colored = [&](const ChartLine& line, const QString& text) {
        return QStringLiteral("<span style='color:%1'>■</span> %2")
            .arg(m_plot->lineColor(line.color).name(), text.toHtmlEscaped());
    };
    QStringList parts;
    const bool pointing = !std::isnan(m_crosshair) && m_content.reason.isEmpty();
    for (int i = 0; i < m_content.lines.size(); ++i) {
        const auto& line = m_content.lines[i];
        QString text = line.name;
        if (pointing) {
            const double value = m_plot->valueAt(i, m_crosshair);
            text += std::isnan(value)
                ? QStringLiteral(" –")
                : QStringLiteral(" %1 %2").arg(
                    QLocale().toString(value, 'f', std::max(1, m_content.decimals)),
                    m_content.unit);
        }
        if (pointing || m_content.lines.size() > 1)
            parts.append(colored(line, text.trimmed()));
    }
    QString text = QStringLiteral("<b>%1</b>").arg(m_content.title.toHtmlEscaped());
    if (pointing && m_content.end != 0)
        parts.prepend(QLocale().toString(
            QDateTime::fromMSecsSinceEpoch(m_content.end + qint64(m_crosshair * 1000)).time(),
            QStringLiteral("HH:mm:ss")));
    if (!pointing && !m_content.current.isEmpty())
        parts.prepend(m_content.current.toHtmlEscaped());
    if (!m_content.limitText.isEmpty() && m_content.limit > m_content.top)
        parts.append(m_content.limitText.toHtmlEscaped());
    m_title->setText(
        text + QStringLiteral("&nbsp;&nbsp; ") + parts.join(QStringLiteral("&nbsp;&nbsp; ")));
}

void QtChartPanel::setCrosshair(double seconds)
{
    m_crosshair = seconds;
    m_plot->setCrosshair(seconds);
    updateTitle();
}

void QtChartPanel::onCrosshair(std::function<void(double)> moved)
{
    m_plot->onCrosshair(std::move(moved));
}

} // namespace vitrine
