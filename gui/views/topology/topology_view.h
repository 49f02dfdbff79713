// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/topology_drop.h"
#include "gui/views/live_page.h"

#include <QTimer>

#include <optional>

class QAction;
class QFileDialog;
class QLabel;
class QMenu;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace vitrine {

class CapturesStrip;
class ErrorPanel;
class NetworkListModel;
class ObservationModels;
class PacketPanel;
class RowTree;
class TopologyFacts;
class TopologyGraph;
class TopologySearch;
class WorkloadListModel;

/// The network: every namespace's interfaces, the wires between them and the bridges, as a graph
/// or as a table.
class TopologyView : public LivePage {
    Q_OBJECT
public:
    /// STRIP stands on top of the page.
    TopologyView(ObservationModels* models, const NetworkListModel* networks,
        const WorkloadListModel* workloads, QWidget* strip, QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit* filterEdit() const override;
    [[nodiscard]] TopologyGraph* graph() const { return m_graph; }
    [[nodiscard]] RowTree* table() const { return m_table; }
    [[nodiscard]] PacketPanel* packetPanel() const { return m_packet; }
    [[nodiscard]] CapturesStrip* captures() const { return m_captures; }
    /// Opens "Follow a packet" beside the graph; FROM and TO as PacketPanel::open() takes them.
    void followPacket(
        const std::optional<QString>& from = {}, const std::optional<QString>& to = {});
    /// Shows the graph or its twin.
    void showTable(bool table);

Q_SIGNALS:
    /// The workload at PATH is to be shown.
    void workloadWanted(const QString& path);
    /// What a drop says is to be done.
    void changeWanted(const vitrine::TopologyDrop& drop);
    /// The packets of LINK, as Manager1.Capture takes it and called WHAT, are to go into FILE, or
    /// into Wireshark when that is empty.
    void captureWanted(const QVariantMap& link, const QString& what, const QString& file);

protected:
    void showEvent(QShowEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QToolButton* makeButton(const QString& text, const QString& toolTip);
    void buildTable();
    void buildBar(QWidget* strip);
    void buildExport();
    void follow();
    [[nodiscard]] TopologyFacts facts() const;
    void refresh();
    void openPort(const QString& key);
    void openMenu(const QString& key, const QPoint& at);
    void openCardMenu(quint64 netns, const QPoint& at);
    void openEmptyMenu(const QPoint& at);
    [[nodiscard]] QMenu* makeMenu();
    QAction* addDrop(
        QMenu* menu, const QString& text, const TopologyGrip& held, const TopologyGrip& over);
    void addPlug(QMenu* menu, const TopologyFacts& now, const QString& key);
    void addConnections(QMenu* menu, const QString& id);
    /// Takes the interface KEY out of its network.
    void unplug(const QString& key);
    /// Adds what follows a packet from or to the network namespace NETNS, whose interface has
    /// ADDRESS, if one is meant.
    void addPackets(
        QMenu* menu, const TopologyFacts& now, quint64 netns, const QString& address = {});
    void showWay();
    void showHop(int hop);
    /// Adds what captures the packets of the interface KEY, if they can be had.
    void addCapture(QMenu* menu, const TopologyFacts& now, const QString& key);
    /// A dialog for a file to write, NAME by default, with the object name DIALOG.
    [[nodiscard]] QFileDialog* fileDialog(
        const char* dialog, const QString& title, const QString& name, const QString& kind);
    void chooseFile(const QString& suffix, const QString& kind);
    void chooseCapture(const QVariantMap& link, const QString& what);
    void save(const QString& path);

    ObservationModels* m_models;
    const NetworkListModel* m_networks;
    const WorkloadListModel* m_workloads;
    TopologyGraph* m_graph;
    TopologySearch* m_search;
    RowTree* m_table;
    QStackedWidget* m_pages;
    PacketPanel* m_packet;
    QSplitter* m_body; ///< the pages, the panel beside them
    QToolButton* m_graphButton;
    QToolButton* m_tableButton;
    QToolButton* m_export;
    ErrorPanel* m_error;
    CapturesStrip* m_captures;
    QList<QToolButton*> m_graphButtons; ///< that make sense for the graph alone
    std::size_t m_fingerprint = 0; ///< of the facts that the packet's way was asked for
    QTimer m_due; ///< several changes at once make one new picture
};

} // namespace vitrine
