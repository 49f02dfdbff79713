// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/overview/overview_tab.h"

#include "gui/models/format.h"
#include "gui/models/helper_texts.h"
#include "gui/models/limit_texts.h"
#include "gui/views/colours.h"
#include "gui/views/error_panel.h"

#include <QFormLayout>
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
    m_root = addRow(limits, tr("Root"), tr("Whether it can write to its own root file system"));
    m_network = addRow(limits, tr("Network"), tr("net: interfaces and addresses of its own"));

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
    showLimits(workload.spec);
    const QString met = limitEventsText(workload.limitEvents);
    m_limitEvents->setText(met.isEmpty() ? tr("never") : QStringLiteral("\u26a0 ") + met);
    m_created->setText(formatDateTime(workload.created));
    const QString number = tr("user %1").arg(workload.owner);
    m_owner->setText(workload.ownerName.isEmpty() ? number : workload.ownerName);
    m_owner->setToolTip(number);
    m_id->setText(workload.id);
    m_cgroup->setText(workload.cgroup.isEmpty() ? tr("none") : workload.cgroup);
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
    const QString network = spec.value(QLatin1String("network")).toString();
    m_network->setText(network.isEmpty() || network == QLatin1String("none")
            ? tr("a loopback interface only")
            : network);
}

} // namespace vitrine
