// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/network_form.h"

#include "gui/models/field_errors.h"
#include "gui/models/format.h"
#include "gui/models/helper_texts.h"
#include "gui/models/network_list_model.h"
#include "gui/models/network_texts.h"
#include "gui/views/colours.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine {

namespace {

constexpr int smallestMtu = 1280, largestMtu = 65535; ///< bytes
const QString isolated = QStringLiteral("isolated");
const QString bridge = QStringLiteral("bridge");
const QString kindProperty = QStringLiteral("kind");

QLabel* newNote(const QColor& colour)
{
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, colour);
    label->setPalette(palette);
    return label;
}

/// LABEL, as far to the right as the words of a check box or radio button.
QHBoxLayout* indented(QLabel* label)
{
    const QStyle* style = label->style();
    auto* line = new QHBoxLayout;
    line->setContentsMargins(style->pixelMetric(QStyle::PM_IndicatorWidth)
            + style->pixelMetric(QStyle::PM_CheckBoxLabelSpacing),
        0, 0, 0);
    line->addWidget(label, 1);
    return line;
}

} // namespace

NetworkForm::NetworkForm(const NetworkListModel* networks, QWidget* parent)
    : QWidget(parent)
    , m_networks(networks)
    , m_name(new QLineEdit(networks->freeName()))
    , m_kinds(new QButtonGroup(this))
    , m_forwardingBox(new QWidget)
    , m_forwarding(new QCheckBox(tr("Let this computer pass packets on\nbetween its interfaces")))
    , m_forwardingNote(newNote(quietColour(palette())))
    , m_outsideBox(new QWidget)
    , m_parent(new QLineEdit)
    , m_range(new QLineEdit)
    , m_advancedButton(new QToolButton)
    , m_advanced(new QWidget)
    , m_subnet(new QLineEdit)
    , m_ipv6(new QCheckBox(tr("IPv&6 too")))
    , m_subnet6(new QLineEdit)
    , m_gatewayBox(new QWidget)
    , m_gateway(new QLineEdit)
    , m_mtu(new QSpinBox)
{
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(8);
    m_name->setObjectName(QStringLiteral("networkNameEdit"));
    m_name->setMaxLength(63);
    addField(layout, QStringLiteral("name"), tr("&Name"), m_name,
        tr("Lower-case letters, digits and hyphens, up to 63"));
    connect(m_name, &QLineEdit::textEdited, this, &NetworkForm::edited);
    buildKinds(layout);
    buildForwarding(layout);
    buildOutside(layout);
    m_advancedButton->setObjectName(QStringLiteral("advancedButton"));
    m_advancedButton->setText(tr("Advanced"));
    m_advancedButton->setArrowType(Qt::RightArrow);
    m_advancedButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_advancedButton->setCheckable(true);
    m_advancedButton->setAutoRaise(true);
    connect(m_advancedButton, &QToolButton::toggled, this, [this](bool open) {
        m_advancedButton->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
        m_advanced->setVisible(open);
    });
    auto* advanced = new QVBoxLayout(m_advanced);
    advanced->setContentsMargins(0, 0, 0, 0);
    advanced->setSpacing(8);
    buildAdvanced(advanced);
    m_advanced->hide();
    showOutside();
    layout->addWidget(m_advancedButton, 0, Qt::AlignLeading);
    layout->addWidget(m_advanced);
    layout->addStretch(1);
}

void NetworkForm::buildKinds(QVBoxLayout* layout)
{
    auto* box = new QWidget;
    auto* rows = new QVBoxLayout(box);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(2);
    const QList<QPair<QString, QString>> kinds { { QStringLiteral("nat"), tr("NA&T") },
        { isolated, tr("&Isolated") }, { QStringLiteral("routed"), tr("&Routed") },
        { QStringLiteral("macvlan"), tr("Mac&vlan") }, { bridge, tr("&Bridge outside") } };
    for (const auto& [kind, title] : kinds) {
        auto* button = new QRadioButton(title);
        button->setObjectName(QStringLiteral("kind-") + kind);
        button->setProperty(qPrintable(kindProperty), kind);
        button->setAccessibleDescription(explanationOfNetworkKind(kind));
        button->setToolTip(explanationOfNetworkKind(kind));
        auto* note = newNote(quietColour(palette()));
        note->setText(explanationOfNetworkKind(kind));
        rows->addWidget(button);
        rows->addLayout(indented(note));
        m_kinds->addButton(button);
    }
    m_kinds->buttons().constFirst()->setChecked(true);
    addField(layout, QStringLiteral("kind"), tr("Kind"), box, {});
    connect(m_kinds, &QButtonGroup::buttonToggled, this, [this](QAbstractButton*, bool checked) {
        if (checked)
            edited();
    });
}

