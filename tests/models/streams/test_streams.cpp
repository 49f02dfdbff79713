// SPDX-License-Identifier: GPL-3.0-or-later
// The streams of the helper as they come: in pieces, large, broken, closed.
#include "gui/client/observation_stream.h"
#include "gui/client/stats_stream.h"

#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <fcntl.h>
#include <thread>
#include <unistd.h>

using namespace vitrine;

namespace {

struct Pipe {
    Pipe()
    {
        int ends[2] {};
        if (::pipe2(ends, O_CLOEXEC) == 0) {
            reading = ends[0];
            writing = ends[1];
        }
    }
    ~Pipe() { close(); }
    void write(const QByteArray& bytes) const
    {
        QCOMPARE(::write(writing, bytes.constData(), std::size_t(bytes.size())), bytes.size());
    }
    void close()
    {
        if (writing >= 0)
            ::close(std::exchange(writing, -1));
    }
    int reading = -1, writing = -1;
};

const QByteArray line
    = R"({"seq":3,"full":false,"tables":{"processes":{"set":[{"key":"1:1","pid":1}],"gone":["2:2"]}}})";

} // namespace

class TestStreams : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void linesInPieces();
    void largeLineComesWhole();
    void nonsenseEndsTheStream();
    void endIsTold();
    void stopUnsubscribes();
    void restartFromASlot();
    void deletedFromASlot();
    void figures();
};

void TestStreams::linesInPieces()
{
    Pipe pipe;
    ObservationStream stream;
    QList<api::ObservationDelta> seen;
    connect(
        &stream, &ObservationStream::delta, this, [&](const auto& delta) { seen.append(delta); });
    stream.start(pipe.reading);
    const QByteArray all = line + '\n' + line + '\n';
    for (qsizetype i = 0; i < all.size(); i += 17) {
        pipe.write(all.mid(i, 17));
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(seen.size(), 2);
    QCOMPARE(seen[0].sequence, 3ULL);
    QCOMPARE(seen[0].tables, QStringList { QStringLiteral("processes") });
    QCOMPARE(seen[0].processes.set.size(), 1);
    QCOMPARE(seen[0].processes.gone, QStringList { QStringLiteral("2:2") });
}

void TestStreams::largeLineComesWhole()
{
    QByteArray large = R"({"seq":0,"full":true,"tables":{"processes":{"set":[)";
    for (int i = 0; i < 20'000; ++i)
        large += (i == 0 ? "" : ",") + QByteArrayLiteral("{\"key\":\"") + QByteArray::number(i)
            + "\",\"command\":\"a rather long command line to fill the pipe with\"}";
    large += "],\"gone\":[]}}}\n";
    Pipe pipe;
    ObservationStream stream;
    qsizetype rows = 0;
    connect(&stream, &ObservationStream::delta, this,
        [&](const auto& delta) { rows = delta.processes.set.size(); });
    stream.start(pipe.reading);
    std::thread writer([&] { pipe.write(large); });
    QTRY_COMPARE(rows, 20'000);
    writer.join();
}

void TestStreams::nonsenseEndsTheStream()
{
    Pipe pipe;
    ObservationStream stream;
    QSignalSpy closed(&stream, &LineStream::closed);
    stream.start(pipe.reading);
    pipe.write("this is no JSON\n");
    QTRY_COMPARE(closed.size(), 1);
    QVERIFY(!stream.isRunning());
}

void TestStreams::endIsTold()
{
    Pipe pipe;
    ObservationStream stream;
    QSignalSpy closed(&stream, &LineStream::closed);
    QSignalSpy deltas(&stream, &ObservationStream::delta);
    stream.start(pipe.reading);
    pipe.write(line + "\n" + line.left(20));
    pipe.close();
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(deltas.size(), 1); // what was not finished is not a line
}

void TestStreams::stopUnsubscribes()
{
    Pipe pipe;
    ObservationStream stream;
    QSignalSpy closed(&stream, &LineStream::closed);
    stream.start(pipe.reading);
    stream.stop();
    QCOMPARE(::fcntl(pipe.reading, F_GETFD), -1); // nobody holds the other end any more
    QCoreApplication::processEvents();
    QCOMPARE(closed.size(), 0);
}

void TestStreams::restartFromASlot()
{
    Pipe first, second;
    ObservationStream stream;
    int seen = 0;
    connect(&stream, &ObservationStream::delta, this, [&] {
        if (++seen == 1)
            stream.start(second.reading);
    });
    stream.start(first.reading);
    first.write(line + "\n" + line + "\n");
    second.write(line + "\n");
    QTRY_COMPARE(seen, 2); // one of the first, one of the second: the rest of the first is void
    QCoreApplication::processEvents();
    QCOMPARE(seen, 2);
}

void TestStreams::deletedFromASlot()
{
    Pipe pipe;
    auto* stream = new ObservationStream;
    int seen = 0;
    connect(stream, &ObservationStream::delta, this, [&] {
        ++seen;
        delete stream;
    });
    stream->start(pipe.reading);
    pipe.write(line + "\n" + line + "\n");
    QTRY_COMPARE(seen, 1);
}

void TestStreams::figures()
{
    Pipe pipe;
    StatsStream stream;
    QList<api::StatSample> seen;
    connect(&stream, &StatsStream::sample, this, [&](const auto& sample) { seen.append(sample); });
    stream.start(pipe.reading);
    pipe.write(R"({"time":5,"host":{"cpuUsec":7},"workloads":{"a":{"memoryBytes":9}}})"
               "\n");
    QTRY_COMPARE(seen.size(), 1);
    QCOMPARE(seen[0].host.cpuUsec, 7);
    QCOMPARE(seen[0].workloads.value(QStringLiteral("a")).memoryBytes, 9);
    QCOMPARE(seen[0].workloads.value(QStringLiteral("a")).readBytes, -1);
}

QTEST_GUILESS_MAIN(TestStreams)
#include "test_streams.moc"
