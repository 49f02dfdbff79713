// SPDX-License-Identifier: GPL-3.0-or-later
// The log of a container as its tab shows it: followed, searched, copied, saved, over rotations and
// restarts.
#include "gui/app/detail_pane.h"
#include "gui/console/console_pane.h"
#include "gui/console/console_session.h"
#include "gui/console/console_tab.h"
#include "gui/console/terminal_widget.h"
#include "gui/views/logs/logs_tab.h"
#include "tests/gui/window_fixture.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QThread>
#include <QTimer>

using namespace vitrine;

class LogsTest : public WindowFixture {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        open();
        create("web",
            QVariantMap {
                { QStringLiteral("maxSize"), 64U * 1024 }, { QStringLiteral("files"), 2U } });
        showLog();
    }

    void cleanupTestCase()
    {
        m_input.reset();
        close();
    }

    void linesHaveTimeAndStream()
    {
        const QDateTime before = QDateTime::currentDateTime();
        say("echo out; echo bad >&2");
        QTRY_COMPARE_WITH_TIMEOUT(lines()->rowCount(), 3, patience);
        QCOMPARE(textAt(0), QStringLiteral("The container was started"));
        const QString out = rowOf(QStringLiteral("out"));
        const QString bad = rowOf(QStringLiteral("bad"));
        QVERIFY2(out.contains(QStringLiteral("output|out")), qPrintable(out));
        QVERIFY2(
            bad.contains(QStringLiteral("error|bad")), qPrintable(bad)); // a word, not a colour
        const auto time = QDateTime::fromString(
            out.section(QLatin1Char('|'), 0, 0), QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"));
        QVERIFY2(
            time >= before.addMSecs(-1) && time <= QDateTime::currentDateTime(), qPrintable(out));
    }

    void aSmallWindowHasTheTimeToo()
    {
        window()->resize(900, 600);
        QTRY_VERIFY(log()->header()->sectionSize(LogModel::Time) > 0);
        QVERIFY(!log()->isColumnHidden(LogModel::Time));
        QVERIFY(!log()->isColumnHidden(LogModel::Stream));
        QVERIFY(log()->header()->length() <= log()->viewport()->width());
        QTest::mouseClick(times(), Qt::LeftButton);
        QVERIFY(log()->isColumnHidden(LogModel::Time));
        QTest::mouseClick(times(), Qt::LeftButton);
        QVERIFY(!log()->isColumnHidden(LogModel::Time));
    }

    void followKeepsTheLastRowInView()
    {
        int count = 0;
        for (const QSize size : { QSize(900, 600), QSize(1280, 800), QSize(1000, 480) }) {
            window()->resize(size);
            say("seq 1 100; echo last-" + QByteArray::number(++count));
            QTRY_COMPARE_WITH_TIMEOUT(lastText(), QStringLiteral("last-%1").arg(count), patience);
            QTRY_VERIFY(isLastInView());
        }
        find<LogsTab>(window(), "logsTab")->showSaved(QStringLiteral("one line less")); // of room
        QTRY_VERIFY(find<LogsTab>(window(), "logsTab")->height() > log()->height());
        QTRY_VERIFY(isLastInView());
    }

    void whoeverGoesUpReads()
    {
        log()->setFocus();
        log()->setCurrentIndex(lines()->index(lines()->rowCount() - 1, 0));
        QVERIFY(follow()->isChecked());
        QTest::keyClick(log(), Qt::Key_PageUp);
        QTest::keyClick(log(), Qt::Key_PageUp);
        QTRY_VERIFY(!follow()->isChecked());
        const int there = log()->verticalScrollBar()->value();
        const int before = lines()->rowCount();
        say("seq 1 50");
        QTRY_COMPARE_WITH_TIMEOUT(lines()->rowCount(), before + 50, patience);
        QCOMPARE(log()->verticalScrollBar()->value(), there);
        QVERIFY(!isLastInView());
        QTest::mouseClick(follow(), Qt::LeftButton);
        QTRY_VERIFY(isLastInView());
        log()->verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepSub);
        QTRY_VERIFY(!follow()->isChecked());
        log()->verticalScrollBar()->triggerAction(QAbstractSlider::SliderToMaximum);
        QTRY_VERIFY(follow()->isChecked());
    }

    void itIsSearched()
    {
        QTest::keyClick(window(), Qt::Key_F, Qt::ControlModifier);
        QTest::keyClicks(search(), QStringLiteral("LAST-"));
        QTRY_COMPARE(lines()->rowCount(), 3);
        search()->clear();
        auto* streams = find<QComboBox>(window(), "logStreams");
        streams->setCurrentIndex(2);
        QTRY_COMPARE(countOf(LogModel::Stream, QStringLiteral("output")), 0);
        QCOMPARE(countOf(LogModel::Text, QStringLiteral("bad")), 1);
        QTest::keyClicks(search(), QStringLiteral("nowhere"));
        QTRY_COMPARE(lines()->rowCount(), 0);
        QVERIFY(log()->isVisible()); // and says that no line matches
        search()->clear();
        streams->setCurrentIndex(0);
        QTRY_VERIFY(lines()->rowCount() > 300);
        QTRY_VERIFY(isLastInView());
    }

    void rowsAreCopiedAsShown()
    {
        say("echo 'to be copied'");
        QTRY_COMPARE_WITH_TIMEOUT(lastText(), QStringLiteral("to be copied"), patience);
        log()->setFocus();
        log()->setCurrentIndex(lines()->index(lines()->rowCount() - 1, 0));
        QTest::keyClick(log(), Qt::Key_C, Qt::ControlModifier);
        const QString full = QApplication::clipboard()->text();
        QVERIFY2(full.endsWith(QStringLiteral("\toutput\tto be copied")), qPrintable(full));
        QVERIFY2(full.startsWith(QDate::currentDate().toString(QStringLiteral("yyyy-"))),
            qPrintable(full));
        QTest::mouseClick(times(), Qt::LeftButton);
        QTest::keyClick(log(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("output\tto be copied"));
        QTest::mouseClick(times(), Qt::LeftButton);
    }

    void itIsSavedWhole()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("web.log"));
        save(path);
        const auto said = [this] { return find<QLabel>(window(), "logStatus")->text(); };
        QTRY_VERIFY2_WITH_TIMEOUT(said().contains(path), qPrintable(said()), patience);
        const int before = lines()->rowCount();
        say("echo more");
        QTRY_VERIFY_WITH_TIMEOUT(lines()->rowCount() > before, patience);
        QVERIFY2(said().contains(path), qPrintable(said())); // it stays when more is printed
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY(text.contains(" vitrine F started\n"));
        QVERIFY(text.contains(" stderr F bad\n"));
        QVERIFY(text.endsWith(" stdout F to be copied\n"));
        save(folder.filePath(QStringLiteral("no-folder/web.log")));
        QTRY_VERIFY2_WITH_TIMEOUT(
            said().contains(QStringLiteral("cannot be saved")), qPrintable(said()), patience);
    }

    void rotationLosesNothingForWhoReads()
    {
        // More than both files hold, a little at a time.
        for (int i = 0; i < 12; ++i) {
            say("j=0; while [ $j -lt 200 ]; do echo \"" + QByteArray(80, 'x') + " "
                + QByteArray::number(i) + " $j\"; j=$((j+1)); done; echo part-"
                + QByteArray::number(i));
            QTRY_COMPARE_WITH_TIMEOUT(lastText(), QStringLiteral("part-%1").arg(i), patience);
        }
        const QString longText = QString(80, QLatin1Char('x'));
        QCOMPARE(countOf(LogModel::Text, longText), 12 * 200);
        QVERIFY(QFile::exists(fileOfLog() + QStringLiteral(".1")));
        QVERIFY(QFile(fileOfLog()).size() <= 64 * 1024);
    }

    void whatWasLostIsTold()
    {
        // The window does not read for a while: more comes than its pipe and both files hold.
        QTest::keyClicks(search(), QStringLiteral("flooded"));
        say("head -c 4000000 /dev/zero | tr '\\0' y | fold -w 99; echo; echo flooded");
        m_input.reset(); // nobody reads the terminal, so nobody holds the container up
        QVERIFY(isFlooded());
        connectInput("web");
        QTRY_VERIFY_WITH_TIMEOUT(
            countOf(LogModel::Text, QStringLiteral("lost here")) > 0, patience);
        search()->clear();
        QTRY_VERIFY(isLastInView());
    }

    void itGoesOnOverARestart()
    {
        say("echo the end; exit 3");
        QTRY_VERIFY_WITH_TIMEOUT(workload("web")->state == api::WorkloadState::Stopped
                || workload("web")->state == api::WorkloadState::Failed,
            patience);
        QTRY_COMPARE_WITH_TIMEOUT(lastText(), QStringLiteral("the end"), patience);
        m_input.reset();
        action("startAction")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(workload("web")->leader > 0, patience);
        connectInput("web");
        say("echo again");
        QTRY_COMPARE_WITH_TIMEOUT(lastText(), QStringLiteral("again"), patience);
        const int last = lines()->rowCount() - 1;
        QCOMPARE(textAt(last - 1), QStringLiteral("The container was started"));
        QCOMPARE(textAt(last - 2), QStringLiteral("the end"));
        QTRY_VERIFY(isLastInView());
    }

    void eachContainerHasItsOwn()
    {
        create("quiet", {});
        QTRY_VERIFY_WITH_TIMEOUT(!log()->isVisible(), patience);
        QVERIFY(emptyText().contains(QStringLiteral("quiet has printed nothing yet")));
        say("echo hush");
        QTRY_VERIFY_WITH_TIMEOUT(log()->isVisible(), patience);
        QCOMPARE(lines()->rowCount(), 2);
        create("silent", QStringLiteral("none"));
        QTRY_VERIFY_WITH_TIMEOUT(!log()->isVisible(), patience);
        QVERIFY(emptyText().contains(QStringLiteral("switched off")));
        window()->selectWorkload(workload("web")->path);
        QTRY_COMPARE_WITH_TIMEOUT(lastText(), QStringLiteral("again"), patience);
    }

    /// It has pipes and no terminal.
    void itsConsoleHasLinesToo()
    {
        auto* details = find<DetailPane>(window(), "detailPane");
        details->enterTab(QStringLiteral("console"));
        auto* console = &find<ConsolePane>(window(), "consolePane")->console();
        QTRY_VERIFY_WITH_TIMEOUT(console->hasSession(), patience);
        QTest::keyClicks(&console->terminal(), QStringLiteral("echo one; echo two"));
        QTest::keyClick(&console->terminal(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(
            console->terminal().screen().text().contains(QStringLiteral("\none\ntwo\n")), patience);
    }

private:
    /// A container that does what it is told.
    void create(const char* name, const QVariant& log)
    {
        QVariantMap spec { { QStringLiteral("image"), QStringLiteral("busybox") },
            { QStringLiteral("name"), QLatin1String(name) }, { QStringLiteral("terminal"), false },
            { QStringLiteral("command"),
                QStringList { QStringLiteral("sh"), QStringLiteral("-c"),
                    QStringLiteral("while read -r x; do eval \"$x\"; done") } } };
        if (log.isValid())
            spec.insert(QStringLiteral("log"), log);
        createContainer(spec);
        connectInput(name);
    }

    void connectInput(const char* name)
    {
        m_input.reset();
        session().client().openConsole(
            workload(name)->path, this, [this](const Reply<QDBusUnixFileDescriptor>& reply) {
                QVERIFY(reply);
                auto descriptor = reply.value;
                m_input = std::make_unique<ConsoleSession>(descriptor.takeFileDescriptor());
            });
        QTRY_VERIFY_WITH_TIMEOUT(m_input, patience);
    }

    void say(const QByteArray& command) { QVERIFY(m_input->send(command + '\n')); }

    void showLog() { find<DetailPane>(window(), "detailPane")->enterTab(QStringLiteral("logs")); }

    QTreeView* log() { return find<QTreeView>(window(), "logTable"); }
    QAbstractItemModel* lines() { return log()->model(); }
    QCheckBox* follow() { return find<QCheckBox>(window(), "logFollow"); }
    QCheckBox* times() { return find<QCheckBox>(window(), "logTimes"); }
    QLineEdit* search() { return find<QLineEdit>(window(), "logSearch"); }
    QString textAt(int row) { return lines()->index(row, LogModel::Text).data().toString(); }
    QString lastText() { return textAt(lines()->rowCount() - 1); }

    QString rowOf(const QString& text)
    {
        for (int row = 0; row < lines()->rowCount(); ++row)
            if (textAt(row) == text) {
                QStringList cells;
                for (const int column : { LogModel::Time, LogModel::Stream, LogModel::Text })
                    cells.append(lines()->index(row, column).data().toString());
                return cells.join(QLatin1Char('|'));
            }
        return {};
    }

    int countOf(int column, const QString& text)
    {
        int count = 0;
        for (int row = 0; row < lines()->rowCount(); ++row)
            count += lines()->index(row, column).data().toString().contains(text) ? 1 : 0;
        return count;
    }

    bool isLastInView()
    {
        const QRect row
            = log()->visualRect(lines()->index(lines()->rowCount() - 1, LogModel::Text));
        return row.isValid() && row.top() >= 0 && row.bottom() < log()->viewport()->height();
    }

    QString fileOfLog()
    {
        return QString::fromLocal8Bit(qgetenv("XDG_DATA_HOME"))
            + QStringLiteral("/vitrine/containers/%1/log").arg(workload("web")->id);
    }

    /// Wait, without reading anything, until the container has said that it is done.
    bool isFlooded()
    {
        for (int i = 0; i < patience / 10; ++i) {
            QFile file(fileOfLog());
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains("flooded"))
                return true;
            QThread::msleep(10);
        }
        return false;
    }

    QString emptyText()
    {
        QStringList texts;
        for (const auto* label : find<LogsTab>(window(), "logsTab")->findChildren<QLabel*>())
            if (label->isVisible())
                texts.append(label->text());
        return texts.join(QLatin1Char(' '));
    }

    /// By the file dialog.
    void save(const QString& path)
    {
        QTimer::singleShot(0, this, [path] {
            auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            auto* name = find<QLineEdit>(dialog, "fileNameEdit");
            name->setText(path);
            QTest::keyClick(name, Qt::Key_Return);
        });
        QTest::mouseClick(find<QPushButton>(window(), "logSave"), Qt::LeftButton);
    }

    std::unique_ptr<ConsoleSession> m_input; ///< what is told
};

VITRINE_WINDOW_TEST_MAIN(LogsTest)
#include "tst_logs.moc"