void NetworkForm::buildForwarding(QVBoxLayout* layout)
{
    m_forwarding->setObjectName(QStringLiteral("forwardingCheck"));
    m_forwardingNote->setObjectName(QStringLiteral("forwardingNote"));
    auto* box = new QVBoxLayout(m_forwardingBox);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(2);
    addField(box, QStringLiteral("forwarding"), {}, m_forwarding,
        tr("net.ipv4.ip_forward and net.ipv6.conf.all.forwarding"));
    box->addLayout(indented(m_forwardingNote));
    box->addLayout(indented(m_errorLabels.value(QStringLiteral("forwarding"))));
    m_forwardingNote->setText(tr("Containers of this network reach other computers only when it "
                                 "does. It is changed back with the last network that needs it."));
    connect(m_forwarding, &QCheckBox::toggled, this, &NetworkForm::edited);
    layout->addWidget(m_forwardingBox);
}

void NetworkForm::buildOutside(QVBoxLayout* layout)
{
    m_parent->setObjectName(QStringLiteral("parentEdit"));
    m_parent->setMaxLength(15);
    m_range->setObjectName(QStringLiteral("rangeEdit"));
    m_range->setPlaceholderText(tr("none: each container names its own, or such as %1")
                                    .arg(QStringLiteral("192.168.1.192/27")));
    auto* box = new QVBoxLayout(m_outsideBox);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(8);
    addField(box, QStringLiteral("parent"), tr("Interface of this com&puter"), m_parent,
        tr("Containers come into the network that it is in; it stays as it is"));
    addField(box, QStringLiteral("range"), tr("Addresses &for containers"), m_range,
        tr("A part of the network's subnet that nobody else gives addresses of: they are not asked "
           "for by DHCP"));
    for (auto* edit : { m_parent, m_range, m_gateway })
        connect(edit, &QLineEdit::textEdited, this, &NetworkForm::edited);
    layout->addWidget(m_outsideBox);
}

void NetworkForm::buildAdvanced(QVBoxLayout* layout)
{
    m_gateway->setObjectName(QStringLiteral("gatewayEdit"));
    m_gateway->setPlaceholderText(tr("as this computer's there"));
    m_subnet->setObjectName(QStringLiteral("subnetEdit"));
    m_ipv6->setObjectName(QStringLiteral("ipv6Check"));
    m_ipv6->setChecked(true);
    m_subnet6->setObjectName(QStringLiteral("subnet6Edit"));
    m_mtu->setObjectName(QStringLiteral("mtuSpin"));
    m_mtu->setRange(smallestMtu - 1, largestMtu);
    m_mtu->setSpecialValueText(tr("as this computer's way out"));
    m_mtu->setSuffix(QStringLiteral("\u00a0B"));
    addField(layout, QStringLiteral("subnet"), tr("&Subnet"), m_subnet,
        tr("The addresses of IPv4 that its containers get"));
    auto* gateway = new QVBoxLayout(m_gatewayBox);
    gateway->setContentsMargins(0, 0, 0, 0);
    addField(gateway, QStringLiteral("gateway"), tr("Wa&y out"), m_gateway,
        tr("The address of IPv4 that leads to other networks"));
    layout->addWidget(m_gatewayBox);
    addField(layout, QStringLiteral("ipv6"), {}, m_ipv6,
        tr("Its containers get addresses of IPv6 beside those of IPv4"));
    addField(layout, QStringLiteral("subnet6"), tr("Subnet of I&Pv6"), m_subnet6,
        tr("The addresses of IPv6 that its containers get"));
    addField(layout, QStringLiteral("mtu"), tr("&MTU"), m_mtu,
        tr("Most bytes of a packet, 1280 to 65535"));
    connect(m_subnet, &QLineEdit::textEdited, this, &NetworkForm::edited);
    connect(m_ipv6, &QCheckBox::toggled, m_subnet6, &QWidget::setEnabled);
    connect(m_ipv6, &QCheckBox::toggled, this, &NetworkForm::edited);
    connect(m_subnet6, &QLineEdit::textEdited, this, &NetworkForm::edited);
    connect(m_mtu, &QSpinBox::valueChanged, this, &NetworkForm::edited);
}

void NetworkForm::addField(QVBoxLayout* layout, const QString& field, const QString& title,
    QWidget* editor, const QString& explanation)
{
    auto* box = new QVBoxLayout;
    box->setSpacing(2);
    editor->setToolTip(explanation);
    editor->setAccessibleDescription(explanation);
    if (!title.isEmpty()) {
        auto* label = new QLabel(title);
        label->setBuddy(editor);
        editor->setAccessibleName(QString(title).remove(QLatin1Char('&')));
        box->addWidget(label);
    }
    auto* error = newNote(errorColour(palette()));
    error->setObjectName(field + QStringLiteral("Error"));
    error->hide();
    m_errorLabels.insert(field, error);
    box->addWidget(editor);
    box->addWidget(error);
    layout->addLayout(box);
}

QString NetworkForm::kind() const
{
    return m_kinds->checkedButton()->property(qPrintable(kindProperty)).toString();
}

bool NetworkForm::mayForward() const
{
    return kind() != isolated && !isOutside() && m_forwarding->isChecked();
}

bool NetworkForm::isOutside() const
{
    return kind() == bridge || kind() == QLatin1String("macvlan");
}

