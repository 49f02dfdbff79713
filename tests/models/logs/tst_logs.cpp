// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/log_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace vitrine;

namespace {

using Stream = api::LogLine::Stream;

api::LogLine line(const QByteArray& text, Stream stream = Stream::Output, bool partial = false)
{
    return { 1'795'392'296'123'456'789, stream, partial, text };
}

api::LogLine part(const QByteArray& text, Stream stream = Stream::Output)
{
    return line(text, stream, true);
}

QStringList textsOf(const QAbstractItemModel& model)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts.append(model.index(row, LogModel::Text).data().toString());
    return texts;
}

} // namespace

class LogsTest : public QObject {
    Q_OBJECT
private slots:
    void rowsSayTimeStreamAndText()
    {
        LogModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.append({ line("started", Stream::Own), line("said"), line("bad", Stream::Errors) });
        QCOMPARE(textsOf(model), QStringList({ "The container was started", "said", "bad" }));
        const auto cell
            = [&model](int row, int column) { return model.index(row, column).data().toString(); };
        QCOMPARE(cell(0, LogModel::Stream), "log");
        QCOMPARE(cell(1, LogModel::Stream), "output");
        QCOMPARE(cell(2, LogModel::Stream), "error");
        const QDateTime time
            = QDateTime::fromString(cell(1, LogModel::Time), "yyyy-MM-dd HH:mm:ss.zzz");
        QCOMPARE(time.toMSecsSinceEpoch(), 1'795'392'296'123); // in the time of this computer
        QVERIFY(cell(1, LogModel::Time)
                    .contains(model.index(1, 0).data(LogModel::TimeOfDayRole).toString()));
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void partsAreOneRowWhateverIsBetween()
    {
        LogModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.append({ part("na"), part("me: ") });
        QSignalSpy changed(&model, &LogModel::dataChanged);
        model.append({ line("warning", Stream::Errors), line("me"), line("next") });
        QCOMPARE(textsOf(model), QStringList({ "name: me", "warning", "next" }));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.first().first().toModelIndex().row(), 0);
        model.append({ part("no end"), line("started", Stream::Own), line("anew") });
        QCOMPARE(
            textsOf(model).mid(3), QStringList({ "no end", "The container was started", "anew" }));
    }

    void theOldestRowsGo()
    {
        LogModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        int next = 0;
        const auto append = [&](int count) {
            QList<api::LogLine> lines;
            for (; count > 0; --count)
                lines.append(line(QByteArray::number(next++)));
            model.append(lines);
        };
        append(LogModel::maximumRows);
        QCOMPARE(model.rowCount(), LogModel::maximumRows);
        model.append({ part("open ") });
        QVERIFY(model.rowCount() < LogModel::maximumRows);
        append(100); // closes what is open
        QCOMPARE(textsOf(model).last(), QString::number(next - 1));
        QCOMPARE(textsOf(model).filter("open "),
            QStringList { QStringLiteral("open %1").arg(LogModel::maximumRows) });
        model.append({ part("soon gone") });
        append(3 * LogModel::maximumRows);
        QCOMPARE(model.rowCount(), LogModel::maximumRows);
        QCOMPARE(textsOf(model).first(), QString::number(next - LogModel::maximumRows));
    }

    void whatIsTooLongIsCounted()
    {
        LogModel model;
        const QByteArray piece(8192, 'x');
        model.append({ part(piece), part(piece), part(piece), line("end") });
        const QString text = textsOf(model).value(0);
        QVERIFY(text.startsWith(QString(LogModel::maximumText, 'x') + QChar(0x2026)));
        QVERIFY2(text.endsWith("8.0\u00a0KiB more"), qPrintable(text.right(20)));
        QVERIFY(text.size() < LogModel::maximumText + 40);
    }

    void lossIsSaidInWords()
    {
        LogModel model;
        model.append({ line("lost 12 3456 No space left on device", Stream::Own),
            line("lost 0 0 The reader was too slow", Stream::Own),
            line("lost 1 2 %1", Stream::Output) });
        const QStringList texts = textsOf(model);
        QVERIFY2(texts[0].contains("12") && texts[0].contains("No space left on device"),
            qPrintable(texts[0]));
        QCOMPARE(texts[1], "Lines were lost here: The reader was too slow");
        QCOMPARE(texts[2], "lost 1 2 %1"); // the container said so
        QVERIFY(model.index(0, 0).data(LogModel::LossRole).toBool());
        QVERIFY(!model.index(2, 0).data(LogModel::LossRole).toBool());
    }

    void textIsReadable_data()
    {
        QTest::addColumn<QByteArray>("printed");
        QTest::addColumn<QString>("shown");
        const QString bad(1, QChar::ReplacementCharacter);
        QTest::newRow("plain") << QByteArray("gr\xc3\xbc\xc3\x9f") << QStringLiteral("grüß");
        QTest::newRow("colour") << QByteArray("\x1b[1;31mred\x1b[0m") << QStringLiteral("red");
        QTest::newRow("title") << QByteArray("\x1b]0;title\x07text") << QStringLiteral("text");
        QTest::newRow("end of a terminal's line") << QByteArray("text\r") << QStringLiteral("text");
        QTest::newRow("printed over") << QByteArray("10 %\r20 %\r") << QStringLiteral("20 %");
        QTest::newRow("tab") << QByteArray("a\tb") << QStringLiteral("a b");
        QTest::newRow("no UTF-8") << QByteArray("a\xff\xc3(") << "a" + bad + bad + "(";
        QTest::newRow("cut in a character") << QByteArray("a\xf0\x9f\x98") << "a" + bad + bad + bad;
        QTest::newRow("null") << QByteArray("a\0b", 3) << "a" + bad + "b";
        QTest::newRow("sequence without end") << QByteArray("a\x1b[12") << "a12";
        QTest::newRow("markup") << QByteArray("<b>&amp;</b>") << QStringLiteral("<b>&amp;</b>");
    }

    void textIsReadable()
    {
        QFETCH(QByteArray, printed);
        QFETCH(QString, shown);
        QCOMPARE(readableText(printed), shown);
    }

    void rowsAreChosen()
    {
        LogModel model;
        LogFilter filter;
        filter.setSourceModel(&model);
        const QAbstractItemModelTester tester(
            &filter, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.append({ line("started", Stream::Own), line("One"), line("two", Stream::Errors),
            line("lost 0 0 why", Stream::Own) });
        QCOMPARE(filter.rowCount(), 4);
        filter.setStreams(LogFilter::Streams::Errors);
        QCOMPARE(filter.rowCount(), 3); // the log's own always show
        filter.setText(" ONE ");
        QCOMPARE(textsOf(filter), QStringList { "Lines were lost here: why" });
        filter.setStreams(LogFilter::Streams::All);
        QCOMPARE(textsOf(filter), QStringList({ "One", "Lines were lost here: why" }));
        model.append({ part("tw"), line("one") });
        filter.setText("twone");
        QCOMPARE(textsOf(filter).last(), "twone");
    }
};

QTEST_MAIN(LogsTest)

#include "tst_logs.moc"
