// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QLabel;

namespace vitrine {

class FilterEdit;
class TopologyFacts;
class TopologyGraph;

/// The field that finds interfaces in the graph: it lights them while typing, Return goes to the
/// next one and Shift+Return to the one before.
class TopologySearch : public QWidget {
    Q_OBJECT
public:
    explicit TopologySearch(TopologyGraph* graph, QWidget* parent = nullptr);

    [[nodiscard]] FilterEdit* edit() const { return m_edit; }
    /// Looks once more, as the network changed.
    void refresh(const TopologyFacts& facts);
    /// Whether the graph shows what is found, which only makes sense while it is seen.
    void setActive(bool active);

Q_SIGNALS:
    void textChanged(const QString& text);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void step(int by);
    void tell();

    TopologyGraph* m_graph;
    FilterEdit* m_edit;
    QLabel* m_count;
    QStringList m_found; ///< keys in the order of the picture
    qsizetype m_at = -1; ///< the one that was gone to
    bool m_active = false;
};

} // namespace vitrine
