// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;
class QLineEdit;

namespace vitrine {

/// A page that shows what the kernel holds. It wants its tables only while it is seen, so that a
/// hidden view costs nothing.
class LivePage : public QWidget {
    Q_OBJECT
public:
    /// TABLES are names of Manager1.OpenObserve; "stats" stands for OpenStats.
    explicit LivePage(const QStringList& tables, QWidget* parent = nullptr);

    /// The tables that the page needs now; none while it is hidden.
    [[nodiscard]] QStringList wantedTables() const;
    /// Where Control+F goes; null when the page has no filter.
    [[nodiscard]] virtual QLineEdit* filterEdit() const { return nullptr; }

Q_SIGNALS:
    void wantedChanged();

protected:
    /// Lays the page out: a bar on top, which is returned to be filled, and BODY below it.
    QHBoxLayout* addBody(QWidget* body);
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QStringList m_tables;
    bool m_shown = false;
};

} // namespace vitrine
