// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/console/shell_tab.h"

#include <QDialog>

class QLabel;
class QLineEdit;

namespace vitrine {

/// Asks as whom, where and what to run in a container.
class ShellDialog : public QDialog {
    Q_OBJECT
public:
    explicit ShellDialog(QWidget* parent = nullptr);

signals:
    void chosen(const vitrine::ShellRequest& request);

private:
    void choose();

    QLineEdit *m_user, *m_directory, *m_command;
    QLabel* m_problem;
};

} // namespace vitrine
