// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/app/main_window.h"
#include "gui/app/session.h"

#include <QTest>
#include <QTreeView>

#include <memory>

namespace vitrine {

inline constexpr int patience = 30'000; // ms; only a failure waits that long

/// The child NAME of IN; ends the test when there is none.
template <typename T> T* find(QWidget* in, const char* name)
{
    auto* found = in->findChild<T*>(QLatin1String(name));
    if (!found)
        qFatal("no %s in the window", name);
    return found;
}

/// What a window manager would do; there is none on the test's X server.
void activate(QWidget* window);

/// The real window on the real helper.
class WindowFixture : public QObject {
protected:
    /// Opens the window, and waits until the helper has answered.
    void open();
    /// Deletes what the test left behind, and closes the window.
    void close();

    [[nodiscard]] Session& session() { return *m_session; }
    [[nodiscard]] MainWindow* window() { return m_window.get(); }
    [[nodiscard]] QTreeView* table() { return find<QTreeView>(window(), "workloadTable"); }
    [[nodiscard]] QAction* action(const char* name);
    /// The New container dialog, which this opens.
    [[nodiscard]] QDialog* openDialog();
    /// Makes a container of busybox called NAME, by keyboard and mouse, and starts it.
    void createBusybox(const QString& name);
    /// Makes the container that SPEC describes, starts it and selects it.
    void createContainer(const QVariantMap& spec);
    /// The container NAME as the helper tells it, or null.
    [[nodiscard]] const api::WorkloadInfo* workload(const char* name) const;
    /// Makes the network NAME, and consents to forwarding.
    void makeNetwork(const char* name, const char* kind, const char* subnet);
    /// Deletes all containers, then all networks.
    void removeAll();
    /// Pictures of the window, or of DIALOG, light and dark, large and small, for who wants to look
    /// at them: in the folder VITRINE_PICTURES.
    void keepPictures(const char* name, QWidget* dialog = nullptr);
    /// The window and its list get the focus.
    void focusList();

private:
    std::unique_ptr<Session> m_session;
    std::unique_ptr<MainWindow> m_window;
};

/// What every window test's main() does.
int runWindowTest(QObject& test, int argc, char** argv);

} // namespace vitrine

/// The main() of the window test TEST.
#define VITRINE_WINDOW_TEST_MAIN(TEST)                                                             \
    int main(int argc, char** argv)                                                                \
    {                                                                                              \
        QApplication application(argc, argv);                                                      \
        TEST test;                                                                                 \
        return vitrine::runWindowTest(test, argc, argv);                                           \
    }
