// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/figures.h"

#include <QStatusBar>

class QLabel;
class QProgressBar;
class QToolButton;

namespace vitrine {

class Session;

/// Processor and memory of this computer as two sparklines with numbers.
class HostMeter : public QWidget {
    Q_OBJECT
public:
    explicit HostMeter(QWidget* parent = nullptr);
    void append(const api::StatSample& sample);
    void clear();
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Figures m_figures;
};

/// The line at the bottom: which bus, how the helper is, what runs, how busy this computer is.
class StatusLine : public QStatusBar {
    Q_OBJECT
public:
    explicit StatusLine(Session& session, QWidget* parent = nullptr);
    [[nodiscard]] HostMeter* hostMeter() const { return m_meter; }

signals:
    void jobsClicked();
    void helperClicked();

private:
    void showHelper();
    void showJobs();

    Session& m_session;
    QLabel* m_badge;
    QToolButton* m_helper;
    QToolButton* m_jobs;
    QProgressBar* m_progress;
    HostMeter* m_meter;
};

/// One sentence about the helper's state.
[[nodiscard]] QString helperSentence(Session& session);
/// The same for a page of its own: what is missing, what to do about it, and what the bus said.
[[nodiscard]] QString helperMessage(Session& session);

} // namespace vitrine
