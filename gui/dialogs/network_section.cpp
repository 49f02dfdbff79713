// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/network_section.h"

#include "gui/dialogs/connection_settings.h"
#include "gui/models/feature_list_model.h"
#include "gui/models/format.h"
#include "gui/models/network_list_model.h"
#include "gui/models/network_texts.h"
#include "gui/views/colours.h"

#include <QComboBox>
#include <QGridLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine {

namespace {

constexpr int largestPort = 65535;
constexpr int mostPorts = 1024;
constexpr int usualPort = 80; ///< of HTTP
constexpr int mostLines = 5; ///< that the list of networks shows without scrolling

QSpinBox* portSpin(const QString& name, const QString& explanation)
{
    auto* spin = new QSpinBox;
    spin->setRange(1, largestPort);
    spin->setAccessibleName(name);
    spin->setToolTip(explanation);
    return spin;
}

} // namespace

NetworkSection::NetworkSection(
    const NetworkListModel* networks, const FeatureListModel* features, QWidget* parent)
    : QWidget(parent)
    , m_networks(networks)
    , m_list(new QListWidget)
    , m_settings(new ConnectionSettings)
    , m_sentence(new QLabel)
    , m_heading(new QLabel(
          tr("Port of this computer → of the container; below, the address and how many ports")))
    , m_add(new QPushButton(tr("&Publish a port")))
    , m_rows(new QVBoxLayout)
{
    setObjectName(QStringLiteral("networkSection"));
    const api::FeatureInfo feature = features->feature(QStringLiteral("networks"));
    m_available = feature.available;
    m_list->setObjectName(QStringLiteral("networksList"));
    m_list->setAccessibleName(tr("Networks that the container is in"));
    m_list->setEnabled(m_available);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_sentence->setObjectName(QStringLiteral("noNetworkSentence"));
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    if (!m_available)
        m_sentence->setText(
            asSentence(feature.reason) + QLatin1Char(' ') + asSentence(feature.advice));
    QPalette quiet = m_sentence->palette();
    quiet.setColor(QPalette::WindowText, quietColour(quiet));
    m_heading->setWordWrap(true);
    for (auto* label : { m_sentence, m_heading })
        label->setPalette(quiet);
    m_add->setObjectName(QStringLiteral("addPortButton"));
    m_add->setToolTip(tr("Let a port of this computer lead to one of the container"));
    setFocusProxy(m_list);
    connect(m_add, &QPushButton::clicked, this, [this] {
        addRow().host->setFocus();
        refresh();
        emit changed();
    });
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_rows->setSpacing(8);
    layout->addWidget(m_list);
    layout->addWidget(m_settings);
    layout->addWidget(m_sentence);
    layout->addWidget(m_heading);
    layout->addLayout(m_rows);
    layout->addWidget(m_add, 0, Qt::AlignLeading);
    fillNetworks();
    for (const auto signal :
        { &QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved })
        connect(m_networks, signal, this, &NetworkSection::fillNetworks);
    connect(m_list, &QListWidget::currentItemChanged, this, &NetworkSection::showSettings);
    connect(m_settings, &ConnectionSettings::changed, this, &NetworkSection::keepSettings);
    connect(m_list, &QListWidget::itemChanged, this, [this] {
        refresh();
        emit changed();
    });
}

void NetworkSection::addNetwork(const QString& name, bool in)
{
    auto* item = new QListWidgetItem(name, m_list);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    item->setCheckState(in ? Qt::Checked : Qt::Unchecked);
    for (const auto& network : m_networks->rows())
        if (network.name == name)
            item->setToolTip(tr("%1, %2").arg(textOfNetworkKind(network.kind), network.subnet));
}

// Those that it is in come first, in their order: the first one has the way out.
void NetworkSection::fillNetworks()
{
    QStringList in = chosen();
    if (m_list->count() == 0)
        in = m_order;
    const QString current = m_list->currentItem() ? m_list->currentItem()->text() : in.value(0);
    const QSignalBlocker guard(m_list);
    m_list->clear();
    for (const QString& name : in)
        addNetwork(name, true);
    for (const auto& network : m_networks->rows())
        if (m_list->findItems(network.name, Qt::MatchExactly).isEmpty())
            addNetwork(network.name, false);
    const int lines = std::clamp(m_list->count(), 1, mostLines);
    m_list->setFixedHeight(
        lines * std::max(m_list->sizeHintForRow(0), 1) + 2 * m_list->frameWidth());
    m_list->setVisible(m_list->count() > 0);
    for (auto* item : m_list->findItems(current, Qt::MatchExactly))
        m_list->setCurrentItem(item);
    refresh();
}

QVariantMap NetworkSection::connectionIn(const QString& name) const
{
    return m_connections.value(name, { { QStringLiteral("network"), name } });
}

void NetworkSection::showSettings()
{
    const auto* item = m_list->currentItem();
    const bool isIn = m_available && item && item->checkState() == Qt::Checked;
    m_settings->setVisible(isIn);
    // What is being typed stays as it is.
    if (isIn && m_settings->connection() != connectionIn(item->text()))
        m_settings->setConnection(connectionIn(item->text()));
}

void NetworkSection::keepSettings()
{
    const QVariantMap connection = m_settings->connection();
    m_connections.insert(connection.value(QStringLiteral("network")).toString(), connection);
    emit changed();
}

QStringList NetworkSection::chosen() const
{
    QStringList names;
    for (int row = 0; row < m_list->count(); ++row)
        if (m_list->item(row)->checkState() == Qt::Checked)
            names.append(m_list->item(row)->text());
    return names;
}

