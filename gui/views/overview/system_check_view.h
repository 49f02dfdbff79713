// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QVBoxLayout;

namespace vitrine {

class FeatureListModel;

/// What this computer can do, each with its state, the reason and what to do: shown at the first
/// run and from the Help menu.
class SystemCheckView : public QWidget {
    Q_OBJECT
public:
    /// GOON: where the button at the end leads.
    SystemCheckView(FeatureListModel* model, QAction* goOn, QWidget* parent = nullptr);

    /// One sentence about the helper itself; GOOD: it answers.
    void setHelperState(const QString& sentence, bool good);

protected:
    void changeEvent(QEvent* event) override;

private:
    void rebuild();
    [[nodiscard]] QWidget* card(
        const QString& title, bool good, const QString& reason, const QString& advice);

    FeatureListModel* m_model;
    QWidget* m_page = nullptr;
    QVBoxLayout* m_outer;
    QString m_helperSentence;
    bool m_helperGood = false;
};

} // namespace vitrine
