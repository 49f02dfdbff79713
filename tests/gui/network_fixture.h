// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/views/topology/topology_graph.h"
#include "gui/views/topology/topology_view.h"
#include "tests/gui/window_fixture.h"

namespace vitrine {

/// The page Network of the real window.
class NetworkFixture : public WindowFixture {
protected:
    [[nodiscard]] TopologyGraph* graph() { return find<TopologyGraph>(window(), "networkGraph"); }
    [[nodiscard]] TopologyView* view() { return window()->findChild<TopologyView*>(); }
    /// The key of the interface that is drawn as NAME on the card of OWNER; empty: there is none.
    [[nodiscard]] QString keyOf(const char* owner, const char* name);
    /// Chooses ENTRY from what the Menu key brings for the interface KEY, or from the menu INNER in
    /// it.
    void menuOn(const QString& key, const QString& entry, const char* inner = nullptr);
    /// Chooses the file PATH in the open file dialog DIALOG.
    void chooseFile(const char* dialog, const QString& path);
};

} // namespace vitrine
