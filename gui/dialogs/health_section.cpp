// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/health_section.h"

#include "gui/dialogs/labelled_rows.h"
#include "gui/models/arguments.h"
#include "gui/models/format.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QJsonArray>
#include <QLineEdit>
#include <QSpinBox>

#include <cmath>

namespace vitrine {

namespace {

constexpr quint64 defaultInterval = 30000; // ms
constexpr int defaultRetries = 3;

} // namespace

HealthSection::HealthSection(QWidget* parent)
    : QWidget(parent)
    , m_command(new QLineEdit)
    , m_interval(new QDoubleSpinBox)
    , m_retries(new QSpinBox)
    , m_then(new QComboBox)
    , m_milliseconds(defaultInterval)
{
    m_command->setObjectName(QStringLiteral("healthCommandEdit"));
    m_command->setPlaceholderText(tr("A command that succeeds while all is well"));
    m_command->setAccessibleName(tr("Command of the health check"));
    m_interval->setObjectName(QStringLiteral("healthIntervalSpin"));
    m_interval->setRange(0.1, 86400);
    m_interval->setDecimals(1);
    m_interval->setValue(double(defaultInterval) / 1000);
    m_interval->setSuffix(QStringLiteral("\u00a0s"));
    m_interval->setAccessibleName(tr("Time between two checks"));
    m_retries->setObjectName(QStringLiteral("healthRetriesSpin"));
    m_retries->setRange(1, 1000);
    m_retries->setValue(defaultRetries);
    m_retries->setAccessibleName(tr("Failures in a row until it is unhealthy"));
    m_then->setObjectName(QStringLiteral("whenUnhealthyCombo"));
    m_then->addItem(tr("Only show it"), QStringLiteral("nothing"));
    m_then->addItem(tr("Start it anew"), QStringLiteral("restart"));
    m_then->addItem(tr("Stop it"), QStringLiteral("stop"));
    m_then->setAccessibleName(tr("When it is unhealthy"));
    setFocusProxy(m_command);

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(4);
    grid->setColumnStretch(1, 1);
    grid->addWidget(m_command, 0, 0, 1, 2);
    addLabelledRows(*grid,
        { { tr("Checked every"), m_interval }, { tr("Unhealthy after failures"), m_retries },
            { tr("Then"), m_then } });
    connect(m_command, &QLineEdit::textChanged, this, &HealthSection::enableRest);
    connect(m_command, &QLineEdit::textChanged, this, &HealthSection::changed);
    connect(m_interval, &QDoubleSpinBox::valueChanged, this, &HealthSection::changed);
    connect(m_retries, &QSpinBox::valueChanged, this, &HealthSection::changed);
    connect(m_then, &QComboBox::currentIndexChanged, this, &HealthSection::changed);
    enableRest();
}

void HealthSection::enableRest()
{
    const bool checked = !m_command->text().trimmed().isEmpty();
    for (QWidget* editor : { static_cast<QWidget*>(m_interval), static_cast<QWidget*>(m_retries),
             static_cast<QWidget*>(m_then) })
        editor->setEnabled(checked);
}

quint64 HealthSection::milliseconds() const
{
    // A time that was not edited stays as it was, to the millisecond.
    const double shown = m_interval->value();
    const double same = std::round(double(m_milliseconds) / 100) / 10;
    return shown == same ? m_milliseconds : quint64(std::llround(shown * 1000));
}

QVariantMap HealthSection::health() const
{
    const QStringList command = splitArguments(m_command->text()).value_or(QStringList());
    if (command.isEmpty())
        return {};
    QVariantMap health = m_kept;
    health.insert(QStringLiteral("command"), command);
    health.insert(QStringLiteral("interval"), milliseconds());
    health.insert(QStringLiteral("retries"), quint64(m_retries->value()));
    health.insert(QStringLiteral("whenUnhealthy"), m_then->currentData());
    return health;
}

void HealthSection::setHealth(const QJsonObject& health)
{
    QStringList command;
    for (const auto& word : health.value(QLatin1String("command")).toArray())
        command.append(word.toString());
    m_command->setText(formatCommand(command));
    m_command->setCursorPosition(0);
    m_milliseconds
        = quint64(health.value(QLatin1String("interval")).toInteger(qint64(defaultInterval)));
    m_interval->setValue(double(m_milliseconds) / 1000);
    m_retries->setValue(health.value(QLatin1String("retries")).toInt(defaultRetries));
    m_then->setCurrentIndex(
        std::max(0, m_then->findData(health.value(QLatin1String("whenUnhealthy")).toString())));
    for (const char* name : { "timeout", "startPeriod" })
        if (health.contains(QLatin1String(name)))
            m_kept.insert(
                QLatin1String(name), quint64(health.value(QLatin1String(name)).toInteger()));
}

} // namespace vitrine
