// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/screenshots.h"

#include "gui/app/command_palette.h"
#include "gui/app/container_creator.h"
#include "gui/app/detail_pane.h"
#include "gui/app/limits_editor.h"
#include "gui/app/main_window.h"
#include "gui/app/network_actions.h"
#include "gui/app/session.h"
#include "gui/console/console_pane.h"
#include "gui/dialogs/health_section.h"
#include "gui/dialogs/isolation_section.h"
#include "gui/dialogs/log_section.h"
#include "gui/dialogs/network_section.h"
#include "gui/dialogs/new_container_dialog.h"
#include "gui/dialogs/new_network_dialog.h"
#include "gui/dialogs/volumes_section.h"
#include "gui/views/topology/packet_panel.h"
#include "gui/views/topology/topology_view.h"

#include <QAbstractButton>
#include <QAction>
#include <QCoreApplication>
#include <QDialog>
#include <QDir>
#include <QFileInfo>
#include <QPixmap>
#include <QScrollArea>
#include <QTabWidget>
#include <QTimer>

#include <cstdio>
#include <functional>

namespace vitrine {

namespace {

constexpr int settleTime = 2600; ///< ms: two samples of the live streams, and a layout
constexpr int patience = 20'000; ///< ms to wait for the helper

/// Runs the shots one after the other on the event loop.
class Photographer : public QObject {
public:
    Photographer(Session& session, MainWindow& window, const QString& path)
        : QObject(&window)
        , m_session(session)
        , m_window(window)
        , m_path(path)
    {
        connect(&session.client(), &HelperClient::stateChanged, this, &Photographer::begin);
        QTimer::singleShot(patience, this, &Photographer::giveUp);
        begin();
    }

private:
    struct Shot {
        QString name;
        std::function<QWidget*()> show; ///< what to take a picture of
    };

    void begin()
    {
        if (m_session.client().state() != HelperClient::State::Connected || !m_shots.isEmpty())
            return;
        planViews();
        planTwins();
        planDetails();
        planDialogs();
        QTimer::singleShot(0, this, &Photographer::next);
    }

    // What the window says about a helper that does not answer is worth a picture, too.
    void giveUp()
    {
        if (!m_shots.isEmpty())
            return;
        take(QStringLiteral("no-helper"), &m_window);
        finish(3);
    }

    void planViews()
    {
        const char* names[]
            = { "workloads", "namespaces", "network", "images", "control-groups", "jobs" };
        for (int view = 0; view < viewCount; ++view)
            m_shots.append({ QLatin1String(names[view]), [this, view]() -> QWidget* {
                                m_window.showView(View(view));
                                return &m_window;
                            } });
    }

    void planDetails()
    {
        const api::WorkloadInfo* chosen = nullptr;
        for (const auto& workload : m_session.workloads().rows())
            if (workload.trashedUntil == 0
                && (!chosen || (workload.isRunning() && !chosen->isRunning())))
                chosen = &workload;
        if (!chosen)
            return;
        const QString path = chosen->path;
        for (const QString& tab : m_window.details()->tabNames())
            m_shots.append({ QStringLiteral("workload-") + tab, [this, path, tab]() -> QWidget* {
                                m_window.selectWorkload(path);
                                m_window.details()->showTab(tab);
                                return &m_window;
                            } });
        if (!chosen->isRunning())
            return;
        m_shots.append({ QStringLiteral("workload-shell"), [this, path]() -> QWidget* {
                            m_window.selectWorkload(path);
                            m_window.details()->showTab(QStringLiteral("console"));
                            m_window.findChild<ConsolePane*>()->openShell({});
                            return &m_window;
                        } });
    }

    /// Twins and further tabs of the views.
    void planTwins()
    {
        planTab("images-layers", View::Images, "imageTabs", 1);
        planPacket();
        m_shots.append({ QStringLiteral("network-table"), [this]() -> QWidget* {
                            m_window.showView(View::Network);
                            if (auto* topology = m_window.findChild<TopologyView*>()) {
                                topology->packetPanel()->close();
                                topology->showTable(true);
                            }
                            return &m_window;
                        } });
    }

    /// A packet from this computer to a container that runs, or to itself.
    void planPacket()
    {
        m_shots.append({ QStringLiteral("network-packet"), [this]() -> QWidget* {
                            m_window.showView(View::Network);
                            auto* topology = m_window.findChild<TopologyView*>();
                            if (!topology)
                                return &m_window;
                            QString target = QStringLiteral("host");
                            for (const auto& workload : m_session.workloads().rows())
                                if (workload.isRunning() && !workload.connections.isEmpty())
                                    target = workload.name;
                            topology->showTable(false);
                            topology->followPacket(QString(), target);
                            return &m_window;
                        } });
    }

    void planTab(const char* name, View view, const char* tabs, int index)
    {
        m_shots.append({ QLatin1String(name), [this, view, tabs, index]() -> QWidget* {
                            m_window.showView(view);
                            turnTo(&m_window, tabs, index);
                            return &m_window;
                        } });
    }

    static void turnTo(const QWidget* widget, const char* name, int index)
    {
        if (auto* tabs = widget->findChild<QTabWidget*>(QLatin1String(name)))
            tabs->setCurrentIndex(index);
    }

