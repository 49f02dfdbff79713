// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QStringList>
#include <QTimer>

#include <functional>

class QLabel;
class QPushButton;

namespace vitrine {

/// Says what was deleted and takes it back while there is time.
class UndoBar : public QFrame {
    Q_OBJECT
public:
    explicit UndoBar(QWidget* parent = nullptr);

    /// Offers Undo for PATHS during SECONDS; RUNNING of them run until those are over.
    void offer(const QStringList& paths, const QStringList& names, int running, int seconds);

    /// Says during SECONDS that the network NAME is gone; AGAIN makes it once more.
    void offerNetwork(const QString& name, int seconds, std::function<void()> again);

    /// Says during SECONDS that WHAT, a sentence, was done; BACK takes it back.
    void offerBack(const QString& what, int seconds, std::function<void()> back);

    /// Hides it; what is in the trash stays there.
    void dismiss();

signals:
    void undone(const QStringList& paths);

private:
    void offer(std::function<QString(int left)> text, std::function<void()> undo, int seconds);
    void tick();
    [[nodiscard]] static QString trashText(const QStringList& names, int running, int left);

    std::function<QString(int left)> m_says; ///< what it says with so many seconds left
    std::function<void()> m_takeBack;
    int m_left = 0;
    QLabel* m_text;
    QPushButton* m_undo;
    QTimer m_second;
};

} // namespace vitrine
