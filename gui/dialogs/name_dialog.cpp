// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/name_dialog.h"

#include "gui/models/format.h"
#include "gui/models/workload_list_model.h"
#include "gui/views/colours.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine {

NameDialog::NameDialog(const QString& title, const QString& verb, const QString& name,
    const QString& kept, const WorkloadListModel* workloads, QWidget* parent)
    : QDialog(parent)
    , m_workloads(workloads)
    , m_kept(kept)
    , m_name(new QLineEdit(name))
    , m_problem(new QLabel)
    , m_button(new QPushButton(verb))
{
    setObjectName(QStringLiteral("nameDialog"));
    setWindowTitle(title);
    m_name->setObjectName(QStringLiteral("newNameEdit"));
    m_name->setMaxLength(63);
    m_name->setToolTip(tr("Lower-case letters, digits and hyphens, up to 63"));
    m_name->selectAll();
    m_problem->setObjectName(QStringLiteral("newNameError"));
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    QPalette palette = m_problem->palette();
    palette.setColor(QPalette::WindowText, errorColour(palette));
    m_problem->setPalette(palette);
    m_button->setObjectName(QStringLiteral("nameButton"));

    auto* form = new QFormLayout;
    form->addRow(tr("&Name"), m_name);
    auto* buttons = new QDialogButtonBox;
    buttons->addButton(m_button, QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("C&ancel"), QDialogButtonBox::RejectRole);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(8);
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    m_button->setDefault(true); // once it is in the dialog, which else takes another for it
    setMinimumWidth(360);

    connect(m_name, &QLineEdit::textEdited, this, &NameDialog::check);
    connect(buttons, &QDialogButtonBox::accepted, this, &NameDialog::choose);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    check();
}

void NameDialog::check()
{
    static const QRegularExpression rule(QStringLiteral("\\A[a-z0-9][a-z0-9-]{0,62}\\z"));
    const QString name = m_name->text();
    const auto& rows = m_workloads->rows();
    const bool taken
        = std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.name == name; });
    QString problem;
    if (!name.isEmpty() && !rule.match(name).hasMatch())
        problem = tr("Lower-case letters, digits and hyphens, up to 63");
    else if (taken && name != m_kept)
        problem = tr("There is a workload of this name.");
    setProblem(problem);
    m_button->setEnabled(!name.isEmpty() && problem.isEmpty() && name != m_kept);
}

void NameDialog::setProblem(const QString& text)
{
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
}

void NameDialog::choose()
{
    m_button->setEnabled(false);
    emit chosen(m_name->text());
}

void NameDialog::showError(const api::ErrorInfo& error)
{
    m_button->setEnabled(true);
    setProblem(textOf(error));
}

} // namespace vitrine
