// SPDX-License-Identifier: GPL-3.0-or-later
// What a first user does, click by click, on the real helper and kernel: make a container, use its
// shell, find it in every view with the kernel's own numbers, delete it, and nothing is left.
#include "gui/console/console_tab.h"
#include "gui/console/terminal_screen.h"
#include "gui/console/terminal_widget.h"
#include "gui/views/charts/resources_tab.h"
#include "tests/gui/window_fixture.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QHeaderView>
#include <QRegularExpression>
#include <QTabBar>
#include <QTabWidget>

using namespace vitrine;

namespace {

void collect(const QAbstractItemModel& model, const QModelIndex& parent, QStringList& rows)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(parent); ++column)
            cells.append(model.index(row, column, parent).data().toString());
        rows.append(cells.join(QLatin1Char('\t')));
        collect(model, model.index(row, 0, parent), rows);
    }
}

/// Every row, cells separated by tabs, of every list, table and tree that is visible in WIDGET.
QStringList rowsShownIn(const QWidget* widget)
{
    QStringList rows;
    for (const auto* view : widget->findChildren<QAbstractItemView*>())
        if (view->isVisible() && view->model())
            collect(*view->model(), {}, rows);
    return rows;
}

bool anyContains(const QStringList& rows, const QStringList& words)
{
    return std::any_of(rows.begin(), rows.end(), [&](const QString& row) {
        return std::all_of(
            words.begin(), words.end(), [&](const QString& word) { return row.contains(word); });
    });
}

QStringList linesOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
}

/// Files below DIRECTORY that belong to containers: images stay for the next one.
QStringList storage(const QString& directory)
{
    QStringList found;
    for (const char* part : { "containers", "trash" })
        for (const auto& name :
            QDir(directory + QLatin1Char('/') + QLatin1String(part))
                .entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::System | QDir::Hidden))
            found.append(QLatin1String(part) + QLatin1Char('/') + name);
    return found;
}

/// What the machine holds that a container could leave behind.
QStringList machine()
{
    QStringList state;
    for (const auto& line : linesOf(QStringLiteral("/proc/self/mountinfo")))
        state.append(line.section(QLatin1Char(' '), 3, 5));
    for (const auto& line : linesOf(QStringLiteral("/proc/net/dev")))
        state.append(line.section(QLatin1Char(':'), 0, 0));
    state += QDir(QStringLiteral("/sys/fs/cgroup")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    state += storage(qEnvironmentVariable("XDG_DATA_HOME") + QStringLiteral("/vitrine"));
    state += QDir(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/vitrine/containers"))
                 .entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    return state;
}

} // namespace

class WalkTest : public WindowFixture {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        m_before = machine();
        open();
    }

    void cleanupTestCase() { close(); }

    void newBusyboxCreate() { createBusybox(QStringLiteral("walk")); }

    void shellAnswersOnTheScreen()
    {
        activate(window());
        QTRY_COMPARE(window()->focusWidget(), table()); // with the new container
        showTab("Console");
        auto* console = window()->findChild<ConsoleTab*>();
        QVERIFY(console);
        QTRY_VERIFY_WITH_TIMEOUT(screen().contains(QLatin1String("#")), patience);
        type(QStringLiteral("hostname"));
        QTRY_VERIFY_WITH_TIMEOUT(line(QStringLiteral("^walk\\s*$")), patience);
        type(QStringLiteral("id -u"));
        QTRY_VERIFY_WITH_TIMEOUT(line(QStringLiteral("^0\\s*$")), patience);
        type(QStringLiteral("ps"));
        QTRY_VERIFY_WITH_TIMEOUT(line(QStringLiteral("^ +1 root +/bin/sh")), patience);
        type(QStringLiteral("touch /marker; rm /etc/hosts; echo made-$((40+2))"));
        QTRY_VERIFY_WITH_TIMEOUT(line(QStringLiteral("^made-42")), patience);
    }

    void processesAreTheKernels()
    {
        showTab("Processes");
        QTRY_VERIFY_WITH_TIMEOUT(
            anyContains(shown("detailPane"), { QStringLiteral("sh"), QString::number(leader()) }),
            patience);
    }

    void namespacesHaveTheInodesOfProc()
    {
        action("view2Action")->trigger();
        for (const char* type : { "mnt", "uts", "ipc", "pid", "net", "user", "cgroup", "time" }) {
            const QString link = QFile::symLinkTarget(
                QStringLiteral("/proc/%1/ns/%2").arg(leader()).arg(QLatin1String(type)));
            const QString inode = link.section(QLatin1Char('['), 1).chopped(1);
            QVERIFY2(inode.size() > 5, qPrintable(link));
            QTRY_VERIFY2_WITH_TIMEOUT(anyContains(rowsShownIn(window()), { inode }),
                qPrintable(QLatin1String(type) + QLatin1Char(' ') + inode), patience);
        }
        action("view1Action")->trigger();
    }

    void layersShowWhatWasWritten()
    {
        showTab("Layers");
        QTRY_VERIFY_WITH_TIMEOUT(
            anyContains(shown("detailPane"), { QStringLiteral("marker"), QStringLiteral("added") }),
            patience);
        QTRY_VERIFY_WITH_TIMEOUT(anyContains(shown("detailPane"),
                                     { QStringLiteral("hosts"), QStringLiteral("deleted") }),
            patience);
    }

    void cpuIsUsedWhileItWorks()
    {
        showTab("Console");
        type(QStringLiteral("yes > /dev/null &"));
        showTab("Resources");
        auto* resources = window()->findChild<ResourcesTab*>();
        QVERIFY(resources);
        resources->showTable(true);
        QTRY_VERIFY_WITH_TIMEOUT(highestCpu() > 20, patience);
    }

    void underTheHoodHasTimes()
    {
        showTab("Under the hood");
        QTRY_VERIFY_WITH_TIMEOUT(
            anyContains(shown("detailPane"), { QStringLiteral("new namespaces") }), patience);
        QVERIFY(anyContains(shown("detailPane"), { QStringLiteral("µs") })
            || anyContains(shown("detailPane"), { QStringLiteral("ms") }));
    }

    void deletingLeavesNothing()
    {
        const qint64 pid = leader();
        activate(window());
        window()->selectWorkload(session().workloads().rows().first().path);
        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_Delete);
        QTRY_VERIFY_WITH_TIMEOUT(session().client().workloads().isEmpty(), patience);
        QVERIFY(!QFile::exists(QStringLiteral("/proc/%1/ns/net").arg(pid)));
        QTRY_COMPARE_WITH_TIMEOUT(machine(), m_before, patience);
    }

