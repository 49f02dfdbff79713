// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QStringList>
#include <QTimer>

class QLabel;
class QPushButton;

namespace vitrine {

/// Says what went to the trash and takes it back while there is time.
class UndoBar : public QFrame {
    Q_OBJECT
public:
    explicit UndoBar(QWidget* parent = nullptr);

    /// Offers Undo for PATHS during SECONDS; RUNNING of them run until those are over.
    void offer(const QStringList& paths, const QStringList& names, int running, int seconds);

    /// Hides it; what is in the trash stays there.
    void dismiss();

signals:
    void undone(const QStringList& paths);

private:
    void tick();
    void showText();

    QStringList m_paths, m_names;
    int m_running = 0;
    int m_left = 0;
    QLabel* m_text;
    QPushButton* m_undo;
    QTimer m_second;
};

} // namespace vitrine
