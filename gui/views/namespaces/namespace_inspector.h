// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QModelIndex>
#include <QWidget>

class QLabel;
class QStackedWidget;

namespace vitrine {

class ObservationModels;
class RowTree;

/// Says what the selected namespace is, what keeps it and who is in it, or what two sets of
/// processes share.
class NamespaceInspector : public QWidget {
    Q_OBJECT
public:
    explicit NamespaceInspector(ObservationModels* models, QWidget* parent = nullptr);

    /// KEY of a row of the namespace model; empty or a group: how to begin.
    void showNamespace(const QString& key);
    /// Two rows of the matrix model.
    void compare(const QModelIndex& first, const QModelIndex& second);

Q_SIGNALS:
    /// The user wants to see the namespace with this key.
    void namespaceChosen(const QString& key);

private:
    void refresh();
    void compareProcesses();
    void showComparison(const QString& first, const QString& second,
        const QMap<QString, quint64>& firstSet, const QMap<QString, quint64>& secondSet);

    ObservationModels* m_models;
    QLabel* m_title;
    QLabel* m_facts;
    QLabel* m_hint;
    RowTree* m_processes;
    QString m_key;
    bool m_comparing = false;
};

} // namespace vitrine
