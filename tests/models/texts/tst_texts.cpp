// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/arguments.h"
#include "gui/models/format.h"
#include "gui/models/helper_texts.h"
#include "gui/models/limit_texts.h"

#include <QDateTime>
#include <QTest>
#include <QTranslator>

using namespace vitrine;

namespace {

/// Turns the two parts of the texts that it knows around.
class Turner : public QTranslator {
public:
    QString translate(const char*, const char* text, const char*, int) const override
    {
        return QLatin1String(text) == QLatin1String("Mount %1 on %2") ? QStringLiteral("on %2: %1")
                                                                      : QString();
    }
    bool isEmpty() const override { return false; }
};

} // namespace

class TextsTest : public QObject {
    Q_OBJECT
private slots:
    void saysWhatTheKernelDidForALimit()
    {
        const api::LimitReached kill { "oom-kill", 1, 64 << 20, "dd", 123 };
        QCOMPARE(limitNotice("web", kill).title, "web was out of memory");
        QCOMPARE(limitNotice("web", kill).text.left(33), "The kernel killed process 123 (dd");
        QVERIFY(limitNotice("web", kill).text.contains("64"));
        const api::LimitReached unknown { "oom-kill", 2, 0, {}, 0 };
        QVERIFY(limitNotice("web", unknown).text.contains('2'));
        QVERIFY(!limitNotice("web", unknown).text.contains("limit"));
        QVERIFY(limitNotice("web", { "pids-max", 1, 9, {}, 0 }).text.contains('9'));
        QVERIFY(limitNotice("web", { "memory-max", 1, 9, {}, 0 }).title.isEmpty());
        QCOMPARE(limitEventsText({}), QString());
        QVERIFY(limitEventsText({ 0, 3, 0, 0, 0 }).contains('3'));
    }

    void readsLimitsAsTheyAreSetAgain()
    {
        const QVariantMap limits = limitsIn(
            R"({"limits":{"memory":67108864,"cpu":0.5,"io":{"/dev/sda":{"readBytes":1048576}}}})");
        QCOMPARE(limits.value("memory").toULongLong(), 67108864ULL);
        QCOMPARE(limits.value("cpu").toDouble(), 0.5);
        QVERIFY(otherLimits(limits).startsWith("/dev/sda reads 1"));
        QCOMPARE(otherLimits({ { "memory", 1 } }), QString());
        QVERIFY(limitsIn("no JSON").isEmpty());
    }

    void splitsAsAShell_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("none") << "" << QStringList();
        QTest::newRow("blanks") << "  \t " << QStringList();
        QTest::newRow("words") << " sh  -c\tls " << QStringList { "sh", "-c", "ls" };
        QTest::newRow("single quotes") << "echo 'a b' '\\'" << QStringList { "echo", "a b", "\\" };
        QTest::newRow("double quotes")
            << "echo \"a \\\"b\\\" \\\\ \\n\"" << QStringList { "echo", "a \"b\" \\ \\n" };
        QTest::newRow("joined") << "a'b'\"c\"d" << QStringList { "abcd" };
        QTest::newRow("empty word") << "echo '' \"\"" << QStringList { "echo", "", "" };
        QTest::newRow("backslash") << "a\\ b \\' " << QStringList { "a b", "'" };
    }

    void splitsAsAShell()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, words);
        const auto split = splitArguments(text);
        QVERIFY(split);
        QCOMPARE(*split, words);
        // What is shown can be typed.
        QCOMPARE(splitArguments(formatCommand(words)), split);
    }

    void translatesWhatTheHelperSays()
    {
        const QString step = QStringLiteral("Mount proc on /proc");
        QCOMPARE(translatedHelperText(step), step);
        Turner turner;
        QVERIFY(QCoreApplication::installTranslator(&turner));
        QCOMPARE(translatedHelperText(step), QStringLiteral("on /proc: proc"));
        // What stands in the text is no mark.
        QCOMPARE(
            translatedHelperText(QStringLiteral("Mount %2 on %1")), QStringLiteral("on %1: %2"));
        QCOMPARE(translatedHelperText(QStringLiteral("Something else")),
            QStringLiteral("Something else"));
        QCoreApplication::removeTranslator(&turner);
    }

    void refusesWhatIsNotClosed_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("single") << "sh 'a";
        QTest::newRow("double") << "sh \"a";
        QTest::newRow("backslash") << "sh \\";
    }

    void refusesWhatIsNotClosed()
    {
        QFETCH(QString, text);
        QVERIFY(!splitArguments(text));
    }

    void numbersHaveUnits()
    {
        QCOMPARE(formatBytes(1536 << 10), QStringLiteral("1.5\u00a0MiB"));
        QCOMPARE(formatRate(999), QStringLiteral("999\u00a0B/s"));
        QCOMPARE(formatRate(1500), QStringLiteral("1.5\u00a0kB/s"));
        QCOMPARE(formatRate(2.5e6), QStringLiteral("2.5\u00a0MB/s"));
        QCOMPARE(formatDuration(-1), QString());
        QCOMPARE(formatDuration(0), QStringLiteral("0\u00a0ns"));
        QCOMPARE(formatDuration(850), QStringLiteral("850\u00a0ns"));
        QCOMPARE(formatDuration(120'000), QStringLiteral("120\u00a0µs"));
        QCOMPARE(formatDuration(4'200'000), QStringLiteral("4.2\u00a0ms"));
        QCOMPARE(formatPercent(12.34), QStringLiteral("12.3\u00a0%"));
    }

    void todayShowsTheTimeAlone()
    {
        QCOMPARE(formatTime(0), QString());
        const QDateTime now = QDateTime::currentDateTime();
        const auto micro
            = [](const QDateTime& time) { return quint64(time.toMSecsSinceEpoch()) * 1000; };
        QCOMPARE(formatTime(micro(now)), now.time().toString(QStringLiteral("HH:mm:ss")));
        QVERIFY(formatTime(micro(now.addDays(-2))).size() > 8);
    }

    void halfSentencesBecomeWhole()
    {
        QCOMPARE(asSentence({}), QString());
        QCOMPARE(asSentence(QStringLiteral("no such image")), QStringLiteral("No such image."));
        QCOMPARE(asSentence(QStringLiteral("/dev/kvm can be opened")),
            QStringLiteral("/dev/kvm can be opened."));
        QCOMPARE(asSentence(QStringLiteral("vitrine-launcher answers")),
            QStringLiteral("vitrine-launcher answers."));
        QCOMPARE(asSentence(QStringLiteral("cgroup v2 is there")),
            QStringLiteral("cgroup v2 is there."));
        QCOMPARE(asSentence(QStringLiteral("if cgroup v1 holds it")),
            QStringLiteral("If cgroup v1 holds it."));
        QCOMPARE(asSentence(QStringLiteral("Whole one.")), QStringLiteral("Whole one."));
    }

    void errorsSayWhatToDo()
    {
        api::ErrorInfo error;
        error.name = QStringLiteral("org.vitrine.Error.Exists");
        error.text = QStringLiteral("there is one of this name");
        QCOMPARE(textOf(error), QStringLiteral("There is one of this name."));
        QCOMPARE(adviceFor(error), QStringLiteral("Choose another name."));
        error.name = QStringLiteral("org.freedesktop.DBus.Error.ServiceUnknown");
        QCOMPARE(textOf(error), QStringLiteral("The helper is not running."));
    }
};

QTEST_GUILESS_MAIN(TextsTest)
#include "tst_texts.moc"
