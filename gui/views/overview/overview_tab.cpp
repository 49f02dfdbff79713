// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/overview/overview_tab.h"

#include "gui/models/format.h"
#include "gui/models/helper_texts.h"
#include "gui/models/limit_texts.h"
#include "gui/models/network_texts.h"
#include "gui/views/colours.h"
#include "gui/views/error_panel.h"

#include <QFormLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace vitrine {

namespace {

/// What scrolls. When the scroll bar comes, its layout places the rows by the heights that they had
/// in the former width, and cuts off long texts: so it starts over with every size.
class Page : public QWidget {
protected:
    void resizeEvent(QResizeEvent* event) override
    {
        QWidget::resizeEvent(event);
        layout()->invalidate();
        layout()->activate();
    }
};

QLabel* heading(const QString& text)
{
    auto* label = new QLabel(text);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

QFormLayout* addGroup(QVBoxLayout* layout, const QString& title)
{
    auto* form = new QFormLayout;
    form->setContentsMargins(0, 0, 0, 8);
    form->setHorizontalSpacing(16);
    form->setLabelAlignment(Qt::AlignLeading);
    form->setFormAlignment(Qt::AlignLeading | Qt::AlignTop);
    layout->addWidget(heading(title));
    layout->addLayout(form);
    return form;
}

} // namespace

OverviewTab::OverviewTab(QWidget* parent)
    : QWidget(parent)
    , m_error(new ErrorPanel)
{
    setObjectName(QStringLiteral("overviewTab"));
    m_error->setClosable(false);
    auto* page = new Page;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(m_error);

    auto* what = addGroup(layout, tr("What runs"));
    m_image = addRow(what, tr("Image"), tr("The root file system that it starts from"));
    m_command = addRow(what, tr("Command"), tr("Process 1 of the container"));
    m_hostname = addRow(what, tr("Host name"), tr("uts: host name and domain name of its own"));
    m_leader = addRow(what, tr("Process"), tr("Its process 1 as this computer sees it"));
    m_started = addRow(what, tr("Started"), {});
    m_lastRun = addRow(what, tr("Last run"), {});
    m_health = addRow(what, tr("Health"), tr("What its health check says"));
    m_health->setObjectName(QStringLiteral("healthLabel"));
    m_pending = addRow(
        what, tr("Changed"), tr("What was changed since it was started, and needs a restart"));
    m_pending->setObjectName(QStringLiteral("pendingLabel"));
    m_restart = addRow(what, tr("When it ends"), tr("Whether it is started again"));
    m_restart->setObjectName(QStringLiteral("restartLabel"));
    m_stop = addRow(what, tr("Stopped by"), tr("What Stop sends to its process 1"));

    auto* network = addGroup(layout, tr("Network"));
    m_network = addRow(network, tr("Networks"), tr("net: interfaces and addresses of its own"));
    m_network->setObjectName(QStringLiteral("networkLabel"));
    m_ports = addRow(network, tr("Ports"), tr("Ports of this computer → those that they lead to"));
    m_ports->setObjectName(QStringLiteral("portsLabel"));

    auto* limits = addGroup(layout, tr("Limits"));
    m_memory = addRow(limits, tr("Memory"), tr("memory.max of its control group"));
    m_cpu = addRow(limits, tr("Processors"), tr("cpu.max of its control group"));
    m_pids = addRow(limits, tr("Processes"), tr("pids.max of its control group"));
    m_otherLimits = addRow(limits, tr("Others"), tr("Shares, protected memory, swap, disks"));
    m_limitEvents = addRow(limits, tr("Met"), tr("How often it met them in this run, or the last"));
    m_limitEvents->setObjectName(QStringLiteral("limitEvents"));
    auto* edit = new QPushButton(tr("Edit &limits…"));
    edit->setObjectName(QStringLiteral("editLimitsButton"));
    edit->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(edit, &QPushButton::clicked, this, &OverviewTab::editLimitsRequested);
    limits->addRow(QString(), edit);

    auto* sharing = addGroup(layout, tr("Isolation"));
    m_root = addRow(sharing, tr("Root"), tr("Whether it can write to its own root file system"));
    m_volumes = addRow(sharing, tr("Folders"), tr("Folders of this computer that show in it"));
    m_user = addRow(sharing, tr("User"), tr("Who runs the command, of the container's own users"));
    m_shared = addRow(sharing, tr("Namespaces"), tr("Which it shares, and with whom"));
    m_risks = addRow(sharing, tr("Risks"), tr("What it may do beyond the usual"));

    auto* origin = addGroup(layout, tr("Identity"));
    m_created = addRow(origin, tr("Created"), {});
    m_owner = addRow(origin, tr("Owner"), tr("The user that it belongs to"));
    m_id = addRow(origin, tr("ID"), {});
    m_cgroup = addRow(origin, tr("Control group"), tr("Its path below the cgroup2 mount"));
    layout->addStretch(1);

    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(page);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
}

QLabel* OverviewTab::addRow(QFormLayout* form, const QString& title, const QString& explanation)
{
    auto* name = new QLabel(title);
    name->setMinimumWidth(112);
    name->setAlignment(Qt::AlignLeading | Qt::AlignTop);
    name->setToolTip(explanation);
    auto* value = new QLabel;
    value->setTextFormat(Qt::PlainText);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setWordWrap(true);
    value->setToolTip(explanation);
    name->setBuddy(value);
    QPalette quiet = name->palette();
    quiet.setColor(QPalette::WindowText, quietColour(quiet));
    name->setPalette(quiet);
    form->addRow(name, value);
    return value;
}

void OverviewTab::setWorkload(const api::WorkloadInfo& workload)
{
    const bool damaged = workload.state == api::WorkloadState::Damaged;
    m_error->setError(
        damaged ? workload.name : tr("Starting %1").arg(workload.name), workload.lastError);
    m_image->setText(workload.image);
    m_command->setText(formatCommand(workload.command));
    m_hostname->setText(workload.hostname);
    m_leader->setText(workload.leader == 0 ? tr("not running") : QString::number(workload.leader));
    m_started->setText(workload.started == 0 ? tr("never") : formatDateTime(workload.started));
    m_lastRun->setText(workload.exitReason.isEmpty()
            ? tr("none has ended")
            : tr("%1, %2").arg(
                translatedHelperText(workload.exitReason), formatDateTime(workload.finished)));
    showHealth(workload.health);
    showLifecycle(workload);
    showLimits(workload.spec);
    const QString met = limitEventsText(workload.limitEvents);
    m_limitEvents->setText(met.isEmpty() ? tr("never") : QStringLiteral("\u26a0 ") + met);
    showIsolation(workload.spec);
    m_network->setText(networksText(workload));
    const QString ports = portsText(QJsonDocument::fromJson(workload.spec.toUtf8()).object());
    m_ports->setText(ports.isEmpty() ? tr("none") : ports);
    m_created->setText(formatDateTime(workload.created));
    const QString number = tr("user %1").arg(workload.owner);
    m_owner->setText(workload.ownerName.isEmpty() ? number : workload.ownerName);
    m_owner->setToolTip(number);
    m_id->setText(workload.id);
    m_cgroup->setText(workload.cgroup.isEmpty() ? tr("none") : workload.cgroup);
}

namespace {

QString volumesText(const QJsonObject& spec)
{
    QStringList lines;
    for (const auto& entry : spec.value(QLatin1String("volumes")).toArray()) {
        const QJsonObject volume = entry.toObject();
        const QString line = OverviewTab::tr("%1 on %2")
                                 .arg(volume.value(QLatin1String("source")).toString(),
                                     volume.value(QLatin1String("target")).toString());
        lines.append(volume.value(QLatin1String("readOnly")).toBool()
                ? OverviewTab::tr("%1, read-only").arg(line)
                : line);
    }
    return lines.isEmpty() ? OverviewTab::tr("none") : lines.join(QLatin1Char('\n'));
}

QString namespacesText(const QJsonObject& spec)
{
    QStringList lines;
    const QJsonObject namespaces = spec.value(QLatin1String("namespaces")).toObject();
    for (auto it = namespaces.begin(); it != namespaces.end(); ++it) {
        const QString whose = it.value().toString();
        lines.append(whose == QLatin1String("host")
                ? OverviewTab::tr("%1 of this computer").arg(it.key())
                : OverviewTab::tr("%1 of %2").arg(it.key(), whose.section(QLatin1Char(':'), 1)));
    }
    return lines.isEmpty() ? OverviewTab::tr("all of its own") : lines.join(QLatin1Char('\n'));
}

QString listText(const QJsonValue& list)
{
    QStringList texts;
    for (const auto& entry : list.toArray())
        texts.append(entry.toString());
    return texts.join(QStringLiteral(", "));
}

QStringList risksOf(const QJsonObject& spec)
{
    QStringList risks;
    if (spec.value(QLatin1String("privileged")).toBool())
        risks.append(OverviewTab::tr("privileged"));
    const QJsonValue more
        = spec.value(QLatin1String("capabilities")).toObject().value(QLatin1String("add"));
    if (!more.toArray().isEmpty())
        risks.append(OverviewTab::tr("more capabilities: %1").arg(listText(more)));
    const QJsonValue devices = spec.value(QLatin1String("devices"));
    if (!devices.toArray().isEmpty())
        risks.append(OverviewTab::tr("devices of this computer: %1").arg(listText(devices)));
    if (spec.value(QLatin1String("seccomp")).toString() == QLatin1String("off"))
        risks.append(OverviewTab::tr("no filter of system calls"));
    if (!spec.value(QLatin1String("noNewPrivileges")).toBool(true))
        risks.append(OverviewTab::tr("programs may gain privileges"));
    const QJsonObject namespaces = spec.value(QLatin1String("namespaces")).toObject();
    for (auto it = namespaces.begin(); it != namespaces.end(); ++it)
        if (!it.value().toString().startsWith(QLatin1String("container:")))
            risks.append(OverviewTab::tr("shares %1 with this computer").arg(it.key()));
    return risks;
}

} // namespace

void OverviewTab::showIsolation(const QString& specText)
{
    const QJsonObject spec = QJsonDocument::fromJson(specText.toUtf8()).object();
    m_volumes->setText(volumesText(spec));
    const QString user = spec.value(QLatin1String("user")).toString();
    m_user->setText(user.isEmpty() ? tr("root") : user);
    m_shared->setText(namespacesText(spec));
    const QStringList risks = risksOf(spec);
    // The sign is a letter of the text, so that it is copied and read out with it.
    m_risks->setText(risks.isEmpty()
            ? tr("none")
            : QStringLiteral("\u26a0 ") + risks.join(QStringLiteral("; ")));
}

void OverviewTab::showHealth(const api::HealthInfo& health)
{
    QString text = textOf(health);
    if (!health.status.isEmpty())
        text = tr("%1 since %2").arg(text, formatTime(health.since));
    if (health.isUnhealthy())
        text.prepend(QStringLiteral("\u26a0 "));
    if (health.failures > 0)
        text += QLatin1Char('\n')
            + tr("Last check: %1")
                  .arg(health.output.trimmed().isEmpty()
                          ? tr("exit status %1").arg(health.exitStatus)
                          : health.output.trimmed());
    m_health->setText(text);
}

void OverviewTab::showLifecycle(const api::WorkloadInfo& workload)
{
    const QJsonObject spec = QJsonDocument::fromJson(workload.spec.toUtf8()).object();
    m_pending->setText(workload.pending.isEmpty()
            ? tr("nothing waits for a restart")
            : tr("Restart to apply: %1").arg(textOfFields(workload.pending)));
    QString policy = textOfRestart(spec.value(QLatin1String("restart")).toString());
    if (spec.value(QLatin1String("autostart")).toBool())
        policy += tr("; started with the helper after a boot");
    if (workload.restarts > 0)
        policy += tr("; started again %n times", nullptr, int(workload.restarts));
    if (workload.nextTry > 0)
        policy += tr("; next at %1").arg(formatTime(workload.nextTry));
    m_restart->setText(policy);
    const double timeout = spec.value(QLatin1String("stopTimeout")).toDouble();
    m_stop->setText(tr("%1, then SIGKILL after %2 s")
                        .arg(spec.value(QLatin1String("stopSignal")).toString(),
                            QLocale().toString(timeout / 1000)));
}

void OverviewTab::showLimits(const QString& specText)
{
    const QJsonObject spec = QJsonDocument::fromJson(specText.toUtf8()).object();
    const QJsonObject limits = spec.value(QLatin1String("limits")).toObject();
    const qint64 memory = limits.value(QLatin1String("memory")).toInteger();
    const double cpu = limits.value(QLatin1String("cpu")).toDouble();
    const qint64 pids = limits.value(QLatin1String("pids")).toInteger();
    m_memory->setText(memory > 0 ? formatBytes(memory) : tr("no limit"));
    m_cpu->setText(cpu > 0 ? QLocale().toString(cpu) : tr("no limit"));
    m_pids->setText(pids > 0 ? QLocale().toString(pids) : tr("no limit"));
    const QString others = otherLimits(limitsIn(specText));
    m_otherLimits->setText(others.isEmpty() ? tr("none") : others);
    m_root->setText(spec.value(QLatin1String("readOnlyRoot")).toBool()
            ? tr("read-only")
            : tr("writable, changes in a layer of its own"));
}

} // namespace vitrine
