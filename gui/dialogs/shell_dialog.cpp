// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/shell_dialog.h"

#include "gui/models/arguments.h"
#include "gui/views/colours.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace vitrine {

ShellDialog::ShellDialog(QWidget* parent)
    : QDialog(parent)
    , m_user(new QLineEdit)
    , m_directory(new QLineEdit)
    , m_command(new QLineEdit)
    , m_problem(new QLabel)
{
    setObjectName(QStringLiteral("shellDialog"));
    setWindowTitle(tr("New shell"));
    m_user->setObjectName(QStringLiteral("shellUser"));
    m_user->setPlaceholderText(tr("the container's own"));
    m_user->setToolTip(tr("A name or a number of the container, also name:group"));
    m_directory->setObjectName(QStringLiteral("shellDirectory"));
    m_directory->setPlaceholderText(tr("the container's own"));
    m_command->setObjectName(QStringLiteral("shellCommand"));
    m_command->setPlaceholderText(tr("a shell"));
    m_problem->setObjectName(QStringLiteral("shellProblem"));
    m_problem->setWordWrap(true);
    QPalette palette = m_problem->palette();
    palette.setColor(QPalette::WindowText, errorColour(palette));
    m_problem->setPalette(palette);

    auto* form = new QFormLayout;
    form->addRow(tr("&User"), m_user);
    form->addRow(tr("&Working directory"), m_directory);
    form->addRow(tr("&Command"), m_command);
    auto* buttons = new QDialogButtonBox;
    auto* open = buttons->addButton(tr("&Open"), QDialogButtonBox::AcceptRole);
    open->setObjectName(QStringLiteral("shellOpen"));
    buttons->addButton(tr("C&ancel"), QDialogButtonBox::RejectRole);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(8);
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    open->setDefault(true); // once it is in the dialog, which else takes another for it
    setMinimumWidth(400);
    connect(buttons, &QDialogButtonBox::accepted, this, &ShellDialog::choose);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void ShellDialog::choose()
{
    const auto command = splitArguments(m_command->text());
    const QString directory = m_directory->text().trimmed();
    if (!command)
        return m_problem->setText(tr("A quotation mark of the command is not closed."));
    if (!directory.isEmpty() && !directory.startsWith(QLatin1Char('/')))
        return m_problem->setText(tr("A working directory begins with “/”."));
    emit chosen({ m_user->text().trimmed(), directory, *command, {} });
    accept();
}

} // namespace vitrine