    void planDialogs()
    {
        m_shots.append({ QStringLiteral("system-check"), [this]() -> QWidget* {
                            m_window.showSystemCheck();
                            return &m_window;
                        } });
        m_shots.append({ QStringLiteral("palette"), [this]() -> QWidget* {
                            m_window.openPalette();
                            return m_window.findChild<CommandPalette*>();
                        } });
        const char* pages[] = { "new-container", "new-container-plan", "new-container-commands",
            "new-container-json" };
        for (int page = 0; page < 4; ++page)
            m_shots.append({ QLatin1String(pages[page]), [this, page]() -> QWidget* {
                                if (auto* palette = m_window.findChild<CommandPalette*>())
                                    palette->close();
                                m_window.creator()->open();
                                auto* dialog = m_window.creator()->dialog();
                                turnTo(dialog, "planTabs", page);
                                return dialog;
                            } });
        m_shots.append({ QStringLiteral("new-container-advanced"), [this]() -> QWidget* {
                            auto* dialog = m_window.creator()->dialog();
                            turnTo(dialog, "planTabs", 0);
                            if (auto* more = dialog->findChild<QAbstractButton*>(
                                    QStringLiteral("advancedButton")))
                                more->setChecked(true);
                            return dialog;
                        } });
        planSection<NetworkSection>("networks");
        planSection<VolumesSection>("volumes");
        planSection<IsolationSection>("isolation");
        planSection<HealthSection>("health");
        planSection<LogSection>("log");
        planNetworkDialog();
        m_shots.append({ QStringLiteral("edit-limits"), [this]() -> QWidget* {
                            m_window.networkActions()->dialog()->close();
                            const auto& rows = m_session.workloads().rows();
                            if (rows.isEmpty())
                                return &m_window;
                            m_window.limitsEditor()->open(rows.first().path);
                            return m_window.limitsEditor()->dialog();
                        } });
        planDialog("edit-container", "editAction", "editContainerDialog");
        planDialog("rename", "renameAction", "nameDialog");
    }

    /// The New container dialog, unfolded and scrolled to a section of it.
    template <typename Section> void planSection(const char* name)
    {
        m_shots.append(
            { QStringLiteral("new-container-") + QLatin1String(name), [this]() -> QWidget* {
                 auto* dialog = m_window.creator()->dialog();
                 auto* section = dialog->findChild<Section*>();
                 dialog->findChild<QScrollArea*>()->ensureWidgetVisible(section);
                 return dialog;
             } });
    }

    void planNetworkDialog()
    {
        const char* pages[] = { "new-network", "new-network-plan", "new-network-commands" };
        for (int page = 0; page < 3; ++page)
            m_shots.append({ QLatin1String(pages[page]), [this, page]() -> QWidget* {
                                if (auto* other = m_window.creator()->dialog())
                                    other->close();
                                m_window.networkActions()->openDialog();
                                auto* dialog = m_window.networkActions()->dialog();
                                turnTo(dialog, "planTabs", page);
                                return dialog;
                            } });
        m_shots.append({ QStringLiteral("new-network-advanced"), [this]() -> QWidget* {
                            auto* dialog = m_window.networkActions()->dialog();
                            turnTo(dialog, "planTabs", 0);
                            dialog->findChild<QAbstractButton*>(QStringLiteral("advancedButton"))
                                ->setChecked(true);
                            return dialog;
                        } });
    }

    /// What ACTION opens for the selected workload.
    void planDialog(const char* name, const char* action, const char* dialog)
    {
        m_shots.append({ QLatin1String(name), [this, action, dialog]() -> QWidget* {
                            for (auto* open : m_window.findChildren<QDialog*>())
                                open->close();
                            auto* opens = m_window.findChild<QAction*>(QLatin1String(action));
                            if (!opens->isEnabled())
                                return &m_window; // nothing is selected
                            opens->trigger();
                            return m_window.findChild<QDialog*>(QLatin1String(dialog));
                        } });
    }

    void next()
    {
        if (m_place == m_shots.size())
            return finish(m_failed ? 1 : 0);
        const Shot shot = m_shots.at(m_place++);
        QPointer<QWidget> widget = shot.show();
        QTimer::singleShot(settleTime, this, [this, shot, widget] {
            take(shot.name, widget);
            next();
        });
    }

    void take(const QString& name, QWidget* widget)
    {
        const QString file = fileFor(name);
        if (!widget || !widget->grab().save(file)) {
            std::fprintf(stderr, "vitrine: cannot write %s\n", qUtf8Printable(file));
            m_failed = true;
            return;
        }
        std::printf("%s\n", qUtf8Printable(file));
        std::fflush(stdout);
    }

    [[nodiscard]] QString fileFor(const QString& name) const
    {
        if (!m_path.endsWith(QLatin1String(".png"))) {
            QDir().mkpath(m_path);
            return QDir(m_path).filePath(name + QStringLiteral(".png"));
        }
        const QFileInfo info(m_path);
        return info.dir().filePath(
            info.completeBaseName() + QLatin1Char('-') + name + QStringLiteral(".png"));
    }

    void finish(int status)
    {
        if (status == 3)
            std::fprintf(stderr, "vitrine: %s\n",
                qUtf8Printable(QCoreApplication::translate("guiMain", "no helper answered")));
        QCoreApplication::exit(status);
    }

    Session& m_session;
    MainWindow& m_window;
    QString m_path;
    QList<Shot> m_shots;
    qsizetype m_place = 0;
    bool m_failed = false;
};

} // namespace

void takeScreenshots(Session& session, MainWindow& window, const QString& path)
{
    new Photographer(session, window, path);
}

} // namespace vitrine
