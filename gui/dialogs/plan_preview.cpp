// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/plan_preview.h"

#include "gui/console/fixed_font.h"
#include "gui/models/format.h"
#include "gui/models/network_texts.h"
#include "gui/models/step_model.h"
#include "gui/views/error_panel.h"
#include "gui/views/hood/step_table.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QTabWidget>
#include <QVBoxLayout>

namespace vitrine {

namespace {

QPlainTextEdit* textPage(const QString& name)
{
    auto* edit = new QPlainTextEdit;
    edit->setReadOnly(true);
    edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    edit->setFont(fixedFont());
    edit->setAccessibleName(name);
    edit->setFrameShape(QFrame::NoFrame);
    return edit;
}

} // namespace

PlanPreview::PlanPreview(Subject subject, QWidget* parent)
    : QWidget(parent)
    , m_subject(subject)
    , m_steps(new StepModel(this))
    , m_error(new ErrorPanel)
    , m_summary(new QLabel)
    , m_commands(textPage(tr("Equivalent commands")))
    , m_json(textPage(tr("Specification as JSON")))
{
    m_error->setClosable(false);
    m_summary->setWordWrap(true);
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    m_summary->setMargin(12);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(m_summary);
    auto* table = new StepTable(m_steps, StepTable::Kind::Plan);
    table->setFrameShape(QFrame::NoFrame);
    auto* tabs = new QTabWidget;
    tabs->setObjectName(QStringLiteral("planTabs"));
    tabs->addTab(scroll, tr("Summary"));
    tabs->addTab(table, tr("Plan"));
    tabs->addTab(m_commands, tr("Commands"));
    tabs->addTab(m_json, tr("JSON"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_error);
    layout->addWidget(tabs, 1);
}

void PlanPreview::setSpec(const QVariantMap& spec)
{
    m_spec = spec;
    m_json->setPlainText(QString::fromUtf8(
        QJsonDocument(QJsonObject::fromVariantMap(spec)).toJson(QJsonDocument::Indented)));
    showSummary();
}

void PlanPreview::setSteps(const QList<api::StepInfo>& steps)
{
    m_error->setError({}, {});
    m_steps->setSteps(steps);
    m_commands->setPlainText(m_steps->commands());
    showSummary();
}

void PlanPreview::setError(const api::ErrorInfo& error)
{
    m_steps->setSteps({});
    m_commands->clear();
    m_error->setError({}, error);
    showSummary();
}

QStringList PlanPreview::containerSummary() const
{
    QStringList lines;
    const auto value = [this](const char* key) { return m_spec.value(QLatin1String(key)); };
    const QString command = formatCommand(value("command").toStringList());
    const QString name = value("name").toString();
    const QString image = value("image").toString();
    const QString runs = command.isEmpty() ? tr("the image's own command") : command;
    lines.append(name.isEmpty()
            ? tr("A container with the next free name starts from the image %1 and runs %2.")
                  .arg(image, runs)
            : tr("Container “%1” starts from the image %2 and runs %3.").arg(name, image, runs));
    lines.append(value("readOnlyRoot").toBool()
            ? tr("It cannot change its root file system.")
            : tr("What it changes goes into a layer of its own; the image stays as it is."));
    lines.append(surroundings());
    const QVariantMap limits = value("limits").toMap();
    QStringList bounds;
    if (const auto memory = limits.value(QStringLiteral("memory")).toLongLong())
        bounds.append(tr("%1 of memory").arg(formatBytes(memory)));
    if (const double cpu = limits.value(QStringLiteral("cpu")).toDouble(); cpu > 0)
        bounds.append(tr("%1 processors").arg(QLocale().toString(cpu)));
    if (const int pids = limits.value(QStringLiteral("pids")).toInt())
        bounds.append(tr("%n process(es)", nullptr, pids));
    lines.append(bounds.isEmpty() ? tr("Nothing limits its use of memory and processors.")
                                  : tr("It gets at most %1.").arg(bounds.join(tr(", "))));
    return lines;
}

/// What a container sees beside its files.
QString PlanPreview::surroundings() const
{
    const QJsonObject spec = QJsonObject::fromVariantMap(m_spec);
    const QStringList networks = networksIn(spec);
    if (networks.isEmpty())
        return tr("It sees its own processes, users, host name, mounts and control groups, "
                  "and a loopback interface for a network.");
    QString text = tr("It sees its own processes, users, host name, mounts and control groups, "
                      "and has interfaces in these networks: %1.")
                       .arg(networks.join(tr(", ")));
    if (const QString ports = portsText(spec); !ports.isEmpty())
        text += QStringLiteral("\n\n")
            + tr("Ports of this computer lead to it: %1.")
                  .arg(QString(ports).replace(QLatin1Char('\n'), tr(", ")));
    return text;
}

QStringList PlanPreview::networkSummary() const
{
    const auto text
        = [this](const char* key) { return m_spec.value(QLatin1String(key)).toString(); };
    if (isPhysicalKind(text("kind")))
        return { tr("Network “%1” is the one outside that %2 of this computer is in.")
                     .arg(text("name"), text("parent")),
            explanationOfNetworkKind(text("kind")),
            text("range").isEmpty() ? tr("Each container names its address itself.")
                                    : tr("Containers get addresses of %1.").arg(text("range")) };
    QStringList subnets { text("subnet").isEmpty() ? tr("a free one of IPv4") : text("subnet") };
    if (m_spec.value(QStringLiteral("ipv6"), true).toBool())
        subnets.append(text("subnet6").isEmpty() ? tr("a free one of IPv6") : text("subnet6"));
    return { tr("Network “%1” is a bridge on this computer that containers are plugged into.")
                 .arg(text("name")),
        explanationOfNetworkKind(text("kind")),
        tr("Its addresses are of the subnets: %1.").arg(subnets.join(tr(", "))) };
}

void PlanPreview::showSummary()
{
    QStringList lines = m_subject == Subject::Network ? networkSummary() : containerSummary();
    for (const auto& step : m_steps->steps())
        if (!step.note.isEmpty())
            lines.append(tr("Note: %1: %2").arg(step.text, step.note));
    if (!m_steps->steps().isEmpty())
        lines.append(tr("The kernel is asked for it in %n step(s): see Plan.", nullptr,
            int(m_steps->steps().size())));
    m_summary->setText(lines.join(QStringLiteral("\n\n")));
}

} // namespace vitrine
