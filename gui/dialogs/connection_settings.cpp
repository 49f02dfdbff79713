// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/connection_settings.h"

#include "gui/dialogs/labelled_rows.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>

#include <cmath>

namespace vitrine {

namespace {

constexpr double bitsInMegabit = 1e6;
constexpr double fastest = 16'000; ///< Mbit/s
constexpr int decimals = 3; ///< down to a kbit/s

QLineEdit* edit(const QString& name, const QString& usual, const QString& explanation)
{
    auto* line = new QLineEdit;
    line->setObjectName(name);
    line->setPlaceholderText(usual);
    line->setToolTip(explanation);
    return line;
}

QDoubleSpinBox* rateSpin(const QString& name, const QString& explanation)
{
    auto* spin = new QDoubleSpinBox;
    spin->setObjectName(name);
    spin->setToolTip(explanation);
    spin->setRange(0, fastest);
    spin->setDecimals(decimals);
    spin->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    spin->setSpecialValueText(ConnectionSettings::tr("no limit"));
    //: megabits a second
    spin->setSuffix(ConnectionSettings::tr(" Mbit/s"));
    return spin;
}

void put(QVariantMap& map, const QString& key, const QString& text)
{
    text.isEmpty() ? void(map.remove(key)) : void(map.insert(key, text));
}

void put(QVariantMap& map, const QString& key, double megabits)
{
    const auto bits = quint64(std::llround(megabits * bitsInMegabit));
    bits == 0 ? void(map.remove(key)) : void(map.insert(key, bits));
}

} // namespace

ConnectionSettings::ConnectionSettings(QWidget* parent)
    : QWidget(parent)
    , m_heading(new QLabel)
    , m_address(edit(QStringLiteral("connectionAddress"), tr("a free one"),
          tr("Its IPv4 address in the network")))
    , m_address6(edit(QStringLiteral("connectionAddress6"), tr("a free one"),
          tr("Its IPv6 address in the network")))
    , m_mac(edit(QStringLiteral("connectionMac"), tr("one of its own"),
          tr("The hardware address of its interface, such as 02:00:5e:00:53:01")))
    , m_inbound(rateSpin(QStringLiteral("connectionInbound"),
          tr("What it is sent is delayed, and dropped when that is not enough")))
    , m_outbound(rateSpin(QStringLiteral("connectionOutbound"),
          tr("What it sends is delayed, and dropped when that is not enough; with the capability "
             "NET_ADMIN it can change that")))
    , m_up(new QCheckBox(tr("&Cable plugged in")))
{
    setObjectName(QStringLiteral("connectionSettings"));
    m_heading->setTextFormat(Qt::PlainText);
    m_up->setObjectName(QStringLiteral("connectionUp"));
    m_up->setToolTip(tr("Unplugged, it keeps its addresses, and nothing passes"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(16, 0, 0, 0);
    grid->setSpacing(4);
    grid->addWidget(m_heading, 0, 0, 1, 2);
    addLabelledRows(*grid,
        { { tr("Address"), m_address }, { tr("IPv6 address"), m_address6 },
            { tr("MAC address"), m_mac }, { tr("Receives at most"), m_inbound },
            { tr("Sends at most"), m_outbound } });
    grid->addWidget(m_up, grid->rowCount(), 0, 1, 2);
    grid->setColumnStretch(1, 1);
    for (auto* line : { m_address, m_address6, m_mac })
        connect(line, &QLineEdit::textEdited, this, &ConnectionSettings::changed);
    for (auto* spin : { m_inbound, m_outbound })
        connect(spin, &QDoubleSpinBox::valueChanged, this, &ConnectionSettings::changed);
    connect(m_up, &QCheckBox::toggled, this, &ConnectionSettings::changed);
}

void ConnectionSettings::setConnection(const QVariantMap& connection)
{
    const QSignalBlocker guard(this);
    const auto text = [&](const char* key) { return connection.value(QLatin1String(key)); };
    m_kept = connection;
    m_heading->setText(tr("Its interface in %1").arg(text("network").toString()));
    m_address->setText(text("address").toString());
    m_address6->setText(text("address6").toString());
    m_mac->setText(text("mac").toString());
    m_inbound->setValue(text("inbound").toDouble() / bitsInMegabit);
    m_outbound->setValue(text("outbound").toDouble() / bitsInMegabit);
    m_up->setChecked(connection.value(QStringLiteral("up"), true).toBool());
}

QVariantMap ConnectionSettings::connection() const
{
    QVariantMap connection = m_kept;
    put(connection, QStringLiteral("address"), m_address->text().trimmed());
    put(connection, QStringLiteral("address6"), m_address6->text().trimmed());
    put(connection, QStringLiteral("mac"), m_mac->text().trimmed());
    put(connection, QStringLiteral("inbound"), m_inbound->value());
    put(connection, QStringLiteral("outbound"), m_outbound->value());
    if (m_up->isChecked())
        connection.remove(QStringLiteral("up"));
    else
        connection.insert(QStringLiteral("up"), false);
    return connection;
}

} // namespace vitrine
