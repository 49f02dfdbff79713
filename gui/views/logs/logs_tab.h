// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/log_model.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace vitrine {

class EmptyState;
class Table;

/// The log of one container, with what is printed as it comes.
class LogsTab : public QWidget {
    Q_OBJECT
public:
    /// How many of the last lines are asked for at first.
    static constexpr unsigned firstLines = 5000;

    explicit LogsTab(QWidget* parent = nullptr);

    /// Whose log this is; another one starts empty. KEPT: false when nothing is kept.
    void setWorkload(const QString& id, const QString& name, bool kept);
    /// The next line of what linesRequested() asked for.
    void addLine(const api::LogLine& line);
    /// There are no more lines to come: the workload has gone, or TEXT says what went wrong.
    void endLines(const QString& text);
    /// How saving went, in words.
    void showSaved(const QString& text);

    [[nodiscard]] LogModel& model() { return m_model; }

Q_SIGNALS:
    /// The tab is seen: bring the lines of its workload (addLine).
    void linesRequested();
    /// The whole log is to be written to the file PATH.
    void saveRequested(const QString& path);

protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QWidget* makeBar();
    void makeTable();
    void request();
    void flush();
    void followNow();
    [[nodiscard]] bool isAtEnd() const;
    void setTimesShown(bool shown);
    void updateState();
    void chooseFile();

    LogModel m_model;
    LogFilter m_filter;
    QList<api::LogLine> m_new; ///< not in the model yet
    QTimer m_flush;
    Table* m_table;
    QStackedWidget* m_pages;
    EmptyState* m_empty;
    QLineEdit* m_search;
    QComboBox* m_streams;
    QCheckBox *m_follow, *m_times;
    QPushButton* m_save;
    QLabel* m_status;
    QString m_workload, m_name, m_said;
    bool m_kept = true;
    bool m_requested = false;
};

} // namespace vitrine
