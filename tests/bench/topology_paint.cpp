// SPDX-License-Identifier: GPL-3.0-or-later
// Frames of the network graph of 1,000 containers on 20 bridges while it is panned and zoomed, in a
// window of 1280×800 that nobody sees.
//
// bench-topology-paint [PICTURE.png]: also keeps what the whole picture and a part of it look like.
#include "gui/models/network_list_model.h"
#include "gui/models/observation_models.h"
#include "gui/models/topology_facts.h"
#include "gui/models/workload_list_model.h"
#include "gui/views/topology/topology_graph.h"
#include "tests/bench/samples.h"
#include "tests/bench/topology_links.h"

#include <QApplication>
#include <QScrollBar>

#include <algorithm>
#include <cstdio>
#include <functional>

using namespace vitrine;

namespace {

constexpr int containers = 1'000, frames = 200;
constexpr double limit = 1'000.0 / 60; // ms a frame

class Stage {
public:
    Stage()
    {
        api::ObservationDelta delta;
        delta.full = true;
        delta.tables = QStringList { QStringLiteral("links") };
        delta.links.set = bench::topologyLinks(containers);
        for (auto& link : delta.links.set)
            if (link.netns != bench::hostNetns)
                link.workload = QString::number(link.netns);
        QList<QString> known;
        for (const auto& link : delta.links.set)
            if (!link.workload.isEmpty() && !known.contains(link.workload)) {
                known.append(link.workload);
                api::WorkloadInfo info;
                info.path = QStringLiteral("/c/") + link.workload;
                info.id = link.workload;
                info.name = QStringLiteral("container-") + link.workload;
                info.state = api::WorkloadState::Running;
                info.spec = QStringLiteral("{}");
                m_workloads.set(info);
            }
        m_models.apply(delta, 0);
        m_graph.resize(1280, 800);
        m_graph.show();
        refresh();
    }

    [[nodiscard]] TopologyGraph& graph() { return m_graph; }
    void refresh() { m_graph.refresh(TopologyFacts(m_models, m_networks, m_workloads)); }

    /// Milliseconds for a frame after STEP.
    double frame(const std::function<void()>& step)
    {
        const double start = bench::now();
        step();
        m_graph.viewport()->repaint();
        return (bench::now() - start) * 1e3;
    }

private:
    ObservationModels m_models;
    NetworkListModel m_networks;
    WorkloadListModel m_workloads;
    TopologyGraph m_graph;
};

void tell(const char* name, std::vector<double> times)
{
    std::sort(times.begin(), times.end());
    const double middle = times[times.size() / 2], late = times[times.size() * 95 / 100];
    std::printf(
        "topology-paint.%s: %.2f ms a frame, p95 %.2f ms, limit %.1f ms, ratio %.2f, goal 1\n",
        name, middle, late, limit, middle / limit);
}

void pan(Stage& stage, const char* name, qreal scale)
{
    auto& graph = stage.graph();
    graph.setTransform(QTransform::fromScale(scale, scale));
    auto* bar = graph.verticalScrollBar();
    bar->setValue(bar->minimum());
    QApplication::processEvents();
    std::vector<double> times;
    const int step = std::max(7, (bar->maximum() - bar->minimum()) / frames);
    for (int i = 0; i < frames; ++i)
        times.push_back(stage.frame([&] { bar->setValue(bar->minimum() + i * step); }));
    tell(name, times);
}

void zoom(Stage& stage)
{
    auto& graph = stage.graph();
    std::vector<double> times;
    for (int i = 0; i < frames; ++i)
        times.push_back(stage.frame([&] { i / 10 % 2 == 0 ? graph.zoomOut() : graph.zoomIn(); }));
    tell("zoom", times);
}

} // namespace

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    Stage stage;
    stage.graph().fit();
    QApplication::processEvents();
    pan(stage, "pan-far", 0.1);
    pan(stage, "pan-names", 0.4);
    pan(stage, "pan-near", 1);
    zoom(stage);
    std::vector<double> lights;
    const auto& cards = stage.graph().layout().cards;
    for (int i = 0; i < frames; ++i)
        lights.push_back(stage.frame(
            [&] { stage.graph().pointAt(cards[1 + i % (cards.size() - 1)].ports.last().key); }));
    tell("hover", lights);
    std::vector<double> updates;
    for (int i = 0; i < frames / 10; ++i)
        updates.push_back(stage.frame([&] { stage.refresh(); }));
    tell("refresh", updates);
    if (argc > 1) {
        stage.graph().pointAt({});
        stage.graph().grab().save(QString::fromLocal8Bit(argv[1]));
    }
    return 0;
}