QVariantMap NetworkForm::spec() const
{
    QVariantMap map { { QStringLiteral("name"), m_name->text() },
        { QStringLiteral("kind"), kind() } };
    if (const QString subnet = m_subnet->text().trimmed(); !subnet.isEmpty())
        map.insert(QStringLiteral("subnet"), subnet);
    if (!m_ipv6->isChecked())
        map.insert(QStringLiteral("ipv6"), false);
    else if (const QString subnet = m_subnet6->text().trimmed(); !subnet.isEmpty())
        map.insert(QStringLiteral("subnet6"), subnet);
    if (m_mtu->value() >= smallestMtu)
        map.insert(QStringLiteral("mtu"), quint64(m_mtu->value()));
    if (!isOutside())
        return map;
    for (const auto& [field, edit] : { std::pair(QStringLiteral("parent"), m_parent),
             std::pair(QStringLiteral("range"), m_range),
             std::pair(QStringLiteral("gateway"), m_gateway) })
        if (const QString text = edit->text().trimmed(); !text.isEmpty())
            map.insert(field, text);
    return map;
}

void NetworkForm::focusName()
{
    m_name->setFocus();
    m_name->selectAll();
}

void NetworkForm::showOutside()
{
    const bool outside = isOutside();
    m_outsideBox->setVisible(outside);
    m_gatewayBox->setVisible(outside);
    m_parent->setPlaceholderText(
        tr("such as %1").arg(kind() == bridge ? QStringLiteral("br0") : QStringLiteral("eth0")));
    m_subnet->setPlaceholderText(outside
            ? tr("as this computer's there")
            : tr("a free one, such as %1").arg(QStringLiteral("10.77.0.0/24")));
    m_subnet6->setPlaceholderText(outside
            ? tr("as it is announced there")
            : tr("a free one, such as %1").arg(QStringLiteral("fd12:3456:789a::/64")));
}

void NetworkForm::edited()
{
    static const QRegularExpression rule(QStringLiteral("\\A[a-z0-9][a-z0-9-]{0,62}\\z"));
    m_forwardingBox->setVisible(kind() != isolated && !isOutside());
    showOutside();
    for (auto* label : std::as_const(m_errorLabels))
        label->hide();
    m_ownErrors.clear();
    const auto& rows = m_networks->rows();
    const QString name = m_name->text();
    if (!rule.match(name).hasMatch())
        m_ownErrors.insert(
            QStringLiteral("name"), tr("Lower-case letters, digits and hyphens, up to 63"));
    else if (std::any_of(
                 rows.begin(), rows.end(), [&](const auto& row) { return row.name == name; }))
        m_ownErrors.insert(QStringLiteral("name"), tr("There is a network of this name."));
    if (isOutside() && m_parent->text().trimmed().isEmpty())
        m_ownErrors.insert(QStringLiteral("parent"),
            kind() == bridge ? tr("Name a bridge of this computer")
                             : tr("Name an interface of this computer"));
    for (auto it = m_ownErrors.begin(); it != m_ownErrors.end(); ++it)
        setFieldError(it.key(), it.value());
    emit changed();
}

void NetworkForm::showPlan(const QList<api::StepInfo>& steps)
{
    const auto has = [&](const char* kind) {
        return std::any_of(steps.begin(), steps.end(),
            [&](const auto& step) { return step.kind == QLatin1String(kind); });
    };
    QStringList sentences;
    if (has("allow-forwarding"))
        sentences.append(
            tr("It does not do so now, and containers of this network reach other computers only "
               "when it does. It is changed back with the last network that needs it."));
    else if (has("admit-traffic"))
        sentences.append(
            tr("Its firewall drops such packets now. Rules for this network are put beside the "
               "others, and taken away with it."));
    else
        sentences.append(tr("It does so already: nothing is changed."));
    for (const auto& step : steps)
        if (const QString note = asSentence(translatedHelperText(step.note));
            step.kind == QLatin1String("leave-neighbour") && !sentences.contains(note))
            sentences.append(note); // what stops it all the same
    m_forwardingNote->setText(sentences.join(QLatin1Char(' ')));
}

void NetworkForm::setFieldError(const QString& field, const QString& text)
{
    QLabel* label = m_errorLabels.value(field);
    label->setText(text);
    label->setVisible(!text.isEmpty());
    if (m_advanced->isAncestorOf(label))
        m_advancedButton->setChecked(true);
}

bool NetworkForm::showError(const api::ErrorInfo& error)
{
    const QString shortName = error.shortName();
    if (shortName != QLatin1String("InvalidSpec") && shortName != QLatin1String("Exists")
        && shortName != QLatin1String("NotFound") && shortName != QLatin1String("NotSupported"))
        return false;
    const QStringList fields = shortName == QLatin1String("NotSupported")
        ? QStringList { QStringLiteral("forwarding"), QStringLiteral("kind") }
        : m_errorLabels.keys();
    const QString field = fieldOf(error, fields);
    if (field.isEmpty())
        return false;
    setFieldError(field, fieldText(error, field));
    return true;
}

} // namespace vitrine