void NetworkSection::refresh()
{
    const bool any = !chosen().isEmpty();
    if (m_available)
        m_sentence->setText(m_list->count() == 0
                ? tr("There is no network yet; one is made on the page Network. It has a loopback "
                     "interface only.")
                : tr("In no network: it has a loopback interface only."));
    showSettings();
    m_sentence->setVisible(!m_available || !any);
    m_add->setVisible(m_available && any);
    m_heading->setVisible(!m_ports.isEmpty());
    for (const Row& row : std::as_const(m_ports))
        row.box->setEnabled(m_available);
}

NetworkSection::Row& NetworkSection::addRow()
{
    auto* box = new QWidget;
    Row row { box, portSpin(tr("Port of this computer"), tr("Port of this computer")),
        portSpin(tr("Port of the container"), tr("Port of the container that it leads to")),
        portSpin(tr("Number of ports"), tr("So many ports from these on")), new QComboBox,
        new QLineEdit };
    const auto name = [this](const char* what) {
        return QLatin1String(what) + QString::number(m_ports.size());
    };
    row.host->setObjectName(name("portHost"));
    row.host->setValue(8000 + usualPort + int(m_ports.size()));
    row.container->setObjectName(name("portContainer"));
    row.container->setValue(usualPort);
    row.count->setObjectName(name("portCount"));
    row.count->setRange(1, mostPorts);
    row.count->setPrefix(QStringLiteral("× "));
    row.protocol->setObjectName(name("portProtocol"));
    row.protocol->setAccessibleName(tr("Protocol"));
    row.protocol->addItems({ QStringLiteral("tcp"), QStringLiteral("udp") });
    row.address->setObjectName(name("portAddress"));
    row.address->setAccessibleName(tr("Address of this computer"));
    row.address->setPlaceholderText(tr("all addresses"));
    row.address->setToolTip(
        tr("Address of this computer, such as 127.0.0.1, where the port is; else all"));
    auto* arrow = new QLabel(QStringLiteral("→"));
    auto* remove = new QToolButton;
    remove->setObjectName(name("removePort"));
    remove->setText(QStringLiteral("−"));
    remove->setAccessibleName(tr("Remove this port"));
    remove->setToolTip(tr("Remove this port"));
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(4);
    grid->addWidget(row.host, 0, 0);
    grid->addWidget(arrow, 0, 1);
    grid->addWidget(row.container, 0, 2);
    grid->addWidget(row.protocol, 0, 3);
    grid->addWidget(row.address, 1, 0, 1, 2);
    grid->addWidget(row.count, 1, 2);
    grid->addWidget(remove, 1, 3, Qt::AlignTrailing);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(2, 1);
    for (auto* spin : { row.host, row.container, row.count })
        connect(spin, &QSpinBox::valueChanged, this, &NetworkSection::changed);
    connect(row.protocol, &QComboBox::currentIndexChanged, this, &NetworkSection::changed);
    connect(row.address, &QLineEdit::textChanged, this, &NetworkSection::changed);
    connect(remove, &QToolButton::clicked, this, [this, box] { removeRow(box); });
    m_rows->addWidget(box);
    m_ports.append(row);
    return m_ports.last();
}

void NetworkSection::removeRow(QWidget* box)
{
    m_ports.removeIf([box](const Row& row) { return row.box == box; });
    box->hide();
    box->deleteLater();
    refresh();
    emit changed();
}

void NetworkSection::setSpec(const QJsonObject& spec)
{
    m_order.clear();
    m_connections.clear();
    for (const auto& entry : spec.value(QLatin1String("networks")).toArray()) {
        const QVariantMap connection = entry.toObject().toVariantMap();
        m_order.append(connection.value(QStringLiteral("network")).toString());
        m_connections.insert(m_order.last(), connection);
    }
    m_list->clear();
    for (const auto& entry : spec.value(QLatin1String("ports")).toArray()) {
        const QJsonObject port = entry.toObject();
        const Row& row = addRow();
        const int container = port.value(QLatin1String("container")).toInt();
        row.container->setValue(container);
        row.host->setValue(port.value(QLatin1String("host")).toInt(container));
        row.count->setValue(port.value(QLatin1String("count")).toInt(1));
        row.protocol->setCurrentText(
            port.value(QLatin1String("protocol")).toString(QStringLiteral("tcp")));
        row.address->setText(port.value(QLatin1String("address")).toString());
    }
    fillNetworks();
}

QVariantList NetworkSection::ports() const
{
    QVariantList list;
    for (const Row& row : m_ports) {
        QVariantMap port { { QStringLiteral("container"), quint64(row.container->value()) },
            { QStringLiteral("host"), quint64(row.host->value()) },
            { QStringLiteral("protocol"), row.protocol->currentText() } };
        if (row.count->value() > 1)
            port.insert(QStringLiteral("count"), quint64(row.count->value()));
        if (const QString address = row.address->text().trimmed(); !address.isEmpty())
            port.insert(QStringLiteral("address"), address);
        list.append(port);
    }
    return list;
}

void NetworkSection::addTo(QVariantMap& spec) const
{
    QVariantList networks;
    for (const QString& name : chosen())
        networks.append(connectionIn(name));
    if (!networks.isEmpty())
        spec.insert(QStringLiteral("networks"), networks);
    if (const QVariantList all = ports(); !all.isEmpty())
        spec.insert(QStringLiteral("ports"), all);
}

QString NetworkSection::problem() const
{
    return !m_ports.isEmpty() && chosen().isEmpty()
        ? tr("Published ports lead into a network: choose one, or remove them.")
        : QString();
}

} // namespace vitrine
