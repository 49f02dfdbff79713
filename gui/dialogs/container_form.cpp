// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/container_form.h"

#include "gui/dialogs/health_section.h"
#include "gui/dialogs/isolation_section.h"
#include "gui/dialogs/lifecycle_fields.h"
#include "gui/dialogs/limits_section.h"
#include "gui/dialogs/log_section.h"
#include "gui/dialogs/network_section.h"
#include "gui/dialogs/volumes_section.h"
#include "gui/models/arguments.h"
#include "gui/models/field_errors.h"
#include "gui/models/format.h"
#include "gui/models/image_list_model.h"
#include "gui/models/workload_list_model.h"
#include "gui/views/colours.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QStandardItemModel>
#include <QToolButton>
#include <QVBoxLayout>

namespace vitrine {

namespace {

QStringList namesOf(const WorkloadListModel* workloads)
{
    QStringList names;
    for (const auto& workload : workloads->rows())
        names.append(workload.name);
    names.sort();
    return names;
}

} // namespace

ContainerForm::ContainerForm(const ImageListModel* images, const FeatureListModel* features,
    const WorkloadListModel* workloads, const NetworkListModel* networks, QWidget* parent)
    : QWidget(parent)
    , m_images(images)
    , m_workloads(workloads)
    , m_image(new QComboBox)
    , m_name(new QLineEdit)
    , m_command(new QLineEdit)
    , m_hostname(new QLineEdit)
    , m_directory(new QLineEdit)
    , m_limits(new LimitsSection(features))
    , m_environment(new QPlainTextEdit)
    , m_readOnly(new QCheckBox(tr("Read-only root file system")))
    , m_terminal(new QCheckBox(tr("The command gets a terminal")))
    , m_network(new NetworkSection(networks, features))
    , m_volumes(new VolumesSection)
    , m_isolation(new IsolationSection(namesOf(workloads)))
    , m_advancedButton(new QToolButton)
    , m_advanced(new QWidget)
    , m_lifecycle(new LifecycleFields(this))
    , m_health(new HealthSection)
    , m_log(new LogSection)
{
    auto* basics = new QFormLayout;
    basics->setRowWrapPolicy(QFormLayout::WrapAllRows);
    buildBasics(basics);
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
    auto* advanced = new QFormLayout(m_advanced);
    advanced->setContentsMargins(0, 0, 0, 0);
    advanced->setRowWrapPolicy(QFormLayout::WrapAllRows);
    buildAdvanced(advanced);
    addSections(advanced);
    m_advanced->hide();

    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(8);
    layout->addLayout(basics);
    layout->addWidget(m_advancedButton, 0, Qt::AlignLeading);
    layout->addWidget(m_advanced);
    layout->addStretch(1);
    chooseImage({});
}

void ContainerForm::buildBasics(QFormLayout* form)
{
    m_image->setObjectName(QStringLiteral("imageCombo"));
    m_name->setObjectName(QStringLiteral("nameEdit"));
    m_name->setMaxLength(63);
    m_command->setObjectName(QStringLiteral("commandEdit"));
    fillImages();
    addField(form, QStringLiteral("image"), tr("&Image"), m_image,
        tr("The root file system that it starts from"));
    addField(form, QStringLiteral("name"), tr("&Name"), m_name,
        tr("Lower-case letters, digits and hyphens, up to 63"));
    addField(form, QStringLiteral("command"), tr("C&ommand"), m_command,
        tr("Process 1 of the container; empty runs the image's own"));
    connect(m_image, &QComboBox::currentIndexChanged, this, [this] {
        proposeName();
        edited();
    });
    connect(m_name, &QLineEdit::textEdited, this, [this] {
        m_nameEdited = !m_name->text().isEmpty();
        edited();
    });
    connect(m_command, &QLineEdit::textEdited, this, &ContainerForm::edited);
}

void ContainerForm::buildAdvanced(QFormLayout* form)
{
    form->addRow(m_limits);
    m_environment->setObjectName(QStringLiteral("environmentEdit"));
    m_environment->setPlaceholderText(tr("NAME=value, one a line"));
    m_environment->setTabChangesFocus(true);
    m_environment->setFixedHeight(72);
    m_hostname->setObjectName(QStringLiteral("hostnameEdit"));
    m_hostname->setPlaceholderText(tr("as its name"));
    m_directory->setObjectName(QStringLiteral("workingDirectoryEdit"));
    m_directory->setPlaceholderText(QStringLiteral("/"));
    m_readOnly->setObjectName(QStringLiteral("readOnlyCheck"));
    m_terminal->setObjectName(QStringLiteral("terminalCheck"));
    m_terminal->setChecked(true);
    addField(form, QStringLiteral("environment"), tr("&Environment"), m_environment,
        tr("Variables that are added to PATH, HOME and TERM"));
    addField(form, QStringLiteral("hostname"), tr("&Host name"), m_hostname,
        tr("uts: host name and domain name of its own"));
    addField(form, QStringLiteral("workingDirectory"), tr("&Working directory"), m_directory,
        tr("Where the command starts, an absolute path"));
    for (const auto& row : m_lifecycle->rows())
        addField(form, row.field, row.title, row.editor, row.explanation);
    connect(m_lifecycle, &LifecycleFields::changed, this, &ContainerForm::edited);
    addField(form, QStringLiteral("health"), tr("Health &check"), m_health,
        tr("Runs in the container again and again; exit status 0 means healthy"));
    connect(m_health, &HealthSection::changed, this, &ContainerForm::edited);
    addField(form, QStringLiteral("log"), tr("&Log"), m_log,
        tr("What it prints is written to files of this size; the oldest one goes first"));
    connect(m_log, &LogSection::changed, this, &ContainerForm::edited);
    addField(form, QStringLiteral("readOnlyRoot"), {}, m_readOnly, {});
    addField(form, QStringLiteral("terminal"), {}, m_terminal, {});

    connect(m_limits, &LimitsSection::changed, this, &ContainerForm::edited);
    connect(m_environment, &QPlainTextEdit::textChanged, this, &ContainerForm::edited);
    connect(m_hostname, &QLineEdit::textEdited, this, &ContainerForm::edited);
    connect(m_directory, &QLineEdit::textEdited, this, &ContainerForm::edited);
    connect(m_readOnly, &QCheckBox::toggled, this, &ContainerForm::edited);
    connect(m_terminal, &QCheckBox::toggled, this, &ContainerForm::edited);
}

void ContainerForm::addSections(QFormLayout* form)
{
    addField(form, QStringLiteral("networks"), tr("Net&works"), m_network,
        tr("The first of them has the way out and the published ports"));
    m_errorLabels.insert(QStringLiteral("ports"), m_errorLabels.value(QStringLiteral("networks")));
    connect(m_network, &NetworkSection::changed, this, &ContainerForm::edited);
    addField(form, QStringLiteral("volumes"), tr("Folders of this computer"), m_volumes, {});
    addField(form, QStringLiteral("namespaces"), tr("Isolation"), m_isolation, {});
    for (const char* field : { "user", "groups", "capabilities", "devices" })
        m_errorLabels.insert(
            QString::fromLatin1(field), m_errorLabels.value(QStringLiteral("namespaces")));
    connect(m_volumes, &VolumesSection::changed, this, &ContainerForm::edited);
    connect(m_isolation, &IsolationSection::changed, this, &ContainerForm::edited);
}

void ContainerForm::addField(QFormLayout* form, const QString& field, const QString& title,
    QWidget* editor, const QString& explanation)
{
    if (!explanation.isEmpty())
        editor->setToolTip(explanation);
    editor->setAccessibleDescription(explanation);
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(editor);
    for (auto* labels : { &m_reasonLabels, &m_errorLabels }) {
        auto* label = new QLabel;
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        QPalette palette = label->palette();
        palette.setColor(QPalette::WindowText,
            labels == &m_errorLabels ? errorColour(palette) : quietColour(palette));
        label->setPalette(palette);
        label->hide();
        layout->addWidget(label);
        labels->insert(field, label);
    }
    m_errorLabels.value(field)->setObjectName(field + QStringLiteral("Error"));
    if (title.isEmpty()) {
        form->addRow(box);
        return;
    }
    auto* label = new QLabel(title);
    label->setBuddy(editor);
    editor->setAccessibleName(QString(title).remove(QLatin1Char('&')));
    form->addRow(label, box);
}

void ContainerForm::fillImages()
{
    auto* items = qobject_cast<QStandardItemModel*>(m_image->model());
    for (const auto& image : m_images->rows()) {
        m_image->addItem(image.name, image.name);
        const int row = m_image->count() - 1;
        m_image->setItemData(
            row, image.available ? image.description : image.reason, Qt::ToolTipRole);
        if (!image.available && items)
            items->item(row)->setEnabled(false);
    }
    m_image->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_image->setMinimumContentsLength(24);
}

void ContainerForm::chooseImage(const QString& name)
{
    int row = m_image->findData(name);
    for (int i = 0; row < 0 && i < m_images->rows().size(); ++i)
        if (m_images->rows().at(i).available)
            row = i;
    m_image->setCurrentIndex(row);
    proposeName();
    checkHere();
}

void ContainerForm::edit(const QJsonObject& spec)
{
    const auto text
        = [&](const char* field) { return spec.value(QLatin1String(field)).toString(); };
    m_edited = text("name");
    m_nameEdited = true;
    m_name->setText(m_edited);
    m_name->setEnabled(false);
    chooseImage(text("image"));
    m_image->setEnabled(false);
    QStringList command;
    for (const auto& word : spec.value(QLatin1String("command")).toArray())
        command.append(word.toString());
    m_command->setText(formatCommand(command));
    m_command->setCursorPosition(0); // its begin says more than its end
    m_hostname->setText(text("hostname") == m_edited ? QString() : text("hostname"));
    m_directory->setText(
        text("workingDirectory") == QLatin1String("/") ? QString() : text("workingDirectory"));
    QStringList lines;
    const QJsonObject variables = spec.value(QLatin1String("environment")).toObject();
    for (auto it = variables.begin(); it != variables.end(); ++it)
        lines.append(it.key() + QLatin1Char('=') + it.value().toString());
    m_environment->setPlainText(lines.join(QLatin1Char('\n')));
    m_readOnly->setChecked(spec.value(QLatin1String("readOnlyRoot")).toBool());
    m_terminal->setChecked(spec.value(QLatin1String("terminal")).toBool(true));
    m_lifecycle->setSpec(spec);
    m_health->setHealth(spec.value(QLatin1String("health")).toObject());
    m_log->setLog(spec.value(QLatin1String("log")));
    m_limits->setLimits(spec.value(QLatin1String("limits")).toObject().toVariantMap());
    m_network->setSpec(spec);
    m_volumes->setVolumes(spec.value(QLatin1String("volumes")).toArray().toVariantList());
    m_isolation->setSpec(spec);
    m_advancedButton->setChecked(true);
    checkHere();
}

void ContainerForm::focusName()
{
    m_name->setFocus();
    m_name->selectAll();
}

void ContainerForm::proposeName()
{
    const QString image = m_image->currentData().toString();
    if (!m_nameEdited)
        m_name->setText(image.isEmpty() ? QString() : m_workloads->freeName(image));
    const auto* info = m_images->findName(image);
    m_command->setPlaceholderText(info ? formatCommand(info->command) : QString());
    auto* description = m_reasonLabels.value(QStringLiteral("image"));
    description->setText(info ? asSentence(info->description) : QString());
    description->setVisible(info && !info->description.isEmpty());
}

void ContainerForm::edited()
{
    checkHere();
    emit changed();
}

void ContainerForm::checkHere()
{
    clearErrors();
    m_ownErrors.clear();
    if (m_image->currentIndex() < 0)
        m_ownErrors.insert(QStringLiteral("image"), tr("No image is available."));
    const QString name = m_name->text();
    for (const auto& workload : m_workloads->rows())
        if (workload.name == name && !name.isEmpty() && name != m_edited)
            m_ownErrors.insert(QStringLiteral("name"),
                workload.trashedUntil == 0 ? tr("There is a workload of this name.")
                                           : tr("A workload of this name is in the trash until %1.")
                                                 .arg(formatTime(workload.trashedUntil)));
    if (!splitArguments(m_command->text()))
        m_ownErrors.insert(QStringLiteral("command"), tr("A quote is not closed."));
    const QStringList lines = m_environment->toPlainText().split(QLatin1Char('\n'));
    for (const QString& line : lines)
        if (!line.trimmed().isEmpty() && line.indexOf(QLatin1Char('=')) < 1)
            m_ownErrors.insert(QStringLiteral("environment"),
                tr("“%1” is not of the form NAME=value.").arg(line.trimmed()));
    if (const QString problem = m_network->problem(); !problem.isEmpty())
        m_ownErrors.insert(QStringLiteral("networks"), problem);
    if (const QString problem = m_volumes->problem(); !problem.isEmpty())
        m_ownErrors.insert(QStringLiteral("volumes"), problem);
    for (auto it = m_ownErrors.begin(); it != m_ownErrors.end(); ++it)
        setFieldError(it.key(), it.value());
}

void ContainerForm::setFieldError(const QString& field, const QString& text)
{
    if (auto* label = m_errorLabels.value(field)) {
        label->setText(text);
        label->setVisible(!text.isEmpty());
    }
}

void ContainerForm::clearErrors()
{
    for (auto* label : std::as_const(m_errorLabels))
        label->hide();
    m_limits->clearErrors();
}

bool ContainerForm::showError(const api::ErrorInfo& error)
{
    if (m_limits->showError(error)) {
        m_advancedButton->setChecked(true);
        return true;
    }
    const QString shortName = error.shortName();
    if (shortName != QLatin1String("InvalidSpec") && shortName != QLatin1String("Exists")
        && shortName != QLatin1String("NotFound"))
        return false;
    const QString field = fieldOf(error, m_errorLabels.keys());
    if (field.isEmpty())
        return false;
    setFieldError(field, fieldText(error, field));
    if (m_advanced->isAncestorOf(m_errorLabels.value(field)))
        m_advancedButton->setChecked(true);
    return true;
}

QVariantMap ContainerForm::environment() const
{
    QVariantMap map;
    const QStringList lines = m_environment->toPlainText().split(QLatin1Char('\n'));
    for (const QString& line : lines) {
        const qsizetype equals = line.indexOf(QLatin1Char('='));
        if (equals > 0)
            map.insert(line.left(equals).trimmed(), line.mid(equals + 1));
    }
    return map;
}

QVariantMap ContainerForm::spec() const
{
    QVariantMap map;
    const auto text = [&](const char* key, const QString& value) {
        if (!value.isEmpty())
            map.insert(QLatin1String(key), value);
    };
    text("image", m_image->currentData().toString());
    text("name", m_name->text());
    text("hostname", m_hostname->text());
    text("workingDirectory", m_directory->text());
    const QStringList command = splitArguments(m_command->text()).value_or(QStringList());
    if (!command.isEmpty())
        map.insert(QStringLiteral("command"), command);
    if (const auto variables = environment(); !variables.isEmpty())
        map.insert(QStringLiteral("environment"), variables);
    if (const auto bounds = m_limits->limits(); !bounds.isEmpty())
        map.insert(QStringLiteral("limits"), bounds);
    m_network->addTo(map);
    if (const auto volumes = m_volumes->volumes(); !volumes.isEmpty())
        map.insert(QStringLiteral("volumes"), volumes);
    m_isolation->addTo(map);
    if (m_readOnly->isChecked())
        map.insert(QStringLiteral("readOnlyRoot"), true);
    if (!m_terminal->isChecked())
        map.insert(QStringLiteral("terminal"), false);
    m_lifecycle->addTo(map);
    if (const auto health = m_health->health(); !health.isEmpty())
        map.insert(QStringLiteral("health"), health);
    if (const QVariant log = m_log->log(); log.isValid())
        map.insert(QStringLiteral("log"), log);
    return map;
}

} // namespace vitrine
