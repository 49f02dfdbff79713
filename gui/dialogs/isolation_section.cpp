// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/isolation_section.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QStyle>
#include <QVBoxLayout>

namespace vitrine {

namespace {

/// Words that blanks or commas separate.
QStringList wordsOf(const QLineEdit* edit)
{
    static const QRegularExpression between(QStringLiteral("[\\s,]+"));
    return edit->text().split(between, Qt::SkipEmptyParts);
}

QString textOf(const QJsonValue& words)
{
    QStringList list;
    for (const auto& word : words.toArray())
        list.append(word.toString());
    return list.join(QLatin1Char(' '));
}

} // namespace

IsolationSection::IsolationSection(const QStringList& containers, QWidget* parent)
    : QWidget(parent)
    , m_riskBox(new QWidget)
    , m_riskText(new QLabel)
{
    setObjectName(QStringLiteral("isolationSection"));
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    m_user = addLine(form, "user", tr("&User"), tr("root"),
        tr("Who runs the command: a name or number of the container's own users"));
    m_init = addCheck(form, "init", tr("Process 1 reaps what others leave"),
        tr("A small process 1 of Vitrine's passes signals on to the command"));
    addNamespaces(form, containers);
    m_add = addLine(form, "capabilitiesAdd", tr("More capabilities"), tr("such as net_raw"),
        tr("What root in the container may do beyond the usual"));
    m_drop = addLine(form, "capabilitiesDrop", tr("Fewer capabilities"), tr("such as chown"),
        tr("What root in the container may not do"));
    m_devices = addLine(form, "devices", tr("&Devices"), tr("such as /dev/fuse"),
        tr("Devices of this computer that the container can use"));
    m_privileged = addCheck(form, "privileged", tr("Privileged"),
        tr("Every capability in its user namespace, no filter, nothing hidden"));
    m_unfiltered = addCheck(form, "unfiltered", tr("No filter of system calls"),
        tr("seccomp: the default profile is not loaded"));
    m_newPrivileges = addCheck(form, "newPrivileges", tr("Programs may gain privileges"),
        tr("no_new_privs is not set: sudo and its like work in it"));

    auto* icon = new QLabel;
    const int size = style()->pixelMetric(QStyle::PM_SmallIconSize);
    icon->setPixmap(style()->standardIcon(QStyle::SP_MessageBoxWarning).pixmap(size, size));
    m_riskText->setObjectName(QStringLiteral("riskText"));
    m_riskText->setWordWrap(true);
    m_riskText->setTextFormat(Qt::PlainText);
    auto* row = new QHBoxLayout(m_riskBox);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(icon, 0, Qt::AlignTop);
    row->addWidget(m_riskText, 1);
    form->addRow(m_riskBox);
    connect(this, &IsolationSection::changed, this, &IsolationSection::showRisks);
    showRisks();
}

void IsolationSection::addNamespaces(QFormLayout* form, const QStringList& containers)
{
    const QList<QPair<QString, QString>> kinds {
        { QStringLiteral("net"), tr("Network namespace") },
        { QStringLiteral("pid"), tr("Process namespace") },
        { QStringLiteral("ipc"), tr("IPC namespace") },
        { QStringLiteral("uts"), tr("Host name namespace") },
        { QStringLiteral("user"), tr("User namespace") },
    };
    for (const auto& [kind, title] : kinds) {
        auto* combo = new QComboBox;
        combo->setObjectName(QStringLiteral("namespace-") + kind);
        combo->setAccessibleName(QString(title).remove(QLatin1Char('&')));
        combo->setToolTip(tr("%1: of its own, or shared").arg(kind));
        combo->addItem(tr("Its own"), QString());
        combo->addItem(tr("This computer's"), QStringLiteral("host"));
        for (const QString& name : containers)
            combo->addItem(tr("Of %1").arg(name), QStringLiteral("container:") + name);
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        auto* label = new QLabel(title);
        label->setBuddy(combo);
        form->addRow(label, combo);
        connect(combo, &QComboBox::currentIndexChanged, this, &IsolationSection::changed);
        m_namespaces.insert(kind, combo);
    }
}

QLineEdit* IsolationSection::addLine(QFormLayout* form, const char* name, const QString& title,
    const QString& placeholder, const QString& explanation)
{
    auto* edit = new QLineEdit;
    edit->setObjectName(QString::fromLatin1(name) + QStringLiteral("Edit"));
    edit->setPlaceholderText(placeholder);
    edit->setToolTip(explanation);
    edit->setAccessibleName(QString(title).remove(QLatin1Char('&')));
    edit->setAccessibleDescription(explanation);
    auto* label = new QLabel(title);
    label->setBuddy(edit);
    form->addRow(label, edit);
    connect(edit, &QLineEdit::textChanged, this, &IsolationSection::changed);
    return edit;
}

QCheckBox* IsolationSection::addCheck(
    QFormLayout* form, const char* name, const QString& title, const QString& explanation)
{
    auto* check = new QCheckBox(title);
    check->setObjectName(QString::fromLatin1(name) + QStringLiteral("Check"));
    check->setToolTip(explanation);
    check->setAccessibleDescription(explanation);
    form->addRow(check);
    connect(check, &QCheckBox::toggled, this, &IsolationSection::changed);
    return check;
}

QStringList IsolationSection::risks() const
{
    QStringList list;
    if (m_privileged->isChecked())
        list.append(tr("Privileged: it can do all that its user namespace allows, unfiltered."));
    if (const QStringList more = wordsOf(m_add); !more.isEmpty())
        list.append(tr("It has more capabilities: %1.").arg(more.join(QStringLiteral(", "))));
    if (const QStringList devices = wordsOf(m_devices); !devices.isEmpty())
        list.append(
            tr("It uses devices of this computer: %1.").arg(devices.join(QStringLiteral(", "))));
    if (m_unfiltered->isChecked())
        list.append(tr("It can make every system call."));
    if (m_newPrivileges->isChecked())
        list.append(tr("Its programs can gain privileges."));
    for (auto it = m_namespaces.begin(); it != m_namespaces.end(); ++it)
        if (it.value()->currentData() == QLatin1String("host"))
            list.append(tr("It shares the %1 namespace of this computer.").arg(it.key()));
    return list;
}

void IsolationSection::showRisks()
{
    const QStringList list = risks();
    m_riskText->setText(tr("Risk") + QStringLiteral(": ") + list.join(QLatin1Char(' ')));
    m_riskBox->setVisible(!list.isEmpty());
}

void IsolationSection::setSpec(const QJsonObject& spec)
{
    m_user->setText(spec.value(QLatin1String("user")).toString());
    m_init->setChecked(spec.value(QLatin1String("init")).toBool());
    m_otherNamespaces = spec.value(QLatin1String("namespaces")).toObject().toVariantMap();
    for (auto it = m_namespaces.begin(); it != m_namespaces.end(); ++it) {
        const QString choice = m_otherNamespaces.take(it.key()).toString();
        if (choice.isEmpty() || choice == QLatin1String("new"))
            continue;
        if (it.value()->findData(choice) < 0)
            it.value()->addItem(choice.section(QLatin1Char(':'), 1), choice);
        it.value()->setCurrentIndex(it.value()->findData(choice));
    }
    const QJsonObject capabilities = spec.value(QLatin1String("capabilities")).toObject();
    m_add->setText(textOf(capabilities.value(QLatin1String("add"))));
    m_drop->setText(textOf(capabilities.value(QLatin1String("drop"))));
    m_devices->setText(textOf(spec.value(QLatin1String("devices"))));
    m_privileged->setChecked(spec.value(QLatin1String("privileged")).toBool());
    m_unfiltered->setChecked(spec.value(QLatin1String("seccomp")) == QLatin1String("off"));
    m_newPrivileges->setChecked(!spec.value(QLatin1String("noNewPrivileges")).toBool(true));
}

void IsolationSection::addTo(QVariantMap& spec) const
{
    if (const QString user = m_user->text().trimmed(); !user.isEmpty())
        spec.insert(QStringLiteral("user"), user);
    if (m_init->isChecked())
        spec.insert(QStringLiteral("init"), true);
    QVariantMap namespaces = m_otherNamespaces;
    for (auto it = m_namespaces.begin(); it != m_namespaces.end(); ++it)
        if (const QString choice = it.value()->currentData().toString(); !choice.isEmpty())
            namespaces.insert(it.key(), choice);
    if (!namespaces.isEmpty())
        spec.insert(QStringLiteral("namespaces"), namespaces);
    QVariantMap capabilities;
    if (const QStringList more = wordsOf(m_add); !more.isEmpty())
        capabilities.insert(QStringLiteral("add"), more);
    if (const QStringList fewer = wordsOf(m_drop); !fewer.isEmpty())
        capabilities.insert(QStringLiteral("drop"), fewer);
    if (!capabilities.isEmpty())
        spec.insert(QStringLiteral("capabilities"), capabilities);
    if (const QStringList devices = wordsOf(m_devices); !devices.isEmpty())
        spec.insert(QStringLiteral("devices"), devices);
    if (m_privileged->isChecked())
        spec.insert(QStringLiteral("privileged"), true);
    if (m_unfiltered->isChecked())
        spec.insert(QStringLiteral("seccomp"), QStringLiteral("off"));
    if (m_newPrivileges->isChecked())
        spec.insert(QStringLiteral("noNewPrivileges"), false);
}

} // namespace vitrine
