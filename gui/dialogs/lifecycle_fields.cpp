// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/lifecycle_fields.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSpinBox>

#include <cmath>

namespace vitrine {

namespace {

constexpr double defaultTimeout = 10; // s
const QString onFailure = QStringLiteral("on-failure");
const QString defaultSignal = QStringLiteral("SIGTERM");

} // namespace

LifecycleFields::LifecycleFields(QObject* parent)
    : QObject(parent)
    , m_restartBox(new QWidget)
    , m_restart(new QComboBox)
    , m_attempts(new QSpinBox)
    , m_autostart(new QCheckBox(tr("Start it with the helper after a &boot")))
    , m_signal(new QComboBox)
    , m_timeout(new QDoubleSpinBox)
{
    m_restart->setObjectName(QStringLiteral("restartCombo"));
    m_restart->addItem(tr("Leave it stopped"), QStringLiteral("no"));
    m_restart->addItem(tr("Start it again after a failure"), onFailure);
    m_restart->addItem(tr("Always start it again"), QStringLiteral("always"));
    m_restart->addItem(
        tr("Start it again unless it was stopped"), QStringLiteral("unless-stopped"));
    m_attempts->setObjectName(QStringLiteral("attemptsSpin"));
    m_attempts->setRange(0, 1'000'000);
    m_attempts->setSpecialValueText(tr("without end"));
    m_attempts->setSuffix(tr(" times"));
    m_attempts->setAccessibleName(tr("How often at the most"));
    auto* layout = new QHBoxLayout(m_restartBox);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_restart, 1);
    layout->addWidget(m_attempts);
    m_restartBox->setFocusProxy(m_restart);
    m_autostart->setObjectName(QStringLiteral("autostartCheck"));
    m_signal->setObjectName(QStringLiteral("stopSignalCombo"));
    m_signal->setEditable(true);
    m_signal->addItems({ defaultSignal, QStringLiteral("SIGINT"), QStringLiteral("SIGQUIT"),
        QStringLiteral("SIGHUP"), QStringLiteral("SIGUSR1"), QStringLiteral("SIGRTMIN+3") });
    m_signal->lineEdit()->setAccessibleName(tr("Stop signal"));
    m_timeout->setObjectName(QStringLiteral("stopTimeoutSpin"));
    m_timeout->setRange(0, 3600);
    m_timeout->setDecimals(1);
    m_timeout->setValue(defaultTimeout);
    m_timeout->setSuffix(QStringLiteral("\u00a0s"));
    connect(m_restart, &QComboBox::currentIndexChanged, this, &LifecycleFields::showAttempts);
    connect(m_restart, &QComboBox::currentIndexChanged, this, &LifecycleFields::changed);
    connect(m_attempts, &QSpinBox::valueChanged, this, &LifecycleFields::changed);
    connect(m_autostart, &QCheckBox::toggled, this, &LifecycleFields::changed);
    connect(m_signal, &QComboBox::currentTextChanged, this, &LifecycleFields::changed);
    connect(m_timeout, &QDoubleSpinBox::valueChanged, this, &LifecycleFields::changed);
    showAttempts();
}

QList<LifecycleFields::Row> LifecycleFields::rows() const
{
    return {
        { QStringLiteral("restart"), tr("When it en&ds"), m_restartBox,
            tr("After 100 ms, then twice as long each time, up to a minute") },
        { QStringLiteral("autostart"), {}, m_autostart, {} },
        { QStringLiteral("stopSignal"), tr("Stop si&gnal"), m_signal,
            tr("The signal that asks process 1 to end") },
        { QStringLiteral("stopTimeout"), tr("&Kill after"), m_timeout,
            tr("How long it has until SIGKILL ends it") },
    };
}

void LifecycleFields::showAttempts()
{
    m_attempts->setVisible(m_restart->currentData().toString() == onFailure);
}

void LifecycleFields::setSpec(const QJsonObject& spec)
{
    const QString restart = spec.value(QLatin1String("restart")).toString(QStringLiteral("no"));
    m_restart->setCurrentIndex(m_restart->findData(restart.section(QLatin1Char(':'), 0, 0)));
    m_attempts->setValue(restart.section(QLatin1Char(':'), 1).toInt());
    m_autostart->setChecked(spec.value(QLatin1String("autostart")).toBool());
    m_signal->setCurrentText(spec.value(QLatin1String("stopSignal")).toString(defaultSignal));
    m_timeout->setValue(
        spec.value(QLatin1String("stopTimeout")).toDouble(defaultTimeout * 1000) / 1000);
}

void LifecycleFields::addTo(QVariantMap& spec) const
{
    QString restart = m_restart->currentData().toString();
    if (restart == onFailure && m_attempts->value() > 0)
        restart += QLatin1Char(':') + QString::number(m_attempts->value());
    if (restart != QLatin1String("no"))
        spec.insert(QStringLiteral("restart"), restart);
    if (m_autostart->isChecked())
        spec.insert(QStringLiteral("autostart"), true);
    if (m_signal->currentText() != defaultSignal && !m_signal->currentText().isEmpty())
        spec.insert(QStringLiteral("stopSignal"), m_signal->currentText());
    if (m_timeout->value() != defaultTimeout)
        spec.insert(
            QStringLiteral("stopTimeout"), quint64(std::llround(m_timeout->value() * 1000)));
}

} // namespace vitrine