private:
    QStringList shown(const char* name) { return rowsShownIn(find<QWidget>(window(), name)); }

    qint64 leader()
    {
        const auto* workload = session().client().findWorkload(QStringLiteral("walk"));
        return workload ? workload->leader : 0;
    }

    void showTab(const char* title)
    {
        auto* tabs = find<QTabWidget>(window(), "detailTabs");
        for (int i = 0; i < tabs->count(); ++i)
            if (tabs->tabToolTip(i) == QLatin1String(title)) // its text may not fit
                return QTest::mouseClick(
                    tabs->tabBar(), Qt::LeftButton, {}, tabs->tabBar()->tabRect(i).center());
        QFAIL(qPrintable(QStringLiteral("no tab %1").arg(QLatin1String(title))));
    }

    QString screen() { return window()->findChild<ConsoleTab*>()->terminal().screen().text(); }

    bool line(const QString& pattern)
    {
        const QRegularExpression wanted(pattern, QRegularExpression::MultilineOption);
        return wanted.match(screen()).hasMatch();
    }

    void type(const QString& command)
    {
        // Whoever opens the console types in it at once.
        auto* terminal = &window()->findChild<ConsoleTab*>()->terminal();
        QTRY_COMPARE(window()->focusWidget(), terminal);
        QTest::keyClicks(terminal, command);
        QTest::keyClick(terminal, Qt::Key_Return);
    }

    /// The highest per cent figure in the CPU column of the Resources table.
    double highestCpu()
    {
        double highest = 0;
        const auto* resources = window()->findChild<ResourcesTab*>();
        for (const auto* view : resources->findChildren<QAbstractItemView*>()) {
            const auto* model = view->model();
            for (int column = 0; view->isVisible() && column < model->columnCount(); ++column) {
                if (!model->headerData(column, Qt::Horizontal)
                         .toString()
                         .contains(QLatin1String("CPU")))
                    continue;
                for (int row = 0; row < model->rowCount(); ++row)
                    highest = std::max(highest,
                        model->index(row, column)
                            .data()
                            .toString()
                            .section(QLatin1Char(' '), 0, 0)
                            .remove(QLatin1Char('%'))
                            .toDouble());
            }
        }
        return highest;
    }

    QStringList m_before;
};

VITRINE_WINDOW_TEST_MAIN(WalkTest)

#include "tst_walk.moc"
