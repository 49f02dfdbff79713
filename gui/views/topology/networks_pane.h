// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QWidget>

class QAction;
class QLabel;
class QToolButton;

namespace vitrine {

class ErrorPanel;
class NetworkListModel;
class Table;

/// The networks of Vitrine above the picture of all that there is: a list that folds away, with
/// what can be done to them.
class NetworksPane : public QWidget {
    Q_OBJECT
public:
    /// ACTIONS have buttons and entries of the list's menu; CREATE, one of them, is also offered
    /// while there is no network.
    NetworksPane(NetworkListModel* model, QAction* create, const QList<QAction*>& actions,
        QWidget* parent = nullptr);

    /// Makes the network at PATH the current one.
    void select(const QString& path);
    /// Why there can be no networks here; empty: there can.
    void setReason(const QString& reason);
    void setFolded(bool folded);

public slots:
    /// Shows ERROR after WHAT ("Delete network lan"), or hides it when it is empty.
    void showError(const QString& what, const vitrine::api::ErrorInfo& error);

signals:
    /// Object path of the network that actions are about; empty: none, or nobody sees it.
    void currentChanged(const QString& path);
    void foldedChanged(bool folded);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void buildTable(const QList<QAction*>& actions);
    void refresh();
    void tellCurrent();
    void fit();
    void showProblems();

    NetworkListModel* m_model;
    QToolButton* m_fold;
    QWidget* m_tools; ///< the buttons beside the title
    QLabel* m_sentence;
    QToolButton* m_first; ///< New network… while there is none
    ErrorPanel* m_error;
    Table* m_table;
    QLabel* m_problems; ///< what does not work in some
    QString m_reason;
    QString m_wanted; ///< to be selected as soon as it is there
};

} // namespace vitrine
